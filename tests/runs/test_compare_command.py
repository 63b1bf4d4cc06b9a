"""`solieu compare`: files in, a table and a verdict out, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.jsonl import write_jsonl

Command = Callable[..., Any]


@pytest.fixture
def gold(tmp_path: Path, articles: list[Document]) -> Path:
    write_jsonl(articles[:12], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.fixture
def worse(tmp_path: Path, articles: list[Document]) -> Path:
    """Predictions without places."""
    spans = [[span for span in document.spans if span.label != "LOC"] for document in articles[:12]]
    write_jsonl([d.with_spans(found) for d, found in zip(articles[:12], spans, strict=True)], tmp_path / "worse.jsonl")
    return tmp_path / "worse.jsonl"


@pytest.fixture
def better(tmp_path: Path, articles: list[Document]) -> Path:
    """All that is annotated, in another order, in a directory as that of a cross validation."""
    (tmp_path / "crossval").mkdir()
    write_jsonl(reversed(articles[:12]), tmp_path / "crossval" / "predictions.jsonl")
    return tmp_path / "crossval"


def test_it_shows_both_systems_by_label_and_says_which_is_better(
    solieu: Command, gold: Path, worse: Path, better: Path
) -> None:
    done = solieu("compare", worse, better, "--gold", gold)

    assert (done.status, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["A:", str(worse)] in rows
    assert ["LOC", "0.000", "1.000", "+1.000", "1.000", "to", "1.000²", "<.001", "<.001", "0.002", "–"] in rows
    assert ["RANK", "1.000", "1.000", "+0.000", "0.000", "to", "0.000²", "1.000", "1.000", "1.000", "–"] in rows
    assert "…" not in done.out
    assert rows[-1][:6] == ["B", "is", "better", "than", "A:", "B's"]
    assert done.out.endswith("By label, B is better on LOC.\n")


def test_everything_is_written_as_json(solieu: Command, gold: Path, worse: Path, better: Path, tmp_path: Path) -> None:
    options = ["--scheme", "partial", "--resamples", "50", "--seed", "3", "--json", tmp_path / "comparison.json"]
    done = solieu("compare", worse, better, "--gold", gold, *options)

    written = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert (written["a"], written["b"], written["gold"]) == (str(worse), str(better), [str(gold)])
    assert (written["scheme"], written["resamples"], written["seed"]) == ("partial", 50, 3)
    assert written["labels"]["LOC"]["p"] == pytest.approx(1 / 51, abs=1e-6)
    assert done.out.endswith(written["verdict"] + "\n")


def test_annotated_articles_may_stand_in_several_files(
    solieu: Command, articles: list[Document], worse: Path, better: Path, tmp_path: Path
) -> None:
    write_jsonl(articles[:5], tmp_path / "one.jsonl")
    write_jsonl(articles[5:12], tmp_path / "two.jsonl")

    done = solieu("compare", worse, better, "--gold", tmp_path / "one.jsonl", "--gold", tmp_path / "two.jsonl")

    assert "12 articles" in done.out


class TestRefused:
    @pytest.fixture
    def refusal(self, solieu: Command, gold: Path, worse: Path, tmp_path: Path) -> Callable[..., str]:
        """Compares documents as the second system and returns the one sentence that says why not."""

        def call(documents: list[Document], *options: object) -> str:
            write_jsonl(documents, tmp_path / "b.jsonl")
            done = solieu("compare", worse, tmp_path / "b.jsonl", "--gold", gold, *options)
            assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
            return str(done.err)

        return call

    def test_are_predictions_that_lack_an_article(self, refusal: Callable[..., str], articles: list[Document]) -> None:
        assert "b.jsonl: has no prediction for 'a10' and 1 more of the annotated articles" in refusal(articles[:10])

    def test_are_predictions_of_other_articles(self, refusal: Callable[..., str], articles: list[Document]) -> None:
        assert "b.jsonl: predicts 'a12' not in the annotated files" in refusal(articles[:13])

    def test_are_predictions_of_another_text(self, refusal: Callable[..., str], articles: list[Document]) -> None:
        changed = [replace(articles[0], text=articles[0].text + " "), *articles[1:12]]

        assert "b.jsonl: the text of the article 'a0' is not that of the annotated one" in refusal(changed)

    def test_is_an_article_that_is_annotated_twice(
        self, refusal: Callable[..., str], articles: list[Document], tmp_path: Path
    ) -> None:
        write_jsonl(articles[:1], tmp_path / "again.jsonl")

        message = refusal(articles[:12], "--gold", tmp_path / "again.jsonl")

        assert "again.jsonl: the article 'a0' stands in" in message

    def test_is_a_scheme_that_there_is_not(self, refusal: Callable[..., str], articles: list[Document]) -> None:
        assert "no scoring scheme 'loose'" in refusal(articles[:12], "--scheme", "loose")

    def test_is_a_directory_without_predictions(self, solieu: Command, gold: Path, worse: Path, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()

        done = solieu("compare", worse, tmp_path / "empty", "--gold", gold)

        assert done.status == 2
        assert "empty: holds no predictions.jsonl; give a directory that `solieu crossval` wrote" in done.err

    def test_is_a_path_where_nothing_is(self, solieu: Command, gold: Path, worse: Path, tmp_path: Path) -> None:
        done = solieu("compare", worse, tmp_path / "nothing", "--gold", gold)

        assert done.status == 2
        assert "nothing: does not exist; give a JSONL file of predictions, or a directory" in done.err
