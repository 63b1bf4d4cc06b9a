"""Cross validation: every article predicted by a model that has not seen it."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from solieu.annotation import Document, SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.crossval import crossval
from solieu.training.evaluation import predict
from solieu.training.fit import fit

QUIET = Console(quiet=True)


@pytest.fixture
def config(
    tmp_path: Path, corpus: Any, articles: list[Document], settings: Callable[..., TrainingConfig]
) -> TrainingConfig:
    """Three articles to leave out, and sixteen that are in every training."""
    write_jsonl(articles[0:9:3], tmp_path / "folds.jsonl")
    data = DataConfig((corpus.train,), evaluate=(str(tmp_path / "folds.jsonl"),))
    return settings(tmp_path / "cv", data=data, epochs=4)


def test_each_article_is_predicted_by_a_model_trained_on_all_others(tmp_path: Path, config: TrainingConfig) -> None:
    crossval(config, QUIET)

    corpora = read_corpora(config.data)
    predictions = list(read_jsonl(tmp_path / "cv" / "predictions.jsonl"))
    assert [document.id for document in predictions] == [document.id for document in corpora.evaluate]
    for left_out, prediction in zip(corpora.evaluate, predictions, strict=True):
        others = [document for document in corpora.evaluate if document is not left_out]
        fitted = fit(config, replace(corpora, train=[*corpora.train, *others]), tmp_path / "scratch", QUIET, "")
        (expected,) = predict(fitted.tagger, [left_out])
        assert [(span.start, span.end, span.label) for span in prediction.spans] == [
            (span.start, span.end, span.label) for span in expected.spans
        ]


def test_an_article_s_copies_are_left_out_with_it(tmp_path: Path, config: TrainingConfig) -> None:
    documents = list(read_jsonl(config.data.evaluate[0]))
    copy = Document(f" {documents[0].text}", (), "copy")
    write_jsonl([*documents[:2], copy], tmp_path / "folds.jsonl")
    write_jsonl(documents[:2], tmp_path / "single.jsonl")

    crossval(config, QUIET)
    single = replace(
        config,
        data=replace(config.data, evaluate=(str(tmp_path / "single.jsonl"),)),
        output=str(tmp_path / "single"),
    )
    crossval(single, QUIET)

    with_copy, without_copy = (next(read_jsonl(tmp_path / name / "predictions.jsonl")) for name in ("cv", "single"))
    assert with_copy == without_copy


def test_the_scores_are_those_of_all_articles_together(tmp_path: Path, config: TrainingConfig) -> None:
    evaluation = crossval(config, QUIET)

    content = json.loads((tmp_path / "cv" / "evaluation.json").read_text(encoding="utf-8"))
    assert content == evaluation.as_dict()
    assert evaluation.documents == 3
    assert evaluation.strict.micro.gold == 9


def test_it_says_what_it_does(config: TrainingConfig) -> None:
    screen = StringIO()

    crossval(replace(config, epochs=1), Console(file=screen))

    lines = screen.getvalue().splitlines()
    assert lines[0] == "16 articles with 48 spans to train on, 0 for development, 3 for evaluation"
    assert lines[1].startswith("fold 1 of 3: epoch 1 of 1: loss ")
    assert lines[2].startswith("fold 1 of 3, a0: strict micro-F1 0.")
    assert len(lines) == 7


def test_what_was_begun_goes_on_where_it_stopped(tmp_path: Path, config: TrainingConfig) -> None:
    crossval(config, QUIET)
    before = {path.name: path.read_bytes() for path in (tmp_path / "cv").iterdir()}
    (tmp_path / "cv" / "fold-2.jsonl").unlink()
    screen = StringIO()

    crossval(config, Console(file=screen))

    assert {path.name: path.read_bytes() for path in (tmp_path / "cv").iterdir()} == before
    assert "fold 2 of 3: epoch" in screen.getvalue()
    assert "fold 1 of 3: epoch" not in screen.getvalue()


def test_what_was_begun_with_other_settings_or_data_is_not_gone_on_with(
    tmp_path: Path, config: TrainingConfig, articles: list[Document]
) -> None:
    crossval(replace(config, epochs=1), QUIET)

    with pytest.raises(SolieuError, match="holds a run"):
        crossval(replace(config, epochs=2), QUIET)
    write_jsonl(articles[9:18:3], tmp_path / "folds.jsonl")
    with pytest.raises(SolieuError, match="holds a run"):
        crossval(replace(config, epochs=1), QUIET)

    assert crossval(replace(config, epochs=1), QUIET, overwrite=True).documents == 3


def test_nothing_but_the_results_stays(tmp_path: Path, config: TrainingConfig) -> None:
    crossval(replace(config, data=replace(config.data, dev=0.3), epochs=1), QUIET)

    assert {path.name for path in (tmp_path / "cv").iterdir()} == {
        *("crossval.yaml", "evaluation.json", "predictions.jsonl"),
        *("fold-1.jsonl", "fold-2.jsonl", "fold-3.jsonl"),
    }


def test_fewer_than_two_articles_are_refused(tmp_path: Path, config: TrainingConfig, articles: list[Document]) -> None:
    write_jsonl(articles[:1], tmp_path / "folds.jsonl")
    with pytest.raises(SolieuError, match=r"needs at least two articles in data\.evaluate .* but there is one"):
        crossval(config, QUIET)

    with pytest.raises(SolieuError, match="but there are none"):
        crossval(replace(config, data=replace(config.data, evaluate=config.data.train)), QUIET)
    assert not (tmp_path / "cv").exists()


def test_an_encoder_that_has_seen_an_article_to_leave_out_is_refused(
    tmp_path: Path, run: Path, corpus: Any, config: TrainingConfig
) -> None:
    data = DataConfig((corpus.test,), evaluate=(corpus.dev,))

    with pytest.raises(SolieuError, match="was itself trained on articles that are to be held out"):
        crossval(replace(config, encoder=str(run), data=data), QUIET)
    assert not (tmp_path / "cv").exists()


def test_no_fold_at_a_time_is_refused(config: TrainingConfig) -> None:
    with pytest.raises(SolieuError, match="--jobs must be at least 1, but is 0"):
        crossval(config, QUIET, jobs=0)


@pytest.mark.slow
def test_several_folds_at_a_time_give_the_same(tmp_path: Path, config: TrainingConfig) -> None:
    crossval(config, QUIET)
    crossval(replace(config, output=str(tmp_path / "two")), QUIET, jobs=2)

    for name in ("predictions.jsonl", "evaluation.json"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "cv" / name).read_bytes()


class TestPartsOfTheTrainingArticles:
    def test_each_is_held_out_once_and_those_for_evaluation_are_not_touched(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        data = DataConfig((corpus.train,), evaluate=(corpus.test,))

        evaluation = crossval(settings(tmp_path / "parts", data=data, epochs=1), QUIET, folds=3)

        predicted = [document.id for document in read_jsonl(tmp_path / "parts" / "predictions.jsonl")]
        assert evaluation.documents == 16
        assert sorted(predicted) == sorted(document.id for document in read_jsonl(corpus.train))

    def test_copies_of_an_article_are_held_out_together(
        self, tmp_path: Path, articles: list[Document], settings: Callable[..., TrainingConfig]
    ) -> None:
        copies = [replace(document, id=f"copy-{document.id}") for document in articles[:6]]
        write_jsonl([*articles[:6], *copies], tmp_path / "twice.jsonl")
        data = DataConfig((str(tmp_path / "twice.jsonl"),))

        crossval(settings(tmp_path / "parts", data=data, epochs=1), QUIET, folds=2)

        for number in (1, 2):
            ids = [document.id for document in read_jsonl(tmp_path / "parts" / f"fold-{number}.jsonl")]
            assert {f"copy-{name}" for name in ids if name.startswith("a")} == {n for n in ids if n.startswith("copy")}

    @pytest.mark.parametrize("folds", [0, 1, 17])
    def test_too_few_or_too_many_are_refused(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], folds: int
    ) -> None:
        with pytest.raises(SolieuError, match=f"--folds must be from 2 to 16, .* but is {folds}"):
            crossval(settings(tmp_path / "parts"), QUIET, folds=folds)


def test_under_torchrun_it_is_refused(monkeypatch: pytest.MonkeyPatch, config: TrainingConfig) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")

    with pytest.raises(SolieuError, match="start it without torchrun, with --jobs"):
        crossval(config, QUIET)
