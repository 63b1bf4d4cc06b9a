"""Cross validation: each evaluation article once held out, all others trained on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
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
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora, without
from solieu.training.evaluation import Evaluation, evaluate, predict, save_evaluation
from solieu.training.fit import fit, seen_by
from solieu.training.run_directory import clear_run, prepare_output
from solieu.training.train import announce


def crossval(config: TrainingConfig, console: Console, *, overwrite: bool = False, jobs: int = 1) -> Evaluation:
    """Leave one article out over ``data.evaluate``; the articles of ``data.train`` are in every training.

    A fold that the output directory already holds, of the same configuration and data, is not run again.

    Args:
        config: The configuration of each fold's run.
        console: Where progress is shown.
        overwrite: Whether the output directory's earlier content may be replaced.
        jobs: How many folds run at a time, each with its share of the processor's threads.

    Returns:
        The scores of all held-out articles together, each predicted by the model that has not seen it. The
        output directory holds them as ``evaluation.json``, and what was predicted as ``predictions.jsonl``.

    Raises:
        SolieuError: The data or the output directory cannot be used, or there are fewer than two articles
            to leave out.
    """
    if jobs < 1:
        raise SolieuError(f"--jobs must be at least 1, but is {jobs}")
    corpora = read_corpora(config.data)
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
    known = seen_by(config.encoder)
    if any(fingerprint(document.text) in known for document in held_out):
        raise SolieuError(
            f"{config.encoder}: was itself trained on articles of data.evaluate, so leaving them out would mean "
            "nothing; give an encoder that has not seen them"
        )
    output = _prepare(config, overwrite=overwrite)
    announce(corpora, config.data, console)
    numbers = [number for number in range(len(held_out)) if not _fold_file(output, number).exists()]
    run = _in_turn if jobs == 1 else _at_once
    for number in run(config, corpora, output, numbers, console, jobs):
        document = held_out[number]
        micro = evaluate([document], _prediction(output, number), corpora.schema).strict.micro
        console.print(f"{_title(number, corpora)}, {document.id}: strict micro-F1 {micro.f1:.4f}", markup=False)
    predicted = [document for number in range(len(held_out)) for document in _prediction(output, number)]
    evaluation = evaluate(held_out, predicted, corpora.schema)
    write_jsonl(predicted, output / "predictions.jsonl")
    save_evaluation(evaluation, output / "evaluation.json")
    return evaluation


def run_fold(config: TrainingConfig, corpora: Corpora, number: int, output: Path, console: Console) -> None:
    """Train without the held-out article ``number``, and write what the model predicts for it."""
    document = corpora.evaluate[number]
    others = without(corpora.evaluate, [document])  # without its copies, too
    fold = replace(corpora, train=[*corpora.train, *others], evaluate=[document])
    fitted = fit(config, fold, output / f"checkpoints-{number + 1}", console, _title(number, corpora))
    write_jsonl(predict(fitted.tagger, [document]), _fold_file(output, number))


def _prepare(config: TrainingConfig, *, overwrite: bool) -> Path:
    """Make the output directory, or find in it the beginning of the same cross validation."""
    output = Path(config.output)
    record = yaml.safe_dump(
        {**config.as_dict(), "sha256": file_hashes(config.data)}, allow_unicode=True, sort_keys=False
    )
    begun = output / "crossval.yaml"
    if begun.is_file() and begun.read_text(encoding="utf-8") == record and not overwrite:
        return output
    prepare_output(output, overwrite=overwrite)
    clear_run(output)
    with write_atomically(begun) as file:
        file.write(record)
    return output


def _in_turn(
    config: TrainingConfig, corpora: Corpora, output: Path, numbers: Sequence[int], console: Console, _: int
) -> Iterator[int]:
    """Run folds one after the other; yield the number of each that is done."""
    for number in numbers:
        run_fold(config, corpora, number, output, console)
        yield number


def _at_once(
    config: TrainingConfig, corpora: Corpora, output: Path, numbers: Sequence[int], console: Console, jobs: int
) -> Iterator[int]:
    """Run folds in processes of their own; yield the number of each as it is done."""
    threads = max(1, (os.cpu_count() or 1) // jobs)
    console.print(f"{len(numbers)} folds, {jobs} at a time, {threads} threads each", highlight=False)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _set_threads, (threads,)) as pool:
        folds = {pool.submit(_run_quietly, config, corpora, number, output): number for number in numbers}
        for fold in as_completed(folds):
            fold.result()
            yield folds[fold]


def _set_threads(threads: int) -> None:
    torch.set_num_threads(threads)


def _run_quietly(config: TrainingConfig, corpora: Corpora, number: int, output: Path) -> None:
    """Run a fold that prints lines, as several processes cannot draw their bars in one terminal."""
    run_fold(config, corpora, number, output, Console(force_terminal=False))


def _fold_file(output: Path, number: int) -> Path:
    return output / f"fold-{number + 1}.jsonl"


def _prediction(output: Path, number: int) -> list[Document]:
    return list(read_jsonl(_fold_file(output, number)))


def _title(number: int, corpora: Corpora) -> str:
    return f"fold {number + 1} of {len(corpora.evaluate)}"
