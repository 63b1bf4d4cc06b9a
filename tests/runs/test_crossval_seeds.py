"""Cross validation with several seeds: each in a directory of its own, and their mean."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from solieu.annotation import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.crossval import crossval, crossval_seeds

QUIET = Console(quiet=True)


@pytest.fixture
def config(tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    return settings(tmp_path / "cv", data=DataConfig((corpus.train,)), epochs=3)


def names(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_each_seed_gives_what_a_cross_validation_with_it_alone_gives(tmp_path: Path, config: TrainingConfig) -> None:
    crossval_seeds(config, [1, 5], QUIET, folds=2)
    for seed in (1, 5):
        crossval(replace(config, seed=seed, output=str(tmp_path / f"alone-{seed}")), QUIET, folds=2)

    for seed in (1, 5):
        alone, together = tmp_path / f"alone-{seed}", tmp_path / "cv" / f"seed-{seed}"
        assert names(together) == names(alone) - {"crossval.yaml"}
        for name in names(together):
            assert (together / name).read_bytes() == (alone / name).read_bytes()
    first, second = (list(read_jsonl(tmp_path / "cv" / f"seed-{seed}" / "predictions.jsonl")) for seed in (1, 5))
    assert [document.id for document in first] == [document.id for document in second]
    assert first != second


def test_the_scores_of_each_and_their_mean_are_written(tmp_path: Path, config: TrainingConfig) -> None:
    result = crossval_seeds(config, [1, 2, 3], QUIET, folds=2)

    content = json.loads((tmp_path / "cv" / "seeds.json").read_text(encoding="utf-8"))
    assert content == result.as_dict()
    f1s = [content["seeds"][seed]["strict"]["micro"]["f1"] for seed in ("1", "2", "3")]
    micro = content["mean"]["micro"]
    assert micro["f1"] == pytest.approx(sum(f1s) / 3, abs=1e-6)
    assert (micro["lowest"], micro["highest"]) == (min(f1s), max(f1s))
    assert micro["interval"][0] <= micro["f1"] <= micro["interval"][1]
    assert content["interval"].startswith("95 %, percentile bootstrap over articles of the mean over seeds")
    assert content["seeds"]["2"] == json.loads((tmp_path / "cv" / "seed-2" / "evaluation.json").read_text("utf-8"))


def test_what_was_begun_goes_on_where_it_stopped_and_seeds_may_be_added(tmp_path: Path, config: TrainingConfig) -> None:
    crossval_seeds(config, [1, 2], QUIET, folds=2)
    (tmp_path / "cv" / "seed-2" / "fold-1.jsonl").unlink()
    screen = StringIO()

    result = crossval_seeds(config, [1, 2, 3], Console(file=screen), folds=2)

    begun = {line.split(": epoch")[0] for line in screen.getvalue().splitlines() if ": epoch" in line}
    assert begun == {"seed 2, fold 1 of 2", "seed 3, fold 1 of 2", "seed 3, fold 2 of 2"}
    assert list(result.seeds) == [1, 2, 3]


def test_one_seed_and_several_do_not_mix_in_a_directory(config: TrainingConfig) -> None:
    crossval(replace(config, epochs=1), QUIET, folds=2)

    with pytest.raises(SolieuError, match="holds a run with one seed; give another output="):
        crossval_seeds(replace(config, epochs=1), [1, 2], QUIET, folds=2)
    crossval_seeds(replace(config, epochs=1), [1, 2], QUIET, folds=2, overwrite=True)
    assert "fold-1.jsonl" not in names(Path(config.output))


class TestTheCommand:
    def test_shows_each_seed_and_the_mean(self, solieu: Callable[..., Any], config_file: Path, tmp_path: Path) -> None:
        outcome = solieu("crossval", config_file, "epochs=1", "--folds", 2, "--seeds", "1,2", "--jobs", 1)

        assert (outcome.status, outcome.err) == (0, "")
        assert "strict, micro; 16 articles" in outcome.out
        assert "F1 over 2 seeds" in outcome.out
        assert "the intervals draw articles anew, the same for all seeds" in outcome.out
        assert (tmp_path / "run" / "seeds.json").exists()

    @pytest.mark.slow
    def test_with_one_seed_is_as_without_the_option(
        self, solieu: Callable[..., Any], config_file: Path, tmp_path: Path
    ) -> None:
        outcome = solieu("crossval", config_file, "epochs=1", "--folds", 2, "--seeds", "7", "--jobs", "auto")

        assert (outcome.status, outcome.err) == (0, "")
        assert "2 trainings, " in outcome.out
        assert names(tmp_path / "run") >= {"crossval.yaml", "fold-1.jsonl", "evaluation.json"}
        assert "\nseed: 7\n" in (tmp_path / "run" / "crossval.yaml").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("option", "value", "sentence"),
        [
            ("--seeds", "1,1", "--seeds must be different numbers"),
            ("--jobs", "most", "--jobs must be a whole number or auto"),
            ("--jobs", "0", "--jobs must be at least 1"),
            ("--group", "outlet", "no article has this metadata field"),
        ],
    )
    def test_refuses_mistakes_in_one_sentence(
        self, solieu: Callable[..., Any], config_file: Path, option: str, value: str, sentence: str
    ) -> None:
        outcome = solieu("crossval", config_file, "--folds", 2, option, value)

        assert outcome.status == 2
        assert outcome.err.count("\n") == 1
        assert sentence in outcome.err
