"""Cross validation: each article once held out, the others trained on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import torch
import yaml
from rich.console import Console

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.checkpoint import fingerprint
from solieu.models.segmentation import WordSegmentation
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora, without
from solieu.training.evaluation import Evaluation, evaluate, predict, save_evaluation
from solieu.training.fit import fit, seen_by
from solieu.training.run_directory import clear_run, prepare_output
from solieu.training.train import announce


def crossval(
    config: TrainingConfig, console: Console, *, folds: int | None = None, overwrite: bool = False, jobs: int = 1
) -> Evaluation:
    """Hold out articles by turns, train on the others, and score what was predicted for those held out.

    A fold that the output directory already holds, of the same configuration and data, is not run again.

    Args:
        config: The configuration of each fold's run.
        console: Where progress is shown.
        folds: How many parts the articles of ``data.train`` and ``data.dev`` are divided into, each held out once;
            ``data.evaluate`` is not touched. None: each article of ``data.evaluate`` is held out once, and those of
            ``data.train`` are in every training.
        overwrite: Whether the output directory's earlier content may be replaced.
        jobs: How many folds run at a time, each with its share of the processor's threads.

    Returns:
        The scores of all held-out articles together, each predicted by a model that has not seen it. The
        output directory holds them as ``evaluation.json``, and what was predicted as ``predictions.jsonl``.

    Raises:
        SolieuError: The data or the output directory cannot be used, or there are too few articles to hold out.
    """
    if jobs < 1:
        raise SolieuError(f"--jobs must be at least 1, but is {jobs}")
    if os.environ.get("WORLD_SIZE", "1") != "1":
        raise SolieuError("cross validation runs in processes of its own; start it without torchrun, with --jobs")
    corpora = read_corpora(config.data)
    parts = _parts_of_training(corpora, folds) if folds is not None else _each_evaluated(config, corpora)
    held_out = [document for part in parts for document in part]
    known = seen_by(config.encoder)
    if any(fingerprint(document.text) in known for document in held_out):
        raise SolieuError(
            f"{config.encoder}: was itself trained on articles that are to be held out, so that would mean nothing; "
            "give an encoder that has not seen them"
        )
    output = _prepare(config, folds, overwrite=overwrite)
    announce(corpora, config, console)
    plan = Folds(config, corpora, parts, output)
    waiting = [number for number in range(len(parts)) if not plan.file(number).exists()]
    for number in _in_turn(plan, waiting, console) if jobs == 1 else _at_once(plan, waiting, console, jobs):
        micro = evaluate(parts[number], plan.predicted(number), corpora.schema, resamples=1).strict.micro
        what = parts[number][0].id if len(parts[number]) == 1 else f"{len(parts[number])} articles"
        console.print(f"{plan.title(number)}, {what}: strict micro-F1 {micro.f1:.4f}", markup=False)
    predicted = [document for number in range(len(parts)) for document in plan.predicted(number)]
    segmentation = WordSegmentation(config.segmenter, config.old_tones)
    evaluation = evaluate(held_out, predicted, corpora.schema, segmentation=segmentation)
    write_jsonl(predicted, output / "predictions.jsonl")
    save_evaluation(evaluation, output / "evaluation.json")
    return evaluation


def _each_evaluated(config: TrainingConfig, corpora: Corpora) -> list[list[Document]]:
    """Return each article of ``data.evaluate`` as a part."""
    held_out = corpora.evaluate
    if corpora.other_label is not None:
        raise SolieuError(
            f"{', '.join(config.data.evaluate)}: has the label {corpora.other_label!r}, which the training data do not "
            "have; give fitting articles with data.evaluate=FILE"
        )
    if len(held_out) < 2:
        raise SolieuError(
            f"cross validation needs at least two articles in data.evaluate that are not in data.train, "
            f"but there {'is one' if held_out else 'are none'}"
        )
    return [[document] for document in held_out]


def _parts_of_training(corpora: Corpora, folds: int) -> list[list[Document]]:
    """Divide the articles that are trained on into parts of nearly the same size; copies share a part."""
    copies: dict[str, list[Document]] = {}
    for document in [*corpora.train, *corpora.dev]:
        copies.setdefault(fingerprint(document.text), []).append(document)
    if not 2 <= folds <= len(copies):
        raise SolieuError(
            f"--folds must be from 2 to {len(copies)}, the number of different articles in data.train, but is {folds}"
        )
    groups = [copies[text] for text in sorted(copies)]  # in the order of their hashes: as good as drawn by lot
    return [[document for group in groups[part::folds] for document in group] for part in range(folds)]


@dataclass(frozen=True)
class Folds:
    """The trainings of a cross validation.

    Args:
        config: The configuration of each.
        corpora: All documents.
        parts: Those that are held out, part by part.
        output: The directory of the cross validation.
    """

    config: TrainingConfig
    corpora: Corpora
    parts: Sequence[Sequence[Document]]
    output: Path

    def title(self, number: int) -> str:
        """Return what a fold is called."""
        return f"fold {number + 1} of {len(self.parts)}"

    def file(self, number: int) -> Path:
        """Return the file of what was predicted for a part."""
        return self.output / f"fold-{number + 1}.jsonl"

    def predicted(self, number: int) -> list[Document]:
        """Read what was predicted for a part."""
        return list(read_jsonl(self.file(number)))

    def run(self, number: int, console: Console) -> None:
        """Train without a part, and write what the model predicts for it."""
        held_out = list(self.parts[number])
        others = without([document for part in self.parts for document in part], held_out)  # nor their copies
        dev = without(self.corpora.dev, held_out)
        corpora = replace(
            self.corpora,
            train=without([*without(self.corpora.train, [*held_out, *others]), *others], dev),
            dev=dev,
            evaluate=held_out,
        )
        fitted = fit(self.config, corpora, self.output / f"checkpoints-{number + 1}", console, self.title(number))
        write_jsonl(predict(fitted.tagger, held_out), self.file(number))


def _prepare(config: TrainingConfig, folds: int | None, *, overwrite: bool) -> Path:
    """Make the output directory, or find in it the beginning of the same cross validation."""
    output = Path(config.output)
    record = yaml.safe_dump(
        {**config.as_dict(), "folds": folds, "sha256": file_hashes(config.data)}, allow_unicode=True, sort_keys=False
    )
    begun = output / "crossval.yaml"
    if begun.is_file() and begun.read_text(encoding="utf-8") == record and not overwrite:
        return output
    prepare_output(output, overwrite=overwrite)
    clear_run(output)
    with write_atomically(begun) as file:
        file.write(record)
    return output


def _in_turn(folds: Folds, numbers: Sequence[int], console: Console) -> Iterator[int]:
    """Run folds one after the other; yield the number of each that is done."""
    for number in numbers:
        folds.run(number, console)
        yield number


def _at_once(folds: Folds, numbers: Sequence[int], console: Console, jobs: int) -> Iterator[int]:
    """Run folds in processes of their own; yield the number of each as it is done."""
    threads = max(1, (os.cpu_count() or 1) // jobs)
    console.print(f"{len(numbers)} folds, {jobs} at a time, {threads} threads each", highlight=False)
    with ProcessPoolExecutor(jobs, get_context("spawn"), torch.set_num_threads, (threads,)) as pool:
        tasks = {pool.submit(_run_quietly, folds, number): number for number in numbers}
        for task in as_completed(tasks):
            task.result()
            yield tasks[task]


def _run_quietly(folds: Folds, number: int) -> None:
    """Run a fold that prints lines, as several processes cannot draw their bars in one terminal."""
    folds.run(number, Console(force_terminal=False))
