"""`solieu agreement`: what annotators see of their agreement."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import write_jsonl


@pytest.fixture
def files(tmp_path: Path, articles: list[Document]) -> list[Path]:
    """Three annotators' files: the second has other labels in the first article, the third has only two articles."""
    other = articles[0].with_spans(Span(span.start, span.end, "ORG") for span in articles[0].spans)
    versions = {"lan": articles[:4], "minh": [other, *articles[1:4]], "hoa": articles[:2]}
    for name, documents in versions.items():
        write_jsonl(documents, tmp_path / f"{name}.jsonl")
    return [tmp_path / f"{name}.jsonl" for name in versions]


def test_it_shows_measures_by_label_and_the_disagreements(solieu: Callable[..., Any], files: list[Path]) -> None:
    outcome = solieu("agreement", *files[:2])

    assert (outcome.status, outcome.err) == (0, "")
    assert "mức độ đồng thuận: lan, minh; 4 articles" in outcome.out
    for words in ("strict F1", "overlap F1", "kappa", "alpha", "PERSON", "tất cả"):
        assert words in outcome.out
    assert "disagreements / chỗ bất đồng: 3 (0 missing / thiếu, 0 bounds / khác ranh giới, 3 label" in outcome.out
    assert "a0 10-16 “Đại tá”  lan: RANK 10-16; minh: ORG 10-16" in outcome.out


def test_of_three_it_shows_each_two(solieu: Callable[..., Any], files: list[Path]) -> None:
    shown = solieu("agreement", *files).out

    assert "lan – minh, 4 articles: strict F1 0.750" in shown
    assert "lan – hoa, 2 articles: strict F1 1.000" in shown


def test_files_hold_all_figures_and_all_disagreements(
    solieu: Callable[..., Any], files: list[Path], tmp_path: Path
) -> None:
    solieu("agreement", *files[:2], "--json", tmp_path / "figures.json", "--list", tmp_path / "list.jsonl")

    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["together"]["overall"]["strict_f1"]["value"] == 0.75
    assert figures["together"]["labels"]["ORG"]["spans"] == [0, 3]
    assert figures["disagreements"] == {"stretches": 3, "missing": 0, "bounds": 0, "label": 3}
    lines = [json.loads(line) for line in (tmp_path / "list.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["kinds"] for line in lines] == [["label"]] * 3
    assert lines[0]["annotators"]["minh"] == [{"start": 10, "end": 16, "label": "ORG", "text": "Đại tá"}]


def test_labels_of_one_s_own_are_taken_from_a_label_file(solieu: Callable[..., Any], tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_jsonl([Document("Công an", (Span(0, 4, "UNIT"),), "x")], tmp_path / f"{name}.jsonl")
    (tmp_path / "labels.yaml").write_text("labels:\n  - name: UNIT\n")
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]

    assert "has the label 'UNIT'" in solieu("agreement", *files).err
    assert "UNIT" in solieu("agreement", *files, "--labels", tmp_path / "labels.yaml").out


@pytest.mark.parametrize(("number", "message"), [(1, "at least two annotators"), (0, "Missing argument")])
def test_too_few_files_are_refused(solieu: Callable[..., Any], files: list[Path], number: int, message: str) -> None:
    outcome = solieu("agreement", *files[:number])

    assert outcome.status == 2
    assert message in outcome.err


def test_a_text_that_would_move_the_cursor_is_shown_without(solieu: Callable[..., Any], tmp_path: Path) -> None:
    for name, label in (("a", "ORG"), ("b", "LOC")):
        write_jsonl([Document("Công\x1b[2J an\ud83d", (Span(0, 12, label),), "x")], tmp_path / f"{name}.jsonl")

    outcome = solieu("agreement", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--list", tmp_path / "list.jsonl")

    assert outcome.status == 0
    assert "\x1b" not in outcome.out
    assert json.loads((tmp_path / "list.jsonl").read_text())["text"] == "Công\x1b[2J an\ud83d"
