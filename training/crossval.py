"""Cross validation: each article once held out, the others trained on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.checkpoint import fingerprint
from solieu.models.segmentation import WordSegmentation
from solieu.training.begun import begin_or_go_on
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora
from solieu.training.crossval_results import FOLD, RECORD, seed_directory
from solieu.training.evaluation import Evaluation, evaluate, save_evaluation
from solieu.training.fit import seen_by
from solieu.training.held_out import HeldOut, divide
from solieu.training.jobs import Jobs, checked_jobs, choose_jobs
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.seed_scores import INTERVAL, SeedMeans, mean_over_seeds
from solieu.training.train import announce
from solieu.training.trials import Trial, run_trials


def crossval(
    config: TrainingConfig,
    console: Console,
    *,
    folds: int | None = None,
    group: str | None = None,
    overwrite: bool = False,
    jobs: Jobs = 1,
) -> Evaluation:
    """Hold out articles by turns, train on the others, and score what was predicted for those held out.

    A fold that the output directory already holds, of the same configuration and data, is not run again. One that
    fails does not keep the others from being run.

    Args:
        config: The configuration of each fold's run.
        console: Where progress is shown.
        folds: How many parts the articles of ``data.train`` and ``data.dev`` are divided into, each held out once;
            ``data.evaluate`` is not touched. None: each article of ``data.evaluate`` is held out once, and those of
            ``data.train`` are in every training.
        group: A metadata field, such as ``outlet``; articles with the same value of it are held out together, and
            each without it by itself. None: only copies of an article are held out with it.
        overwrite: Whether the output directory's earlier content may be replaced.
        jobs: How many folds run at a time, each with its share of the processor's threads; ``"auto"``: as many as
            the cores and the memory are enough for.

    Returns:
        The scores of all held-out articles together, each predicted by a model that has not seen it. The
        output directory holds them as ``evaluation.json``, and what was predicted as ``predictions.jsonl``.

    Raises:
        SolieuError: The data or the output directory cannot be used, there are too few articles to hold out, or a
            fold has failed.
    """
    plan = _plan(config, folds, group, jobs)
    record = {**config.as_dict(), **_division(config, folds, group)}
    begin_or_go_on(plan.output, RECORD, record, overwrite=overwrite)
    _run(plan, {config.seed: plan.output}, console, jobs)
    return plan.evaluation(plan.output)


@dataclass(frozen=True)
class SeedCrossval:
    """The scores of a cross validation with several seeds.

    Args:
        seeds: Those of all held-out articles, by seed.
        means: Their means.
        units: What the intervals of the means draw: articles, or groups of them.
    """

    seeds: Mapping[int, Evaluation]
    means: SeedMeans
    units: str

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON holds them."""
        return {
            "mean": self.means.as_dict(),
            "interval": INTERVAL.format(units=self.units),
            "seeds": {str(seed): evaluation.as_dict() for seed, evaluation in self.seeds.items()},
        }


def crossval_seeds(
    config: TrainingConfig,
    seeds: Sequence[int],
    console: Console,
    *,
    folds: int | None = None,
    group: str | None = None,
    overwrite: bool = False,
    jobs: Jobs = 1,
) -> SeedCrossval:
    """Do a cross validation several times, each time with another seed and the same division of the articles.

    Args:
        config: The configuration of each fold's run; its seed is not used.
        seeds: The seeds, each once. Those of an earlier call with the same output directory are not run again.
        console: As for `crossval`, and so are the others.
        folds: See there.
        group: See there.
        overwrite: See there.
        jobs: See there; folds of different seeds may run at the same time.

    Returns:
        The scores of each seed and their means. The output directory holds them as ``seeds.json``, and for each seed
        a directory, such as ``seed-1``, like that of a cross validation with one seed.

    Raises:
        SolieuError: As for `crossval`.
    """
    plan = _plan(config, folds, group, jobs)
    record = {**config.as_dict(), **_division(config, folds, group), "seeds": list(seeds)}
    del record["seed"]
    begin_or_go_on(plan.output, RECORD, record, overwrite=overwrite)
    directories = {seed: seed_directory(plan.output, seed) for seed in seeds}
    for directory in directories.values():
        directory.mkdir(exist_ok=True)
    _run(plan, directories, console, jobs)
    evaluations = {seed: plan.evaluation(directory) for seed, directory in directories.items()}
    predicted = [plan.predicted(directory) for directory in directories.values()]
    units = "articles" if group is None else f"groups of articles by {group!r}"
    result = SeedCrossval(evaluations, plan.means(predicted), units)
    with write_atomically(plan.output / "seeds.json") as file:
        json.dump(result.as_dict(), file, ensure_ascii=False, indent=2)
        file.write("\n")
    return result


