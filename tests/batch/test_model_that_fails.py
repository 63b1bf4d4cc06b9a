"""A model that fails on an article, and one that fails on any."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def strict_model(tiny_checkpoint: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Makes a checkpoint whose tokenizer fails on a character that it does not know, and does not know some."""

    def make(unknown: str) -> Path:
        directory = shutil.copytree(tiny_checkpoint, tmp_path / "strict")
        tokenizer = json.loads((directory / "tokenizer.json").read_bytes())
        tokenizer["model"]["unk_id"] = None
        for number, (piece, score) in enumerate(tokenizer["model"]["vocab"]):
            if number > 3 and set(piece) & set(unknown):  # the first ones are special
                tokenizer["model"]["vocab"][number] = [f"\ue000{number}", score]
        (directory / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        return directory

    return make


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three articles."""
    path = tmp_path / "three.jsonl"
    path.write_text('{"text": "Huế"}\n{"text": "漢字"}\n{"text": "Vinh"}\n', encoding="utf-8")
    return path


def test_an_article_that_the_model_fails_on_is_an_error(
    extract: Callable[..., Any],
    strict_model: Callable[[str], Path],
    file: Path,
    tmp_path: Path,
    ids: Callable[[Path], list[str]],
) -> None:
    ended = extract(model=strict_model(""), paths=(file,))

    assert (ended.status, ids(tmp_path / "out")) == (1, ["three-1", "three-3"])
    error = json.loads((tmp_path / "out" / "errors-00000.jsonl").read_bytes())
    assert (error["number"], error["id"]) == (2, "three-2")
    assert error["error"].startswith("document 'three-2': its entities cannot be found (")


def test_a_model_that_fails_on_any_text_ends_the_run_and_makes_no_errors_of_articles(
    extract: Callable[..., Any], strict_model: Callable[[str], Path], file: Path, tmp_path: Path
) -> None:
    ended = extract(model=strict_model("ôỉ漢"), paths=(file,))

    assert ended.status == 2, ended.said
    (line,) = ended.said.splitlines()
    assert line.startswith("error: the model now fails on any text, first so: document 'three-")
    assert line.endswith("; 0 finished shards stay, and the same command goes on")
    assert not list((tmp_path / "out").glob("part-*.json"))
