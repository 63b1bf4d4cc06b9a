"""A corpus that a small encoder learns in seconds, and runs on it."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.train import train

RANKS = ("Đại tá", "Trung tá", "Thiếu tá")
NAMES = ("Lâm Minh Hồng", "Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Nam")
PLACES = ("Long An", "Hà Nội", "Cà Mau", "Hải Phòng")


@dataclass(frozen=True)
class Corpus:
    """Files of 16 articles each, no article in two of them."""

    train: str
    dev: str
    test: str


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str


def _article(number: int, rank: str, name: str, place: str) -> Document:
    text = ""
    spans = []
    parts = [
        ("Sáng 2/6, ", ""),
        (rank, "RANK"),
        (" ", ""),
        (name, "PERSON"),
        (" đến ", ""),
        (place, "LOC"),
        (".\n", ""),
    ]
    for part, label in parts:
        if label:
            spans.append(Span(len(text), len(text) + len(part), label))
        text += part
    return Document(text, tuple(spans), f"a{number}")


@pytest.fixture(scope="session")
def articles() -> list[Document]:
    """48 short articles with a rank, a name and a place each."""
    return [_article(number, *parts) for number, parts in enumerate(product(RANKS, NAMES, PLACES))]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, articles: list[Document]) -> Corpus:
    directory = tmp_path_factory.mktemp("corpus")
    for number, name in enumerate(("test", "dev", "train")):
        write_jsonl(articles[number::3], directory / f"{name}.jsonl")
    return Corpus(*(str(directory / f"{name}.jsonl") for name in ("train", "dev", "test")))


@pytest.fixture(scope="session")
def settings(corpus: Corpus, tiny_encoder: Path) -> Callable[..., TrainingConfig]:
    """Makes the configuration of a short training without development and evaluation articles."""

    def make(output: Path, *, data: DataConfig | None = None, **changes: Any) -> TrainingConfig:
        values = {"epochs": 2, "learning_rate": 2e-3, "batch_subwords": 64, "max_length": 64, "overlap": 16}
        return TrainingConfig(
            **{"encoder": str(tiny_encoder), "precision": "fp32"} | values | changes,
            data=data or DataConfig((corpus.train,)),
            output=str(output),
        )

    return make


@pytest.fixture(scope="session")
def trained_config(
    tmp_path_factory: pytest.TempPathFactory, corpus: Corpus, settings: Callable[..., TrainingConfig]
) -> TrainingConfig:
    """The configuration of a finished run that has learnt something: its output directory is there."""
    config = settings(
        tmp_path_factory.mktemp("runs") / "trained",
        data=DataConfig((corpus.train,), (corpus.dev,), (corpus.test,)),
        epochs=40,
        dropout=0.0,
    )
    train(config, Console(quiet=True))
    return config


@pytest.fixture(scope="session")
def run(trained_config: TrainingConfig) -> Path:
    """The directory of a finished run."""
    return Path(trained_config.output)


@pytest.fixture
def config_file(tmp_path: Path, tiny_encoder: Path, corpus: Corpus) -> Path:
    """A configuration file for a short training, into ``run`` beside it."""
    path = tmp_path / "config.yaml"
    path.write_text(
        f"encoder: {tiny_encoder}\noutput: {tmp_path / 'run'}\ndata:\n  train: {corpus.train}\n"
        "epochs: 2\nbatch_subwords: 64\nmax_length: 64\noverlap: 16\nprecision: fp32\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def solieu(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs a command of the command line as it is called, with its output and exit status."""
    from solieu.cli import main

    def call(*words: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["solieu", *map(str, words)])
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return call


@pytest.fixture
def in_a_terminal() -> Callable[..., str]:
    """Runs a command in a terminal and returns what that shows."""

    def call(*words: object) -> str:
        terminal, end = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "solieu", *map(str, words)],
            stdin=end,
            stdout=end,
            stderr=end,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "120"},
        )
        os.close(end)
        shown = b""
        while part := _read(terminal):
            shown += part
        os.close(terminal)
        assert process.wait() == 0, shown.decode()
        return shown.decode().replace("\r\n", "\n")

    return call


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the command has ended
        return b""
