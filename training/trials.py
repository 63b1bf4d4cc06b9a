"""Several trainings, one after the other or at once, each of which predicts articles that it has not seen."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

import torch
from rich.console import Console

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.evaluation import predict
from solieu.training.fit import fit


@dataclass(frozen=True)
class Trial:
    """A training whose model is not kept, only what it predicts.

    Args:
        title: What it is called in messages.
        file: Where the predictions go; the trial is done when the file is there.
        config: The training's configuration.
        corpora: Returns its documents; those of ``evaluate`` are predicted. It is called when the trial begins.
    """

    title: str
    file: Path
    config: TrainingConfig
    corpora: Callable[[], Corpora]

    @property
    def done(self) -> bool:
        """Whether it has been run."""
        return self.file.exists()

    @property
    def predicted(self) -> list[Document]:
        """What was predicted."""
        return list(read_jsonl(self.file))

    @property
    def scratch(self) -> Path:
        """The directory of the training while it goes on."""
        return self.file.with_name(f"checkpoints-{self.file.stem}")


def run_trials(trials: Iterable[Trial], console: Console, jobs: int, threads: int) -> Iterator[Trial]:
    """Run the trials that are not done. One that fails does not keep the others from being run.

    Args:
        trials: The trials; their directories exist.
        console: Where progress is shown.
        jobs: How many run at a time; if it is 1, they run in this process.
        threads: How many of the processor's threads each has, if several run at a time.

    Yields:
        Each trial as it is done, also those that were before.

    Raises:
        SolieuError: Some have failed; the message names them. All others are done by then.
    """
    waiting = []
    for trial in trials:
        if trial.done:
            yield trial
        else:
            waiting.append(trial)
    failures = []
    for trial, failure in _in_turn(waiting, console) if jobs == 1 else _at_once(waiting, console, jobs, threads):
        if failure is None:
            yield trial
        else:
            failures.append((trial.title, failure))
            console.print(f"{trial.title} has failed: {failure}", markup=False, highlight=False, soft_wrap=True)
    if failures:
        title, failure = failures[0]
        also = f" (and so have {', '.join(other for other, _ in failures[1:])})" if len(failures) > 1 else ""
        raise SolieuError(f"{title} has failed{also}: {failure}; what is done is kept, and the same command goes on")


def _in_turn(trials: Iterable[Trial], console: Console) -> Iterator[tuple[Trial, str | None]]:
    """Run trials here; yield each with what it has failed of, if it has."""
    for trial in trials:
        failure = None
        try:
            _run(trial.title, trial.file, trial.config, trial.corpora(), trial.scratch, console)
        except SolieuError as error:
            failure = str(error)
        yield trial, failure


def _at_once(trials: Iterable[Trial], console: Console, jobs: int, threads: int) -> Iterator[tuple[Trial, str | None]]:
    """Run each trial in a process of its own, so that none can take another with it; yield them as they end."""
    waiting = list(reversed(list(trials)))
    running: dict[int, tuple[Trial, SpawnProcess, Connection]] = {}
    context = get_context("spawn")
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                trial = waiting.pop()
                ours, theirs = context.Pipe(duplex=False)
                work = (trial.title, trial.file, trial.config, trial.corpora(), trial.scratch)
                process = context.Process(target=_run_apart, args=(work, theirs, threads, console.quiet), daemon=True)
                process.start()
                theirs.close()
                running[process.sentinel] = trial, process, ours
            for sentinel in wait(list(running)):
                assert isinstance(sentinel, int)  # noqa: S101  they are the processes' own
                trial, process, ours = running.pop(sentinel)
                process.join()
                if trial.done:
                    yield trial, None
                else:
                    shutil.rmtree(trial.scratch, ignore_errors=True)
                    yield trial, _reason(process, ours)
    finally:
        for trial, process, _ in running.values():
            process.terminate()
            process.join()
            shutil.rmtree(trial.scratch, ignore_errors=True)


def _reason(process: SpawnProcess, connection: Connection) -> str:
    """Return what a process that has left no predictions has failed of."""
    try:
        if connection.poll():
            return str(connection.recv())
    except EOFError:  # it has said nothing
        pass
    code = process.exitcode or 0
    if code < 0:
        name = signal.Signals(-code).name
        return f"its process was ended from outside ({name}), perhaps for want of memory; give a smaller --jobs"
    return f"its process ended with status {code}; what it printed says why"


def _run_apart(
    work: tuple[str, Path, TrainingConfig, Corpora, Path], connection: Connection, threads: int, quiet: bool
) -> None:
    """Run a trial in a process of its own, and send what it fails of."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent then ends this process
    torch.set_num_threads(threads)
    try:
        # Lines only, as several processes cannot draw their bars in one terminal.
        _run(*work, Console(force_terminal=False, quiet=quiet))
    except SolieuError as error:
        connection.send(str(error))


def _run(title: str, file: Path, config: TrainingConfig, corpora: Corpora, scratch: Path, console: Console) -> None:
    """Train, and write what the model predicts."""
    shutil.rmtree(scratch, ignore_errors=True)  # of a training that was ended from outside
    fitted = fit(config, corpora, scratch, console, title)
    write_jsonl(predict(fitted.tagger, corpora.evaluate), file)