@dataclass(frozen=True)
class _Plan:
    """What is trained and held out, the same for every seed."""

    config: TrainingConfig
    corpora: Corpora
    held_out: HeldOut
    group: str | None

    @property
    def output(self) -> Path:
        return Path(self.config.output)

    def trials(self, directory: Path, seed: int, name: str) -> Iterator[Trial]:
        """Yield the folds of a seed."""
        config = replace(self.config, seed=seed)
        folds = len(self.held_out.parts)
        for number in range(folds):
            title = f"{name}fold {number + 1} of {folds}"
            corpora = partial(self.held_out.corpora, self.corpora, number)
            yield Trial(title, directory / FOLD.format(number + 1), config, corpora)

    def predicted(self, directory: Path) -> list[Document]:
        """Read what a seed's folds have predicted, in the order of `HeldOut.documents`."""
        files = [directory / FOLD.format(number) for number in range(1, len(self.held_out.parts) + 1)]
        return [document for file in files for document in read_jsonl(file)]

    def evaluation(self, directory: Path) -> Evaluation:
        """Score what a seed's folds have predicted, and write scores and predictions."""
        predicted = self.predicted(directory)
        evaluation = evaluate(
            self.held_out.documents,
            predicted,
            self.corpora.schema,
            segmentation=WordSegmentation(self.config.segmenter, self.config.old_tones),
            warnings=self._warnings(predicted),
        )
        write_jsonl(predicted, directory / "predictions.jsonl")
        save_evaluation(evaluation, directory / "evaluation.json")
        return evaluation

    def means(self, predicted: Sequence[Sequence[Document]]) -> SeedMeans:
        """Score what the folds of several seeds have predicted."""
        labels = self.corpora.schema.names
        return mean_over_seeds(self.held_out.documents, predicted, labels, units=self.held_out.group)

    def _warnings(self, predicted: Sequence[Document]) -> list[str]:
        if self.group is None:
            return []
        interval = self.means([predicted]).micro.interval
        shown = "there is none" if interval is None else f"it is {interval[0]:.3f} – {interval[1]:.3f}"
        return [
            f"articles with the same {self.group!r} may resemble each other, so intervals that draw articles are "
            f"too narrow; for the micro-F1, drawing groups, {shown}"
        ]


def _plan(config: TrainingConfig, folds: int | None, group: str | None, jobs: Jobs) -> _Plan:
    """Read the articles and divide them."""
    checked_jobs(jobs)
    if os.environ.get("WORLD_SIZE", "1") != "1":
        raise SolieuError("cross validation runs in processes of its own; start it without torchrun, with --jobs")
    corpora = read_corpora(config.data)
    held_out = divide(corpora, ", ".join(config.data.evaluate), folds, group)
    known = seen_by(config.encoder)
    if any(fingerprint(document.text) in known for document in held_out.documents):
        raise SolieuError(
            f"{config.encoder}: was itself trained on articles that are to be held out, so that would mean nothing; "
            "give an encoder that has not seen them"
        )
    return _Plan(config, corpora, held_out, group)


def _division(config: TrainingConfig, folds: int | None, group: str | None) -> dict[str, Any]:
    """Return what the division of the articles depends on."""
    grouped = {} if group is None else {"group": group}
    return {"folds": folds, **grouped, "sha256": file_hashes(config.data)}


def _run(plan: _Plan, directories: Mapping[int, Path], console: Console, jobs: Jobs) -> None:
    """Run the folds of all seeds that are not done."""
    announce(plan.corpora, plan.config, console)
    for note in plan.held_out.notes:
        console.print(note, markup=False, highlight=False, soft_wrap=True)
    part_of = {}
    for seed, directory in directories.items():
        name = "" if directory == plan.output else f"seed {seed}, "
        for trial, part in zip(plan.trials(directory, seed, name), plan.held_out.parts, strict=True):
            part_of[trial] = part
    waiting = [trial for trial in part_of if not trial.done]
    chosen, threads = choose_jobs(jobs, plan.config, len(waiting), console)
    for trial in run_trials(waiting, console, chosen, threads):
        part = part_of[trial]
        micro = score(count_matches(part, trial.predicted, plan.corpora.schema.names), resamples=1).micro
        what = part[0].id if len(part) == 1 else f"{len(part)} articles"
        console.print(f"{trial.title}, {what}: strict micro-F1 {micro.f1:.4f}", markup=False)
