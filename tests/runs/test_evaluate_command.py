"""`solieu evaluate`: what it keeps beside the scores."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation.jsonl import read_jsonl
from solieu.models.loading import load_tagger


def test_what_was_predicted_is_kept(solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path) -> None:
    outcome = solieu("evaluate", "--model", run, "--data", corpus.test, "--predictions", tmp_path / "said.jsonl")

    assert outcome.status == 0, outcome.err
    gold, predicted = list(read_jsonl(corpus.test)), list(read_jsonl(tmp_path / "said.jsonl"))
    assert [(document.id, document.text) for document in predicted] == [(doc.id, doc.text) for doc in gold]
    spans = load_tagger(str(run))[0].predict([document.text for document in gold])
    assert [[(span.start, span.end, span.label) for span in document.spans] for document in predicted] == [
        [(span.start, span.end, span.label) for span in found] for found in spans
    ]
    assert all(span.score is not None for document in predicted for span in document.spans)


def test_a_report_shows_baselines_that_have_learned_from_the_same_articles(
    solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
) -> None:
    outcome = solieu(
        *("evaluate", "--model", run, "--data", corpus.test),
        *("--report", tmp_path / "report.html", "--train", corpus.train),
    )

    assert outcome.status == 0, outcome.err
    assert f"the report is in {tmp_path / 'report.html'} and {tmp_path / 'report.md'}" in outcome.out
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "F1, string-match" in page
    assert "F1, feature-crf" in page
    assert 'id="novelty"' in page


def test_a_report_without_training_articles_has_no_baselines(
    solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
) -> None:
    solieu("evaluate", "--model", run, "--data", corpus.test, "--report", tmp_path / "report.html")

    assert "F1, string-match" not in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--train", "TRAIN"], "--train is for the report: give --report FILE.html as well"),
        (["--report", "report.txt"], "report.txt: a report is an HTML file; give a name that ends in .html"),
        (["--report", "OUT", "--train", "TEST"], "--train: 16 of the articles are also to be predicted"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_writes_nothing(
    solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path, words: list[str], message: str
) -> None:
    names = {"TRAIN": corpus.train, "TEST": corpus.test, "OUT": tmp_path / "report.html"}

    outcome = solieu("evaluate", "--model", run, "--data", corpus.test, *(names.get(word, word) for word in words))

    assert outcome.status == 2
    assert message in outcome.err
    assert not list(tmp_path.iterdir())
