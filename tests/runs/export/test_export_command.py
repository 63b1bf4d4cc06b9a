"""`solieu export`: what it writes, and when it writes nothing."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solieu import Extractor
from solieu.annotation import Document, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.checkpoint import fingerprint, load_settings, save_settings
from solieu.training.export import export


@pytest.fixture
def source(bert: Any, tmp_path: Path) -> Path:
    """A copy of a checkpoint with a model card."""
    source = Path(shutil.copytree(bert.source, tmp_path / "source"))
    (source / "README.md").write_text("---\nlanguage: vi\n---\n\n# A model\n", encoding="utf-8")
    return source


def test_8_bits_are_written_with_what_they_have_cost(
    bert: Any, source: Path, tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    out = Path(shutil.copytree(bert.directory, tmp_path / "out"))  # an earlier export, to be replaced

    outcome = solieu(
        *("export", source, out, "--data", bert.data, "--format", "onnx-int8", "--max-loss", "100", "--overwrite")
    )

    assert outcome.status == 0, outcome.err
    record = json.loads((out / "export.json").read_text(encoding="utf-8"))
    measured = record["measured"]
    assert (record["format"], measured["articles"], measured["f1_before"]) == ("onnx-int8", 4, 1.0)
    assert 0.3 < measured["f1_after"] < 1
    assert f"1.0000 before, {measured['f1_after']:.4f} after" in outcome.out
    assert {"model.safetensors", "config.json", "solieu.json"} <= record["source"].keys()
    card = (out / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\nlanguage: vi\n---\n\n# A model\n\n## Export\n")
    assert f"1.0000 before, {measured['f1_after']:.4f} after the export" in card
    assert (out / "model.onnx.data").stat().st_size < (bert.directory / "model.onnx.data").stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "source"]
    documents = list(read_jsonl(bert.data))
    found = list(Extractor.from_pretrained(out).extract_many(documents))
    assert [document.text for document in found] == [document.text for document in documents]
    assert any(document.spans for document in found)


def test_more_loss_than_is_allowed_is_refused_with_both_figures_and_nothing_is_written(
    bert: Any, tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    outcome = solieu("export", bert.source, tmp_path / "out", "--data", bert.data, "--format", "onnx-int8")

    assert outcome.status == 2
    assert "strict micro-F1 on 4 articles" in outcome.err
    assert "is 1.0000 before and 0." in outcome.err
    assert "and --max-loss allows 0.5; give --format onnx, or a higher --max-loss" in outcome.err
    assert outcome.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_interrupted_export_leaves_nothing(bert: Any, tmp_path: Path) -> None:
    ended = threading.Event()

    def interrupt() -> None:
        while not any(tmp_path.glob(".solieu-*/model.onnx.data")) and not ended.is_set():
            time.sleep(0.01)
        while not ended.is_set():  # Python forgets it where it runs a destructor or the like
            os.kill(os.getpid(), signal.SIGINT)  # as Ctrl-C does
            ended.wait(1)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            export(bert.source, tmp_path / "out", list(read_jsonl(bert.data)), "the articles")
    finally:
        ended.set()
        thread.join()

    assert not list(tmp_path.iterdir())


def test_fp32_is_written_where_it_differs_by_rounding_only(exported: Any) -> None:
    measured = json.loads((exported.directory / "export.json").read_text(encoding="utf-8"))["measured"]

    assert measured["f1_after"] == measured["f1_before"] == 1.0
    assert 0 < measured["largest_difference"] < 1e-2


def test_articles_that_the_model_was_trained_on_show_no_loss(
    bert: Any, source: Path, tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    seen = frozenset(fingerprint(document.text) for document in read_jsonl(bert.data))
    save_settings(source, replace(load_settings(source), trained_on=seen), "0.1.0")

    outcome = solieu("export", source, tmp_path / "out", "--data", bert.data)

    assert outcome.status == 2
    assert "the model was trained on, or chosen by, every one of these articles" in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (None, "no article has an entity, so nothing would show a loss; give annotated articles"),
        ("FRUIT", "has the label 'FRUIT', which is not among"),
    ],
)
def test_articles_that_measure_nothing_are_refused(
    bert: Any, tmp_path: Path, solieu: Callable[..., Any], span: str | None, message: str
) -> None:
    spans = () if span is None else (Span(0, 4, span),)
    write_jsonl([Document("Công an tỉnh", spans, "1")], tmp_path / "data.jsonl")

    outcome = solieu("export", bert.source, tmp_path / "out", "--data", tmp_path / "data.jsonl")

    assert outcome.status == 2
    assert message in outcome.err


def test_what_is_there_already_is_not_replaced(bert: Any, tmp_path: Path, solieu: Callable[..., Any]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a", encoding="utf-8")
    shutil.copytree(bert.directory, tmp_path / "out")

    for out, words, message in (
        ("out", [], "holds an exported model; give another directory, or --overwrite to replace it"),
        ("letters", ["--overwrite"], "is not empty, and what it holds is no exported model"),
        ("letters/a.txt", ["--overwrite"], "is a file; give the name of a new directory"),
        ("nowhere/out", [], "cannot be written (No such file or directory)"),
    ):
        outcome = solieu("export", bert.source, tmp_path / out, "--data", bert.data, *words)
        assert outcome.status == 2
        assert message in outcome.err


def test_an_exported_model_is_neither_exported_again_nor_published(
    bert: Any, tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    again = solieu("export", bert.directory, tmp_path / "out", "--data", bert.data)
    published = solieu("push", bert.directory, "someone/something", "--dry-run")

    assert (again.status, published.status) == (2, 2)
    assert "is an exported model; give the directory that `solieu train` wrote" in again.err
    assert "is an exported model; publish the one that `solieu train` wrote" in published.err


def test_what_the_export_needs_is_named(
    bert: Any, tmp_path: Path, solieu: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)  # as where it is not installed

    outcome = solieu("export", bert.source, tmp_path / "out", "--data", bert.data)

    assert outcome.status == 2
    assert "needs onnxscript: install what is missing with `pip install 'solieu[onnx]'`" in outcome.err
