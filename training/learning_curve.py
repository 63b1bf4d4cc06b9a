"""The learning curve: how good a tagger gets with more and more of the training articles."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rich.console import Console

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import fingerprint
from solieu.models.segmentation import WordSegmentation
from solieu.training.begun import begin_or_go_on
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora
from solieu.training.evaluation import Evaluation, evaluate
from solieu.training.fit import seen_by
from solieu.training.jobs import Jobs, checked_jobs, choose_jobs
from solieu.training.measures.power_law import Extrapolation, extrapolate
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.seed_scores import INTERVAL, SeedMeans, mean_over_seeds
from solieu.training.subsets import UpdatePace, nested_subset
from solieu.training.train import announce
from solieu.training.trials import Trial, run_trials

Size = int | Literal["all"]


@dataclass(frozen=True)
class Run:
    """One training of the curve.

    Args:
        spans: How many annotated spans its articles have.
        epochs: How often it goes through them.
        updates: How often it changes the weights (where it does not stop early).
        evaluation: The scores of its model.
    """

    spans: int
    epochs: int
    updates: int
    evaluation: Evaluation


@dataclass(frozen=True)
class Point:
    """All trainings with one number of articles.

    Args:
        articles: How many.
        runs: The trainings, by seed.
        means: Their mean scores.
    """

    articles: int
    runs: Mapping[int, Run]
    means: SeedMeans


@dataclass(frozen=True)
class LearningCurve:
    """How the scores grow with the articles.

    Args:
        points: From the smallest number of articles to the largest.
        estimate: What twice the largest number would give; or a sentence on why that cannot be told.
        same_epochs: Whether all trainings had the same number of epochs, not of updates.
    """

    points: Sequence[Point]
    estimate: Extrapolation | str
    same_epochs: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the curve as JSON holds it."""
        told = isinstance(self.estimate, Extrapolation)
        return {
            "same": "epochs" if self.same_epochs else "updates",
            "interval": INTERVAL.format(units="articles"),
            "points": [
                {
                    "articles": point.articles,
                    "mean": point.means.as_dict(),
                    "seeds": {
                        str(seed): {
                            "spans": run.spans,
                            "epochs": run.epochs,
                            "updates": run.updates,
                            **run.evaluation.as_dict(),
                        }
                        for seed, run in point.runs.items()
                    },
                }
                for point in self.points
            ],
            "estimate": self.estimate.as_dict() if isinstance(self.estimate, Extrapolation) else None,
            "no_estimate_because": None if told else self.estimate,
        }


def learning_curve(
    config: TrainingConfig,
    sizes: Sequence[Size],
    seeds: Sequence[int],
    console: Console,
    *,
    same_epochs: bool = False,
    overwrite: bool = False,
    jobs: Jobs = 1,
) -> LearningCurve:
    """Train on more and more of ``data.train``, and measure each model on ``data.evaluate``.

    For each seed the articles are put in an order by a hash of the seed and their ids, and each size takes the first
    of them, so that a smaller set lies within a larger one. The development articles are the same for all.

    With a tenth of the articles an epoch has a tenth of the updates of the weights, and a model that is updated too
    seldom is bad whatever it is trained on. So that the curve shows what articles are worth and not what updates are,
    a smaller set is by default gone through more often: as many epochs as give it about the updates that
    ``epochs`` give all articles, and ``patience`` grows with them. Models fine-tuned on little data need such long
    trainings (Mosbach et al. 2021, On the Stability of Fine-tuning BERT, ICLR; Zhang et al. 2021, Revisiting
    Few-sample BERT Fine-tuning, ICLR). Each point then costs as much as the last one.

    A training whose predictions the output directory already holds, of the same configuration and data, is not run
    again; sizes and seeds may be added.

    Args:
        config: The configuration of each training; its seed is not used.
        sizes: Numbers of articles; ``"all"`` is all that are not for development. Larger ones are left out.
        seeds: A training for each of them and each size, with a subset and random numbers of its own.
        console: Where progress is shown.
        same_epochs: Whether every size is gone through ``epochs`` times instead, as an unchanged configuration would.
        overwrite: Whether the output directory's earlier content may be replaced.
        jobs: How many trainings run at a time; ``"auto"``: as many as the cores and the memory are enough for.

    Returns:
        The curve. The output directory holds it as ``learning-curve.json``, and what each model has predicted as
        ``seed-1/articles-25.jsonl`` and so on.

    Raises:
        SolieuError: The data or the output directory cannot be used, or a training has failed.
    """
    checked_jobs(jobs)
    if os.environ.get("WORLD_SIZE", "1") != "1":
        raise SolieuError("a learning curve runs in processes of its own; start it without torchrun, with --jobs")
    corpora = _read(config)
    numbers = _numbers(sizes, len(corpora.train))
    subsets = {(size, seed): nested_subset(corpora.train, size, seed) for size in numbers for seed in seeds}
    for (size, seed), documents in subsets.items():
        if not any(document.spans for document in documents):
            raise SolieuError(f"--sizes {size}: with seed {seed} none of the {size} articles has a span; give more")
    output = Path(config.output)
    record = {
        **config.as_dict(),
        "same_epochs": same_epochs,
        "sizes": numbers,
        "seeds": list(seeds),
        "sha256": file_hashes(config.data),
    }
    del record["seed"]
    begin_or_go_on(output, "learning-curve.yaml", record, overwrite=overwrite)
    announce(corpora, config, console)
    left_out = sorted(size for size in sizes if size != "all" and size > numbers[-1])
    if left_out:
        shown = ", ".join(map(str, left_out))
        console.print(f"left out, because there are {len(corpora.train)} articles: {shown}", highlight=False)
    pace = UpdatePace(config, corpora.train)
    trials = {}
    for (size, seed), documents in subsets.items():
        directory = output / f"seed-{seed}"
        directory.mkdir(exist_ok=True)
        own = replace(config if same_epochs else pace.stretched(documents), seed=seed)
        title = f"seed {seed}, {size} article{'' if size == 1 else 's'}"
        predictions = directory / f"articles-{size}.jsonl"
        trials[size, seed] = Trial(title, predictions, own, partial(replace, corpora, train=documents))
    waiting = [trial for trial in trials.values() if not trial.done]
    chosen, threads = choose_jobs(jobs, config, len(waiting), console)
    for trial in run_trials(waiting, console, chosen, threads):
        micro = score(count_matches(corpora.evaluate, trial.predicted, corpora.schema.names), resamples=1).micro
        console.print(f"{trial.title}: strict micro-F1 {micro.f1:.4f}", markup=False)
    points = [_point(size, seeds, trials, subsets, corpora, pace) for size in numbers]
    curve = LearningCurve(points, _estimate(points), same_epochs)
    with write_atomically(output / "learning-curve.json") as file:
        json.dump(curve.as_dict(), file, ensure_ascii=False, indent=2)
        file.write("\n")
    return curve


