"""Training configurations: what is read, what is replaced on the command line, and what is refused."""

from pathlib import Path

import pytest
import yaml

from solieu.annotation import SolieuError
from solieu.configs import config_path
from solieu.training.config import DataConfig, TrainingConfig, load_config

MINIMAL = """\
encoder: compact
data:
  train: articles.jsonl
output: runs/one
"""


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def written(folder: Path, content: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def error(path: Path, *overrides: str) -> str:
    """Return the one sentence with which a configuration is refused."""
    with pytest.raises(SolieuError) as caught:
        load_config(path, overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_configuration_that_comes_with_solieu_is_one() -> None:
    config = load_config(config_path("compact.yaml"))

    assert config.encoder == "compact"
    assert config.data.train == ("data/authored.jsonl",)
    assert config.data.dev == 0.1
    assert config.data.evaluate == ("data/seeds.jsonl",)
    assert config.learning_rate == 3e-4
    assert config.freeze_embeddings


def test_the_configuration_that_comes_with_solieu_shows_every_key() -> None:
    content = yaml.safe_load(config_path("compact.yaml").read_text(encoding="utf-8"))

    assert content.keys() == TrainingConfig("", DataConfig(()), "").as_dict().keys()
    assert content["data"].keys() == {"train", "dev", "evaluate", "labels"}


def test_what_a_file_leaves_out_has_a_default(config_file: Path) -> None:
    assert load_config(config_file) == TrainingConfig("compact", DataConfig(("articles.jsonl",)), "runs/one")


def test_a_configuration_written_out_is_read_back_as_it_was(config_file: Path, tmp_path: Path) -> None:
    config = load_config(
        config_file, ["data.dev=0.25", "data.evaluate=a.conll,b.jsonl", "data.labels=eigene.yaml", "output=2024-01-02"]
    )

    assert load_config(written(tmp_path, yaml.safe_dump(config.as_dict()))) == config


class TestTheCommandLine:
    @pytest.mark.parametrize(
        ("word", "key", "value"),
        [
            ("epochs=6", "epochs", 6),
            ("learning_rate=3e-4", "learning_rate", 3e-4),
            ("learning_rate=3E-4", "learning_rate", 3e-4),
            ("learning_rate=1", "learning_rate", 1.0),
            ("dropout=0", "dropout", 0.0),
            ("freeze_embeddings=true", "freeze_embeddings", True),
            ("precision=fp32", "precision", "fp32"),
            ("seed=0", "seed", 0),
            ("output=runs/two", "output", "runs/two"),
            ("encoder=vinai/phobert-base", "encoder", "vinai/phobert-base"),
        ],
    )
    def test_replaces_a_value(self, config_file: Path, word: str, key: str, value: object) -> None:
        found = getattr(load_config(config_file, [word]), key)

        assert found == value
        assert type(found) is type(value)

    @pytest.mark.parametrize("name", ["2024-01-02", "2024-13-99", "1e3", "yes", "a: b", "{a", "[x]", "bản #2", "a=b"])
    def test_takes_a_path_as_it_is_written(self, config_file: Path, name: str) -> None:
        assert load_config(config_file, [f"output={name}"]).output == name

    @pytest.mark.parametrize("key", ["train", "dev", "evaluate"])
    def test_takes_one_file_or_several_with_commas_or_as_a_list(self, config_file: Path, key: str) -> None:
        def files(text: str) -> object:
            return getattr(load_config(config_file, [f"data.{key}={text}"]).data, key)

        assert files("a.jsonl") == ("a.jsonl",)
        assert files("a.jsonl, b.conll") == ("a.jsonl", "b.conll")
        assert files("[a.jsonl, 'b, c.conll']") == ("a.jsonl", "b, c.conll")

    def test_knows_a_comma_in_a_file_s_name_from_one_between_files(self, config_file: Path, tmp_path: Path) -> None:
        path = tmp_path / "Hà Nội, 2023.jsonl"
        path.touch()

        assert load_config(config_file, [f"data.train={path}"]).data.train == (str(path),)

    def test_takes_more_files_than_a_file_name_has_room_for(self, config_file: Path) -> None:
        names = tuple(f"articles-{number}.jsonl" for number in range(500))

        assert load_config(config_file, [f"data.train={','.join(names)}"]).data.train == names

    def test_takes_a_share_for_development(self, config_file: Path) -> None:
        assert load_config(config_file, ["data.dev=.2"]).data.dev == 0.2

    @pytest.mark.parametrize("nothing", ["", "null"])
    def test_takes_nothing_for_what_need_not_be_given(self, tmp_path: Path, nothing: str) -> None:
        path = written(tmp_path, MINIMAL + "  # more\n")
        words = [f"data.{key}={nothing}" for key in ("dev", "evaluate", "labels")]

        assert load_config(path, words).data == DataConfig(("articles.jsonl",))

    def test_can_give_what_the_file_does_not(self, tmp_path: Path) -> None:
        path = written(tmp_path, "data:\n")

        config = load_config(path, ["encoder=compact", "data.train=a.jsonl", "output=runs/x"])

        assert config == TrainingConfig("compact", DataConfig(("a.jsonl",)), "runs/x")

    def test_refuses_an_unknown_key_with_the_nearest_one(self, config_file: Path) -> None:
        assert error(config_file, "epoch=3") == "command line: unknown key 'epoch'; did you mean 'epochs'?"
        assert "did you mean 'data.train'" in error(config_file, "train=a.jsonl")
        assert "did you mean 'data.evaluate'" in error(config_file, "data.eval=a.jsonl")
        assert "unknown key 'model.epochs'; did you mean 'epochs'" in error(config_file, "model.epochs=3")
        assert "did you mean 'epochs'" in error(config_file, "data.epochs=3")

    def test_lists_the_known_keys_where_none_is_near(self, config_file: Path) -> None:
        message = error(config_file, "zzz=3")

        assert "unknown key 'zzz'; known keys are batch_subwords, compile, crf, data.dev," in message

    def test_refuses_a_key_given_twice(self, config_file: Path) -> None:
        assert error(config_file, "epochs=3", "epochs=4") == ("command line: the key 'epochs' is given twice; keep one")

    def test_refuses_a_word_without_an_equals_sign(self, config_file: Path) -> None:
        assert error(config_file, "epochs") == "command line: 'epochs' must be key=value, such as epochs=6"

    def test_is_named_where_its_value_is_wrong(self, config_file: Path) -> None:
        assert error(config_file, "epochs=many") == (
            "command line: 'epochs' must be a whole number of at least 1, but is 'many'"
        )

    @pytest.mark.parametrize(
        "word",
        [
            "epochs=0",
            "epochs=1.5",
            "epochs=1e3",
            "epochs=true",
            "epochs=",
            "epochs=[",
            "learning_rate=fast",
            "learning_rate=-1",
            "learning_rate=.inf",
            "learning_rate=.nan",
            "learning_rate=nan",
            "learning_rate=1e400",
            f"learning_rate={10**400}",
            "learning_rate=true",
            "warmup=1.5",
            "weight_decay=-0.1",
            "batch_subwords=0",
            "max_length=7",
            "overlap=-1",
            "dropout=1",
            "seed=-1",
            "seed=4294967296",
            "seed=2024-99-99",
            "freeze_embeddings=1",
            "freeze_embeddings=maybe",
            "precision=fp8",
            "precision=[auto]",
            "output=",
            "encoder=null",
            "data.train=",
            "data.train=[1]",
            "data.train=[[a]]",
            "data.dev=1",
            "data.dev=0",
            "data.dev=-0.1",
        ],
    )
    def test_is_refused_in_one_sentence_that_names_the_key(self, config_file: Path, word: str) -> None:
        assert error(config_file, word).startswith(f"command line: '{word.partition('=')[0]}' ")


class TestTheFile:
    def test_takes_one_file_several_with_commas_or_a_list(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "encoder: compact\noutput: x\n"
            "data:\n  train: [a.jsonl, b.jsonl]\n  dev: c.jsonl\n  evaluate: d.col, e.col\n",
        )

        assert load_config(path).data == DataConfig(("a.jsonl", "b.jsonl"), ("c.jsonl",), ("d.col", "e.col"))

    def test_takes_a_number_without_a_point(self, tmp_path: Path) -> None:
        assert load_config(written(tmp_path, MINIMAL + "learning_rate: 3e-4\n")).learning_rate == 3e-4

    def test_is_named_where_its_value_is_wrong(self, tmp_path: Path) -> None:
        path = written(tmp_path, MINIMAL + "epochs: twelve\n")

        assert error(path) == f"{path}: 'epochs' must be a whole number of at least 1, but is 'twelve'"

    def test_must_have_an_encoder_an_output_and_training_data(self, tmp_path: Path) -> None:
        assert "'encoder' must be a name or path, but is missing" in error(written(tmp_path, "data:\n  train: a\n"))
        assert "'output' must be a name or path, but is missing" in error(written(tmp_path, "encoder: compact\n"))
        assert "'data.train' names no file" in error(written(tmp_path, "encoder: compact\noutput: x\n"))

    def test_is_refused_for_an_unknown_key_with_the_nearest_one(self, tmp_path: Path) -> None:
        path = written(tmp_path, MINIMAL + "learning-rate: 0.1\n")
        assert error(path) == f"{path}: unknown key 'learning-rate'; did you mean 'learning_rate'?"

        path = written(tmp_path, "encoder: compact\noutput: x\ndata:\n  trian: a.jsonl\n")
        assert error(path) == f"{path}: unknown key 'data.trian'; did you mean 'data.train'?"

    def test_is_refused_for_a_key_that_stands_twice(self, tmp_path: Path) -> None:
        path = written(tmp_path, MINIMAL + "epochs: 3\nseed: 1\nepochs: 4\n")
        assert error(path) == f"{path}: the key 'epochs' stands in line 5 and again in line 7; keep one"

        path = written(tmp_path, "data:\n  train: a\n  train: b\n")
        assert "the key 'train' stands in line 2 and again in line 3" in error(path)

    def test_is_refused_where_data_is_not_a_group_of_keys(self, tmp_path: Path) -> None:
        path = written(tmp_path, "encoder: compact\noutput: x\ndata: articles.jsonl\n")

        assert error(path) == f"{path}: 'data' must hold keys such as 'train', but is 'articles.jsonl'"

    @pytest.mark.parametrize(
        "content",
        ["", "- a\n- b\n", "compact\n", "a: [1\n", "? [a]\n: b\n", "a: 2024-99-99\n", "a: \x01\n", "[" * 5000, "1: 2"],
    )
    def test_is_refused_in_one_sentence_if_it_is_something_else(self, tmp_path: Path, content: str) -> None:
        path = written(tmp_path, content)

        assert error(path).startswith(f"{path}: ")

    def test_is_refused_if_it_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "config.yaml"
        path.write_bytes("encoder: mã hoá".encode("utf-16"))

        assert error(path).startswith(f"{path}: is no YAML file")

    def test_is_refused_if_it_is_not_there_or_a_directory(self, tmp_path: Path) -> None:
        assert "cannot be read (No such file or directory)" in error(tmp_path / "none.yaml")
        assert "cannot be read (Is a directory)" in error(tmp_path)

    def test_runs_no_code(self, tmp_path: Path) -> None:
        path = written(tmp_path, f"encoder: !!python/object/apply:pathlib.Path.touch [{tmp_path / 'ran'}]\n")

        assert error(path).startswith(f"{path}: is no YAML file")
        assert not (tmp_path / "ran").exists()
