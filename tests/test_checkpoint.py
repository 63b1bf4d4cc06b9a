"""A checkpoint is loaded whole or refused in one sentence."""

import errno
import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BertForTokenClassification

from solieu.annotation import Document, Label, LabelSchema, SolieuError
from solieu.models.checkpoint import (
    CheckpointSettings,
    fingerprint,
    load_settings,
    save_settings,
    save_temperature,
)
from solieu.models.loading import load_tagger
from solieu.models.temperature import tempered
from solieu.models.torch_tagger import TorchTagger


@pytest.fixture
def checkpoint(tiny_checkpoint: Path, tmp_path: Path) -> Path:
    """A copy of a whole checkpoint, for the test to damage."""
    return Path(shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint"))


def change_json(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def change_weights(checkpoint: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    weights = load_file(checkpoint / "model.safetensors")
    change(weights)
    save_file(weights, checkpoint / "model.safetensors", metadata={"format": "pt"})


def refusal(checkpoint: Path | str) -> str:
    """The sentence in which the checkpoint is refused."""
    with pytest.raises(SolieuError) as error:
        load_tagger(checkpoint)
    sentence = str(error.value)
    assert str(checkpoint) in sentence
    assert "\n" not in sentence
    return sentence


def test_a_checkpoint_is_a_plain_one_of_hugging_face_with_one_file_beside_it(checkpoint: Path) -> None:
    BertForTokenClassification.from_pretrained(checkpoint)

    tagger, settings = load_tagger(checkpoint, precision="fp32")

    assert settings == CheckpointSettings(LabelSchema.default(), max_length=128, overlap=32)
    assert tagger.schema == LabelSchema.default()
    assert isinstance(tagger, TorchTagger)
    assert tagger.model.dtype == torch.float32


def test_loading_prints_nothing(checkpoint: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_tagger(checkpoint)

    assert capfd.readouterr() == ("", "")


def test_settings_are_read_as_they_were_written(tmp_path: Path) -> None:
    schema = LabelSchema((Label("NGƯỜI", "Person", "Người", "Tên người", "#123456"),))
    settings = CheckpointSettings(schema, 200, 50, trim=False, trained_on=frozenset([fingerprint("Công an")]))

    save_settings(tmp_path, settings, "0.1.0")

    assert load_settings(tmp_path) == settings


def test_settings_from_before_there_was_a_temperature_have_1(checkpoint: Path) -> None:
    path = checkpoint / "solieu.json"
    content = json.loads(path.read_text())
    del content["temperature"]
    path.write_text(json.dumps(content))

    assert load_settings(checkpoint).temperature == 1.0


def test_a_temperature_is_saved_and_nothing_else_changes(checkpoint: Path) -> None:
    before = json.loads((checkpoint / "solieu.json").read_text())

    save_temperature(checkpoint, 1.25)

    assert json.loads((checkpoint / "solieu.json").read_text()) == {**before, "temperature": 1.25}
    assert load_settings(checkpoint).temperature == 1.25


def test_a_temperature_changes_scores_and_no_spans(checkpoint: Path, seeds: list[Document]) -> None:
    texts = [seed.text[:1500] for seed in seeds]
    plain = load_tagger(checkpoint, precision="fp32")[0].predict(texts)
    save_temperature(checkpoint, 2.0)

    calibrated = load_tagger(checkpoint, precision="fp32")[0].predict(texts)

    for one, other in zip(chain.from_iterable(plain), chain.from_iterable(calibrated), strict=True):
        assert replace(one, score=None) == replace(other, score=None)
        assert other.score == pytest.approx(float(tempered(one.score, 2.0)))
        assert other.score != one.score


@pytest.mark.parametrize("temperature", [0, -1, "warm", None, "nan"])
def test_a_temperature_that_is_none_is_refused(checkpoint: Path, temperature: object) -> None:
    change_json(checkpoint / "solieu.json", temperature=temperature)

    assert "is damaged" in refusal(checkpoint)


def test_a_checkpoint_that_may_not_be_read_is_not_called_damaged(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)

    with pytest.raises(SolieuError, match=r"solieu.json: cannot be read \(Permission denied\); give a directory that"):
        load_settings(checkpoint)


def test_texts_that_the_checkpoint_was_trained_on_are_known_whatever_their_white_space() -> None:
    settings = CheckpointSettings(LabelSchema.default(), 128, 32, trained_on=frozenset([fingerprint("Công an tỉnh")]))

    assert settings.seen(["Công  an\ntỉnh ", "Công an huyện", "\ud83d"]) == 1


def test_a_directory_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "there is no such directory" in refusal(tmp_path / "nowhere")


def test_a_file_is_refused(checkpoint: Path) -> None:
    assert "expected the directory of a checkpoint, but it is a file" in refusal(checkpoint / "config.json")


def test_a_directory_without_solieus_file_is_refused(tiny_encoder: Path) -> None:
    assert "has no solieu.json, so it is no checkpoint of solieu" in refusal(tiny_encoder)


@pytest.mark.parametrize("part", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_missing_part_is_named(checkpoint: Path, part: str) -> None:
    (checkpoint / part).unlink()

    assert f"the checkpoint lacks {part}; train again or copy it whole" in refusal(checkpoint)


def test_all_missing_parts_are_named_at_once(checkpoint: Path) -> None:
    (checkpoint / "config.json").unlink()
    (checkpoint / "tokenizer.json").unlink()

    assert "the checkpoint lacks config.json, tokenizer.json" in refusal(checkpoint)


@pytest.mark.parametrize("length", [0, 1000, -1000])
def test_truncated_weights_are_refused(checkpoint: Path, length: int) -> None:
    weights = checkpoint / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:length])

    assert "the checkpoint is damaged (SafetensorError" in refusal(checkpoint)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
@pytest.mark.parametrize("content", ["", "{", "{}", "[]"])
def test_a_damaged_configuration_or_tokenizer_is_refused(checkpoint: Path, name: str, content: str) -> None:
    (checkpoint / name).write_text(content)

    assert "the checkpoint is damaged" in refusal(checkpoint)


def test_a_tokenizer_of_a_kind_that_does_not_exist_is_refused(checkpoint: Path) -> None:
    change_json(checkpoint / "tokenizer.json", model={"type": "Nonsense"})

    assert "the checkpoint is damaged" in refusal(checkpoint)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'"a"', b"\xff\xfe", b'{"format": 2, "labels": [{}]}'])
def test_a_damaged_file_of_solieus_own_is_refused(checkpoint: Path, content: bytes) -> None:
    (checkpoint / "solieu.json").write_bytes(content)

    assert "solieu.json: is damaged" in refusal(checkpoint)


@pytest.mark.parametrize(
    "changes", [{"labels": []}, {"labels": None}, {"max_length": "long"}, {"overlap": None}, {"trained_on": 5}]
)
def test_a_damaged_setting_is_refused(checkpoint: Path, changes: dict[str, Any]) -> None:
    change_json(checkpoint / "solieu.json", **changes)

    assert "solieu.json: is damaged" in refusal(checkpoint)


def test_a_format_of_another_version_is_refused(checkpoint: Path) -> None:
    change_json(checkpoint / "solieu.json", format=9)

    assert "has format 9, but this version of solieu reads format 2; update solieu" in refusal(checkpoint)


def test_labels_of_another_checkpoint_are_refused(checkpoint: Path) -> None:
    schema = LabelSchema.from_names(["ORG", "PERSON"])
    save_settings(checkpoint, CheckpointSettings(schema, 128, 32), "0.1.0")

    assert "the labels in config.json are not those in solieu.json" in refusal(checkpoint)


def test_windows_that_are_longer_than_the_encoder_reads_are_refused(checkpoint: Path) -> None:
    change_json(checkpoint / "solieu.json", max_length=200)

    assert "max_length in solieu.json is 200, but the encoder reads at most 128" in refusal(checkpoint)


def test_a_tokenizer_with_more_pieces_than_the_encoder_is_refused(checkpoint: Path) -> None:
    change_json(checkpoint / "config.json", vocab_size=100)

    assert "pieces, but the encoder has 100" in refusal(checkpoint)


def test_weights_of_another_shape_are_refused(checkpoint: Path) -> None:
    change_weights(checkpoint, lambda weights: weights.update({"classifier.weight": torch.zeros(3, 32)}))

    assert "classifier.weight is missing or has another shape" in refusal(checkpoint)


def test_a_missing_weight_is_refused_and_not_made_up(checkpoint: Path) -> None:
    change_weights(checkpoint, lambda weights: weights.pop("classifier.weight"))

    assert "classifier.weight is missing or has another shape" in refusal(checkpoint)


def test_code_in_a_checkpoint_is_never_run(checkpoint: Path, capfd: pytest.CaptureFixture[str]) -> None:
    classes = {"AutoConfig": "own.Config", "AutoModelForTokenClassification": "own.Model"}
    change_json(checkpoint / "config.json", model_type="own", auto_map=classes)
    (checkpoint / "own.py").write_text("print('run')")

    assert "the checkpoint is damaged" in refusal(checkpoint)
    assert "run the custom code" not in capfd.readouterr().out


def test_a_fingerprint_does_not_depend_on_white_space_or_on_how_letters_are_composed() -> None:
    text = "Uỷ ban nhân dân\ntỉnh"

    assert fingerprint(unicodedata.normalize("NFD", text)) == fingerprint("Uỷ  ban nhân dân tỉnh")
    assert fingerprint(text) != fingerprint("Ủy ban nhân dân tỉnh")
