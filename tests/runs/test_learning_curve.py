"""The learning curve: models of more and more articles, measured on the same ones."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from solieu.annotation import Document, SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.evaluation import predict
from solieu.training.fit import fit
from solieu.training.learning_curve import learning_curve
from solieu.training.subsets import UpdatePace, nested_subset

QUIET = Console(quiet=True)


@pytest.fixture
def config(tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    data = DataConfig((corpus.train,), evaluate=(corpus.test,))
    return settings(tmp_path / "curve", data=data, epochs=2, batch_subwords=32)


def read(directory: Path) -> Any:
    return json.loads((directory / "learning-curve.json").read_text(encoding="utf-8"))


class TestTheSetsOfArticles:
    @given(st.lists(st.text(max_size=3), min_size=1, max_size=30), st.integers(0, 9), st.data())
    def test_a_smaller_one_lies_within_a_larger_one(self, ids: list[str], seed: int, data: st.DataObject) -> None:
        documents = [Document(f"Bài {number}", id=name) for number, name in enumerate(ids)]
        small, large = sorted(data.draw(st.tuples(*[st.integers(1, len(ids))] * 2)))

        one, other = nested_subset(documents, small, seed), nested_subset(documents, large, seed)

        assert (len(one), len(other)) == (small, large)
        assert {document.text for document in one} <= {document.text for document in other}
        assert nested_subset(documents, len(ids), seed) == documents

    def test_another_seed_chooses_others(self, articles: list[Document]) -> None:
        chosen = {tuple(document.id for document in nested_subset(articles, 5, seed)) for seed in range(10)}

        assert len(chosen) == 10

    def test_the_choice_does_not_depend_on_the_other_articles(self, articles: list[Document]) -> None:
        chosen = nested_subset(articles, 8, 1)

        assert nested_subset(chosen[:1] + chosen[1:], 8, 1) == chosen
        assert set(nested_subset(articles[::2], 4, 1)) <= set(articles[::2])


class TestTheUpdates:
    def test_are_about_as_many_on_few_articles_as_on_all(self, config: TrainingConfig) -> None:
        documents = read_corpora(config.data).train
        pace = UpdatePace(config, documents)
        updates = []
        for size in (2, 4, 8, 16):
            subset = documents[:size]
            updates.append(pace.stretched(subset).epochs * pace.updates(subset))

        assert max(updates) - min(updates) <= 0.1 * max(updates)
        assert pace.stretched(documents) == config

    def test_are_those_that_the_training_makes(self, tmp_path: Path, config: TrainingConfig) -> None:
        corpora = read_corpora(config.data)
        accumulating = replace(config, gradient_accumulation=2)
        shown = StringIO()

        fit(accumulating, corpora, tmp_path / "scratch", Console(file=shown, force_terminal=True, width=200), "run")

        updates = 2 * UpdatePace(accumulating, corpora.train).updates(corpora.train)
        assert f"{updates}/{updates}" in shown.getvalue()

    def test_patience_grows_with_the_epochs(self, config: TrainingConfig) -> None:
        documents = read_corpora(config.data).train
        pace = UpdatePace(replace(config, patience=2), documents)

        few = pace.stretched(documents[:4])

        assert few.epochs > 2
        assert few.patience == few.epochs


def test_each_model_is_trained_on_its_set_and_measured_on_the_evaluation_articles(
    tmp_path: Path, config: TrainingConfig
) -> None:
    learning_curve(config, [4, "all"], [3], QUIET)

    corpora = read_corpora(config.data)
    few = nested_subset(corpora.train, 4, 3)
    own = replace(UpdatePace(config, corpora.train).stretched(few), seed=3)
    fitted = fit(own, replace(corpora, train=few), tmp_path / "scratch", QUIET, "")
    predicted = read_jsonl(tmp_path / "curve" / "seed-3" / "articles-4.jsonl")
    for document, expected in zip(predicted, predict(fitted.tagger, corpora.evaluate), strict=True):
        assert [(span.start, span.end, span.label) for span in document.spans] == [
            (span.start, span.end, span.label) for span in expected.spans
        ]
    assert {path.name for path in (tmp_path / "curve").rglob("*") if path.is_file()} == {
        *("learning-curve.yaml", "learning-curve.json", "articles-4.jsonl", "articles-16.jsonl")
    }


def test_the_scores_of_every_point_are_written(tmp_path: Path, config: TrainingConfig) -> None:
    curve = learning_curve(config, ["all", 2, 8], [1, 2], QUIET)

    content = read(tmp_path / "curve")
    assert content == curve.as_dict()
    assert [point["articles"] for point in content["points"]] == [2, 8, 16]
    point = content["points"][1]
    assert [point["seeds"][seed]["spans"] for seed in ("1", "2")] == [24, 24]
    assert point["seeds"]["1"]["documents"] == 16
    f1s = [point["seeds"][seed]["strict"]["micro"]["f1"] for seed in ("1", "2")]
    assert point["mean"]["micro"]["f1"] == pytest.approx(sum(f1s) / 2, abs=1e-6)
    assert point["mean"]["micro"]["interval"] is not None
    assert set(point["mean"]["labels"]) >= {"PERSON", "RANK", "LOC"}
    assert point["mean"]["labels"]["LOC"].keys() == {"f1", "lowest", "highest", "interval"}
    assert content["same"] == "updates"
    assert point["seeds"]["1"]["updates"] == pytest.approx(content["points"][2]["seeds"]["1"]["updates"], rel=0.2)


def test_three_sizes_give_no_estimate_of_what_more_would_give(tmp_path: Path, config: TrainingConfig) -> None:
    learning_curve(replace(config, epochs=1), [2, 4, 8], [1], QUIET, same_epochs=True)

    content = read(tmp_path / "curve")
    assert content["estimate"] is None
    assert content["no_estimate_because"] == "a power law needs at least 4 sizes, and there are 3"


def test_with_the_same_epochs_fewer_articles_are_learnt_from_less_often(tmp_path: Path, config: TrainingConfig) -> None:
    learning_curve(config, [4, "all"], [1], QUIET, same_epochs=True)

    small, large = (point["seeds"]["1"] for point in read(tmp_path / "curve")["points"])
    assert (small["epochs"], large["epochs"]) == (2, 2)
    assert small["updates"] < large["updates"]


def test_the_development_articles_are_the_same_for_every_size(tmp_path: Path, config: TrainingConfig) -> None:
    data = replace(config.data, dev=0.3)
    corpora = read_corpora(data)
    screen = StringIO()

    learning_curve(replace(config, data=data, epochs=1), [2, "all"], [1], Console(file=screen), same_epochs=True)

    assert f", {len(corpora.dev)} for development, 16 for evaluation" in screen.getvalue()
    numbers = [point["articles"] for point in read(tmp_path / "curve")["points"]]
    assert numbers == [2, 16 - len(corpora.dev)]
    assert "F1 0." in next(line for line in screen.getvalue().splitlines() if "seed 1, 2 articles: epoch 1" in line)


def test_it_goes_on_where_it_stopped_and_sizes_and_seeds_may_be_added(tmp_path: Path, config: TrainingConfig) -> None:
    short = replace(config, epochs=1)
    learning_curve(short, [2, 4], [1], QUIET, same_epochs=True)
    (tmp_path / "curve" / "seed-1" / "articles-4.jsonl").unlink()
    screen = StringIO()

    learning_curve(short, [2, 4, 8], [1, 2], Console(file=screen), same_epochs=True)

    begun = [line.split(": epoch")[0] for line in screen.getvalue().splitlines() if ": epoch" in line]
    assert sorted(begun) == [
        *("seed 1, 4 articles", "seed 1, 8 articles"),
        *(f"seed 2, {size} articles" for size in (2, 4, 8)),
    ]
    assert [point["articles"] for point in read(tmp_path / "curve")["points"]] == [2, 4, 8]


def test_what_was_begun_with_other_settings_or_data_is_not_gone_on_with(
    tmp_path: Path, corpus: Any, config: TrainingConfig
) -> None:
    write_jsonl(read_jsonl(corpus.train), tmp_path / "train.jsonl")
    short = replace(config, epochs=1, data=replace(config.data, train=(str(tmp_path / "train.jsonl"),)))
    learning_curve(short, [2], [1], QUIET, same_epochs=True)

    with pytest.raises(SolieuError, match=r"holds a run with other settings \(same_epochs was True\)"):
        learning_curve(short, [2], [1], QUIET)
    with pytest.raises(SolieuError, match=r"with other settings \(epochs was 1\); give another output="):
        learning_curve(replace(short, epochs=2), [2], [1], QUIET, same_epochs=True)
    write_jsonl(list(read_jsonl(corpus.train))[1:], tmp_path / "train.jsonl")
    with pytest.raises(SolieuError, match=r"holds a run that has read another .*train\.jsonl"):
        learning_curve(short, [2], [1], QUIET, same_epochs=True)


def test_sizes_that_there_are_no_articles_for_are_left_out(tmp_path: Path, config: TrainingConfig) -> None:
    screen = StringIO()

    learning_curve(replace(config, epochs=1), [2, 25, 50], [1], Console(file=screen), same_epochs=True)

    assert "left out, because there are 16 articles: 25, 50" in screen.getvalue().splitlines()
    assert [point["articles"] for point in read(tmp_path / "curve")["points"]] == [2]
    with pytest.raises(SolieuError, match="--sizes: all are larger than the 16 articles to train on"):
        learning_curve(config, [25], [1], QUIET)


def test_what_would_make_it_meaningless_is_refused(
    tmp_path: Path, corpus: Any, run: Path, articles: list[Document], config: TrainingConfig
) -> None:
    with pytest.raises(SolieuError, match=r"needs articles in data\.evaluate that are not in data\.train"):
        learning_curve(replace(config, data=replace(config.data, evaluate=())), [2], [1], QUIET)
    with pytest.raises(SolieuError, match="was itself trained on some of these articles"):
        learning_curve(replace(config, encoder=str(run)), [2], [1], QUIET)
    bare = [replace(document, spans=()) for document in articles[1:9]]
    write_jsonl([*bare, articles[0]], tmp_path / "bare.jsonl")
    with pytest.raises(SolieuError, match=r"--sizes 1: with seed . none of the 1 articles has a span"):
        learning_curve(
            replace(config, data=DataConfig((str(tmp_path / "bare.jsonl"),), evaluate=(corpus.test,))),
            *([1], [1, 2, 3], QUIET),
        )
    assert not (tmp_path / "curve").exists()


@pytest.mark.slow
def test_several_trainings_at_a_time_give_the_same(tmp_path: Path, config: TrainingConfig) -> None:
    learning_curve(config, [4], [1, 2], QUIET)
    learning_curve(replace(config, output=str(tmp_path / "two")), [4], [1, 2], QUIET, jobs=2)

    assert (tmp_path / "two" / "learning-curve.json").read_bytes() == (
        tmp_path / "curve" / "learning-curve.json"
    ).read_bytes()


def test_the_command_shows_the_curve(
    solieu: Callable[..., Any], config_file: Path, corpus: Any, tmp_path: Path
) -> None:
    words = ("learning-curve", config_file, f"data.evaluate={corpus.test}", "epochs=1", "--same-epochs")

    outcome = solieu(*words, "--sizes", "2,4,all", "--seeds", "1")

    assert (outcome.status, outcome.err) == (0, "")
    assert "strict micro-F1, mean of 1 seed" in outcome.out
    assert "F1 by label" in outcome.out
    assert "no estimate of what more articles would give: a power law needs at least 4 sizes" in outcome.out
    assert outcome.out.splitlines()[-1] == f"scores and predictions are in {tmp_path / 'run'}"