def _read(config: TrainingConfig) -> Corpora:
    """Read the documents, and refuse what would make the curve meaningless."""
    corpora = read_corpora(config.data)
    if corpora.other_label is not None:
        raise SolieuError(
            f"{', '.join(config.data.evaluate)}: has the label {corpora.other_label!r}, which the training data do not "
            "have; give fitting articles with data.evaluate=FILE"
        )
    if not corpora.evaluate:
        raise SolieuError(
            "a learning curve needs articles in data.evaluate that are not in data.train, but there are none"
        )
    known = seen_by(config.encoder)
    if any(fingerprint(document.text) in known for document in [*corpora.train, *corpora.evaluate]):
        raise SolieuError(
            f"{config.encoder}: was itself trained on some of these articles, so no set of them would be as small as "
            "it looks; give an encoder that has not seen them"
        )
    return corpora


def _numbers(sizes: Sequence[Size], articles: int) -> list[int]:
    """Return the sizes that there can be, in order."""
    numbers = sorted({articles if size == "all" else size for size in sizes})
    kept = [number for number in numbers if number <= articles]
    if not kept:
        raise SolieuError(f"--sizes: all are larger than the {articles} articles to train on; give smaller ones or all")
    if kept[0] < 1:
        raise SolieuError(f"--sizes must be numbers of at least 1 or all, but one is {kept[0]}")
    return kept


def _point(
    size: int,
    seeds: Sequence[int],
    trials: Mapping[tuple[int, int], Trial],
    subsets: Mapping[tuple[int, int], Sequence[Document]],
    corpora: Corpora,
    pace: UpdatePace,
) -> Point:
    """Score what the models of one size have predicted."""
    runs = {}
    predictions = []
    for seed in seeds:
        trial, documents = trials[size, seed], subsets[size, seed]
        predicted = trial.predicted
        predictions.append(predicted)
        segmentation = WordSegmentation(trial.config.segmenter, trial.config.old_tones)
        runs[seed] = Run(
            spans=sum(len(document.spans) for document in documents),
            epochs=trial.config.epochs,
            updates=trial.config.epochs * pace.updates(documents),
            evaluation=evaluate(corpora.evaluate, predicted, corpora.schema, segmentation=segmentation),
        )
    return Point(size, runs, mean_over_seeds(corpora.evaluate, predictions, corpora.schema.names))


def _estimate(points: Sequence[Point]) -> Extrapolation | str:
    """Predict what twice as many articles as the largest size has would give."""
    return extrapolate(
        [point.articles for point in points],
        [point.means.micro.f1 for point in points],
        np.stack([point.means.resampled for point in points]),
        2 * points[-1].articles,
    )
