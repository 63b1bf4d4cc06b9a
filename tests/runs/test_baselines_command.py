"""`solieu baselines`: the scores that a model must beat."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl


def test_scores_stand_beside_each_other(solieu: Callable[..., Any], corpus: Any) -> None:
    outcome = solieu("baselines", "--train", corpus.train, "--train", corpus.dev, "--data", corpus.test)

    assert outcome.status == 0
    for words in ("strict: same start, end and label; 16 articles", "string-match", "feature-crf", "PERSON", "micro"):
        assert words in outcome.out
    assert "…" not in outcome.out


def test_intervals_that_mislead_are_marked(solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
    write_jsonl(list(read_jsonl(corpus.test))[:1], tmp_path / "one.jsonl")

    outcome = solieu("baselines", "--train", corpus.train, "--data", tmp_path / "one.jsonl")

    assert "–¹" in outcome.out
    assert "¹ no interval: in fewer than two articles" in outcome.out


def test_predictions_and_scores_are_written(solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
    solieu("baselines", "--train", corpus.train, "--data", corpus.test, "--out", tmp_path / "new" / "baselines")

    directory = tmp_path / "new" / "baselines"
    assert {path.name for path in directory.iterdir()} == {"scores.json", "string-match.jsonl", "feature-crf.jsonl"}
    scores = json.loads((directory / "scores.json").read_text())
    assert set(scores) == {"string-match", "feature-crf"}
    assert scores["feature-crf"]["micro"]["gold"] == 48
    predicted = list(read_jsonl(directory / "feature-crf.jsonl"))
    assert [document.id for document in predicted] == [document.id for document in read_jsonl(corpus.test)]


def test_articles_that_are_learned_from_are_not_scored(solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
    outcome = solieu("baselines", "--train", corpus.train, "--data", corpus.train)
    assert outcome.status == 2
    assert "every article is among those to learn from" in outcome.err

    mixed = tmp_path / "mixed.jsonl"
    write_jsonl([*read_jsonl(corpus.train), *read_jsonl(corpus.test)], mixed)
    assert (
        "left out, because they are learned from: 16 of 32"
        in solieu("baselines", "--train", corpus.train, "--data", mixed).out
    )


def test_a_label_that_is_not_in_the_schema_is_refused(solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
    write_jsonl([Document("Công an", (Span(0, 7, "UNIT"),), "x")], tmp_path / "other.jsonl")

    outcome = solieu("baselines", "--train", corpus.train, "--data", tmp_path / "other.jsonl")

    assert outcome.status == 2
    assert "has the label 'UNIT'" in outcome.err
    assert "correct the data, or give a label file with --labels" in outcome.err


def test_an_output_that_cannot_be_made_is_refused(solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    outcome = solieu("baselines", "--train", corpus.train, "--data", corpus.test, "--out", tmp_path / "file" / "out")

    assert outcome.status == 2
    assert "give another --out" in outcome.err
