"""The reader of the weights file refuses whatever is not whole."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solieu.annotation.errors import SolieuError
from solieu.models.e5_file import read_e5_file
from solieu.models.q4_0 import dequantise


def read_everything(path: Path) -> None:
    file = read_e5_file(path)
    for name in file.dimensions.tensor_shapes():
        file.tensor(name)


def test_a_q4_0_weight_is_its_nibble_less_eight_times_the_scale() -> None:
    block = struct.pack("<e", 0.25) + bytes([0x80, 0x1F, *[0x88] * 13, 0xF7])
    weights = dequantise(np.frombuffer(block, np.uint8))
    assert weights.dtype == np.float32
    assert weights.shape == (32,)
    assert weights[[0, 1, 2, 15, 16, 17, 31]].tolist() == [-2.0, 1.75, 0.0, -0.25, 0.0, -1.75, 1.75]


def test_every_part_of_a_file_is_read_as_it_was_written(tmp_path: Path, small: Any) -> None:
    file = read_e5_file(small.write(tmp_path / "small.bin"))
    assert file.dimensions.hidden == 32
    assert file.dimensions.token_types == 2
    assert file.dimensions.layer_norm_epsilon == pytest.approx(1e-12)
    assert [piece.encode() for piece in file.pieces] == small.pieces
    assert file.scores.tolist() == small.scores
    assert (file.bos_id, file.eos_id, file.pad_id, file.unk_id) == (0, 2, 1, 3)
    assert file.replacements == {"\u200b": " ", "\x01": ""}
    for name, numbers in small.tensors.items():
        assert np.array_equal(file.tensor(name), numbers)
    some = np.array([1, 4, 13])
    assert np.array_equal(file.tensor("emb.word", some), small.tensors["emb.word"][some])


def change(**parts: Any) -> Callable[[Any], None]:
    def apply(small: Any) -> None:
        for name, value in parts.items():
            setattr(small, name, value)

    return apply


def entry(tensor: str, **parts: Any) -> Callable[[Any], None]:
    return change(directory={tensor: parts})


def first_piece(text: bytes) -> Callable[[Any], None]:
    return lambda small: small.pieces.__setitem__(0, text)


DAMAGES = {
    "another magic number": (change(magic=b"GGUF"), "begins with b'GGUF'"),
    "another version": (change(version=2), "layout version 2"),
    "another block size": (change(block=64), "blocks of 64"),
    "heads that do not divide the hidden size": (change(sizes=[32, 1, 5, 64, 14, 16, 2]), "no encoder has"),
    "a negative size": (change(sizes=[32, -1, 2, 64, 14, 16, 2]), "no encoder has"),
    "an epsilon that is not a number": (change(epsilon=float("nan")), "epsilon nan"),
    "more pieces than rows": (change(sizes=[32, 1, 2, 64, 10, 16, 2]), "11 pieces for a vocabulary of 10"),
    "a special id outside the pieces": (change(ids=[0, 2, 1, 11]), "ids [0, 2, 1, 11]"),
    "two special pieces with one id": (change(ids=[0, 0, 1, 3]), "ids [0, 0, 1, 3]"),
    "offsets that fall": (change(offsets=[0, 3, 8, 7, *range(17, 24), 54]), "do not rise"),
    "a score that is not finite": (change(scores=[float("inf")] * 11), "score is not finite"),
    "a piece that is not UTF-8": (first_piece(b"\xff"), "not UTF-8"),
    "a piece that occurs twice": (first_piece(b"</s>"), "occurs twice"),
    "a replacement of no character": (
        change(replacements=struct.pack("<IB", 0x110000, 0), replacement_count=1),
        "no character",
    ),
    "a replacement that is cut short": (change(replacement_count=3), "ends inside the normalisation table"),
    "a missing tensor": (lambda small: small.tensors.pop("l0.q.w"), "there are 20 tensors"),
    "a tensor of another name": (entry("l0.q.w", name="l1.q.w"), "'l1.q.w' occurs twice or is no part"),
    "a tensor that occurs twice": (entry("l0.q.w", name="l0.k.w"), "'l0.k.w' occurs twice"),
    "elements that do not fit the shape": (entry("emb.pos", elements=511), "has 511 elements"),
    "bytes that do not fit the elements": (entry("emb.pos", bytes=2044), "has 2044 bytes"),
    "a type that is not known": (entry("emb.pos", type=7), "has type 7"),
    "a tensor past the end": (entry("emb.pos", offset=1 << 40), "ends at byte"),
    "a weight that is not finite": (
        lambda small: small.tensors["emb.ln.w"].__setitem__(3, np.inf),
        "'emb.ln.w' holds numbers that are not finite",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_with_what_is_wrong(tmp_path: Path, small: Any, damage: str) -> None:
    apply, message = DAMAGES[damage]
    apply(small)
    path = small.write(tmp_path / "small.bin")
    with pytest.raises(SolieuError) as refusal:
        read_everything(path)
    assert str(path) in str(refusal.value)
    assert message in str(refusal.value)
    assert "reinstall" in str(refusal.value)


def test_a_file_that_is_cut_short_anywhere_is_refused(tmp_path: Path, small: Any) -> None:
    content = small.content()
    path = tmp_path / "short.bin"
    for length in [*range(0, 1200, 5), *range(1200, len(content), 997), len(content) - 1]:
        path.write_bytes(content[:length])
        with pytest.raises(SolieuError, match=r"short\.bin"):
            read_e5_file(path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 1199), value=st.integers(0, 255))
def test_a_changed_byte_in_the_header_is_refused_or_harmless(
    tmp_path: Path, small: Any, position: int, value: int
) -> None:
    content = bytearray(small.content())
    content[position] = value
    path = tmp_path / "changed.bin"
    path.write_bytes(content)
    with contextlib.suppress(SolieuError):
        read_everything(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"absent\.bin: the encoder's weights cannot be read"):
        read_e5_file(tmp_path / "absent.bin")
