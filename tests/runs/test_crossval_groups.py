"""Cross validation with groups: articles of one outlet, province or topic are held out together."""

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
from solieu.training.crossval import crossval

QUIET = Console(quiet=True)


@pytest.fixture
def config(tmp_path: Path, articles: list[Document], settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    """Twelve articles of three outlets, two of them without any."""
    documents = [
        replace(document, meta={"outlet": f"Báo {number % 3}"} if number < 10 else {})
        for number, document in enumerate(articles[:12])
    ]
    write_jsonl(documents, tmp_path / "outlets.jsonl")
    return settings(tmp_path / "cv", data=DataConfig((str(tmp_path / "outlets.jsonl"),)), epochs=1)


def test_no_outlet_is_in_two_folds(tmp_path: Path, config: TrainingConfig) -> None:
    crossval(config, QUIET, folds=3, group="outlet")

    folds = [list(read_jsonl(tmp_path / "cv" / f"fold-{number}.jsonl")) for number in (1, 2, 3)]
    outlets = [{document.meta["outlet"] for document in fold if document.meta} for fold in folds]
    assert sum(map(len, outlets)) == 3
    assert sorted(map(len, folds)) == [4, 4, 4]


def test_the_groups_are_announced_and_the_interval_that_draws_them_is_given(
    tmp_path: Path, config: TrainingConfig
) -> None:
    screen = StringIO()

    evaluation = crossval(config, Console(file=screen), folds=2, group="outlet")

    line = "12 articles in 5 groups by 'outlet'; 2 of them without 'outlet', each by itself"
    assert line in screen.getvalue().splitlines()
    (warning,) = json.loads((tmp_path / "cv" / "evaluation.json").read_text(encoding="utf-8"))["warnings"]
    assert (warning,) == evaluation.warnings
    assert "intervals that draw articles are too narrow; for the micro-F1, drawing groups, it is 0." in warning


def test_another_group_is_another_cross_validation(config: TrainingConfig) -> None:
    crossval(config, QUIET, folds=2)

    with pytest.raises(SolieuError, match=r"holds a run with other settings \(group was not given\)"):
        crossval(config, QUIET, folds=2, group="outlet")


def test_evaluation_articles_of_a_group_are_held_out_together(
    tmp_path: Path, corpus: Any, config: TrainingConfig
) -> None:
    grouped = replace(config, data=DataConfig((corpus.test,), evaluate=config.data.train))
    screen = StringIO()

    crossval(grouped, Console(file=screen), group="outlet")

    # Those of the first outlet are in data.train.
    folds = [{d.meta.get("outlet") for d in read_jsonl(path)} for path in sorted((tmp_path / "cv").glob("fold-*"))]
    assert folds == [{"Báo 1"}, {"Báo 2"}, {None}, {None}]
    assert "8 articles in 4 groups by 'outlet'; 2 of them without 'outlet', each by itself" in screen.getvalue()
    assert "fold 1 of 4, 3 articles: strict micro-F1 " in screen.getvalue()
