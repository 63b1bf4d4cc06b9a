"""What is published of unusual directories, and those that are not published at all."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from transformers import AutoModelForTokenClassification

from solieu.annotation.errors import SolieuError
from solieu.publication import Publication, prepare_publication


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    """A run's directory to change."""
    return shutil.copytree(run, tmp_path / "copy")


def prepare(directory: Path) -> Publication:
    return prepare_publication(str(directory), "user/name")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class TestPublished:
    def test_is_every_file_that_the_weights_are_in_and_none_of_another_model(self, run: Path, copy: Path) -> None:
        (copy / "model.safetensors").unlink()
        AutoModelForTokenClassification.from_pretrained(run).save_pretrained(copy, max_shard_size="100KB")
        shards = sorted(path.name for path in copy.glob("model-*"))
        (copy / "model-00001-of-00009.safetensors").write_bytes(b"of another model")

        names = [name for name in prepare(copy).files if name.startswith("model")]

        assert len(shards) > 1
        assert names == [*shards, "model.safetensors.index.json"]

    def test_is_not_the_index_of_weights_that_are_not_loaded(self, copy: Path) -> None:
        (copy / "model.safetensors.index.json").write_text("{}", encoding="utf-8")

        assert "model.safetensors.index.json" not in prepare(copy).files

    @pytest.mark.parametrize("name", ["vocab.txt", "bpe.codes"])
    def test_are_the_files_of_a_tokenizer(self, copy: Path, name: str) -> None:
        (copy / name).write_text("công@@ an 1\n", encoding="utf-8")

        assert prepare(copy).files[name] == copy / name

    def test_are_different_names_for_paths_that_end_alike(self, copy: Path) -> None:
        config = yaml.safe_load((copy / "config.yaml").read_text(encoding="utf-8"))
        config["data"]["train"] = ["/srv/a/Bài báo.jsonl", "../b/Bài báo.jsonl", "data/c.jsonl", "~/c.jsonl"]
        (copy / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        record = {"sha256": dict(zip(config["data"]["train"], "1234", strict=True))}
        (copy / "data.json").write_text(json.dumps(record), encoding="utf-8")

        files = prepare(copy).files

        names = ["Bài báo.jsonl", "2-Bài báo.jsonl", "data/c.jsonl", "c.jsonl"]
        assert isinstance(files["config.yaml"], bytes)
        assert isinstance(files["data.json"], bytes)
        assert yaml.safe_load(files["config.yaml"])["data"]["train"] == names
        assert json.loads(files["data.json"])["sha256"] == dict(zip(names, "1234", strict=True))

    def test_is_a_checkpoint_without_a_record_of_its_training(self, copy: Path) -> None:
        for name in ("config.yaml", "data.json", "environment.json", "evaluation.json", "metrics.jsonl"):
            (copy / name).unlink()

        publication = prepare(copy)

        assert set(publication.files) == {path.name for path in copy.iterdir() if path.is_file()}
        assert publication.changed == ["README.md"]

    def test_is_the_licence_that_the_card_names(self, copy: Path) -> None:
        rewrite(copy / "README.md", "library_name: solieu\n", "library_name: solieu\nlicense: agpl-3.0\n")

        assert prepare(copy).licence == "agpl-3.0"


class TestNotPublished:
    def test_is_what_has_no_model_card(self, copy: Path) -> None:
        (copy / "README.md").unlink()

        with pytest.raises(SolieuError, match=r"has no model card, README.md; write one, or train again"):
            prepare(copy)

    @pytest.mark.parametrize("name", ["solieu.json", "config.json", "tokenizer.json", "model.safetensors"])
    def test_is_a_checkpoint_that_lacks_a_part(self, copy: Path, name: str) -> None:
        (copy / name).unlink()

        with pytest.raises(SolieuError, match=name):
            prepare(copy)

    def test_is_a_damaged_checkpoint(self, copy: Path) -> None:
        weights = copy / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-1000])

        with pytest.raises(SolieuError, match="the checkpoint is damaged"):
            prepare(copy)

    @pytest.mark.parametrize("name", ["README.md", "metrics.jsonl", "evaluation.json"])
    def test_is_what_names_the_users_home(self, copy: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/lan")
        content = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(content.replace("0", '0", "/home/lan/bài.txt', 1), encoding="utf-8")
        if name == "evaluation.json":
            (copy / name).write_text(json.dumps({"warnings": ["see /home/lan/bài.txt"]}), encoding="utf-8")

        with pytest.raises(SolieuError, match=f"{name}: names a place in /home/lan"):
            prepare(copy)

    @pytest.mark.parametrize(
        ("name", "content"),
        [("config.yaml", "a: [\n"), ("config.yaml", "text"), ("data.json", "{"), ("environment.json", "[]")],
    )
    def test_is_a_damaged_record(self, copy: Path, name: str, content: str) -> None:
        (copy / name).write_text(content, encoding="utf-8")

        with pytest.raises(SolieuError, match=f"{name}: is damaged .*; remove it or train again"):
            prepare(copy)

    def test_is_a_card_whose_metadata_cannot_be_read(self, copy: Path) -> None:
        rewrite(copy / "README.md", "language: vi", "language: [vi")

        with pytest.raises(SolieuError, match=r"README.md: the metadata between --- and --- cannot be read"):
            prepare(copy)

    def test_is_a_text_in_another_encoding(self, copy: Path) -> None:
        (copy / "README.md").write_bytes("Đại tá".encode("utf-16"))

        with pytest.raises(SolieuError, match="cannot be read"):
            prepare(copy)


def test_a_directory_that_is_not_there_is_one_sentence(solieu: Callable[..., Any]) -> None:
    outcome = solieu("push", "runs/none", "user/name", "--dry-run")

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == "error: runs/none: there is no such directory; give one that `solieu train` wrote\n"
