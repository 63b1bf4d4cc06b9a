"""The command line as a whole: its help, its mistakes, and how soon it answers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest

import solieu as package

COMMANDS = [
    "train",
    "evaluate",
    "crossval",
    "learning-curve",
    "compare",
    "report",
    "extract",
    "push",
    "agreement",
    "calibrate",
    "baselines",
    "data check",
    "data stats",
]


@pytest.mark.parametrize("words", ["", *COMMANDS, "data"])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(solieu: Callable[..., Any], words: str, option: str) -> None:
    outcome = solieu(*words.split(), option)

    assert (outcome.status, outcome.err) == (0, "")
    assert f"Usage: solieu {words}".rstrip() in outcome.out


def test_the_help_shows_what_stands_in_square_brackets(solieu: Callable[..., Any]) -> None:
    assert "'solieu[ray]'" in "".join(solieu("extract", "--help").out.split())


def test_the_commands_are_listed(solieu: Callable[..., Any]) -> None:
    shown = solieu("--help").out

    assert all(f"│ {words.split()[0]} " in shown for words in COMMANDS)


def test_the_help_groups_the_commands(solieu: Callable[..., Any]) -> None:
    shown = solieu("--help").out

    assert [line.split()[1] for line in shown.splitlines() if line.startswith("╭─")] == [
        *("Options", "Train", "Measure", "Use", "Data")
    ]


@pytest.mark.parametrize("words", [[], ["data"]])
def test_without_a_command_help_is_shown(solieu: Callable[..., Any], words: list[str]) -> None:
    outcome = solieu(*words)

    assert outcome.status == 2  # nothing was done
    assert "Usage: solieu" in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "No such command 'nothing'"),
        (["data", "nothing"], "No such command 'nothing'"),
        (["extract", "--nothing"], "No such option"),
        (["extract", "model"], "Missing argument"),
        (["train"], "Missing argument"),
        (["evaluate", "--model", "x"], "Missing option '--data'"),
    ],
)
def test_what_is_no_command_ends_with_status_2(solieu: Callable[..., Any], words: list[str], message: str) -> None:
    outcome = solieu(*words)

    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err


def python(*words: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run Python; return what it did and the processor time that it took."""
    before = os.times()
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    after = os.times()
    return done, after.children_user + after.children_system - before.children_user - before.children_system


@pytest.mark.parametrize("words", [[], *(words.split() for words in COMMANDS)])
def test_help_imports_no_torch_and_comes_at_once(words: list[str]) -> None:
    script = (
        "import sys\nfrom solieu.cli import main\n"
        f"sys.argv = ['solieu', *{words!r}, '--help']\n"
        "try:\n    main()\n"
        "finally:\n    print([name for name in ('torch', 'transformers', 'numpy') if name in sys.modules])\n"
    )

    done, seconds = python("-c", script)

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "[]"
    assert seconds < 2


def test_a_mistake_in_a_configuration_is_found_before_torch_is_imported(config_file: Any) -> None:
    script = (
        "import sys\nfrom solieu.cli import main\n"
        f"sys.argv = ['solieu', 'train', {str(config_file)!r}, 'epoch=3']\n"
        "try:\n    main()\n"
        "finally:\n    print('torch' in sys.modules)\n"
    )

    done, _ = python("-c", script)

    assert (done.returncode, done.stdout) == (2, "False\n")
    assert done.stderr == "error: command line: unknown key 'epoch'; did you mean 'epochs'?\n"


def test_data_are_checked_without_torch(corpus: Any) -> None:
    script = (
        "import sys\nfrom solieu.cli import main\n"
        f"sys.argv = ['solieu', 'data', 'check', {corpus.train!r}, '--against', {corpus.test!r}]\n"
        "try:\n    main()\n"
        "finally:\n    print('torch' in sys.modules)\n"
    )

    done, _ = python("-c", script)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False")


def test_python_runs_the_package() -> None:
    done, _ = python("-m", "solieu", "data", "stats", "none.jsonl")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: none.jsonl: cannot be read (No such file or directory); give a JSONL file\n"


@pytest.mark.parametrize("words", ["--help", "extract --help"])
def test_help_into_a_pipe_that_is_closed_is_no_error_to_speak_of(words: str) -> None:
    reader, writer = os.pipe()
    process = subprocess.Popen([sys.executable, "-m", "solieu", *words.split()], stdout=writer, stderr=subprocess.PIPE)
    os.close(reader)
    os.close(writer)

    assert process.communicate()[1] == b""


def test_a_terminal_without_vietnamese_letters_gets_escapes(corpus: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "solieu", "data", "stats", corpus.train],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u0110" in done.stdout  # Đ


class TestThePackage:
    def test_gives_its_public_names_when_they_are_asked_for(self) -> None:
        from solieu.models.extractor import Extractor

        assert package.Extractor is Extractor
        assert {"Document", "Extractor", "LabelSchema", "SolieuError", "Span"} <= set(dir(package))
        assert all(getattr(package, name) for name in package.__all__)

    def test_knows_no_other_names(self) -> None:
        with pytest.raises(AttributeError, match="module 'solieu' has no attribute 'Extractr'"):
            package.Extractr  # noqa: B018

    def test_has_the_version_that_is_installed(self) -> None:
        assert package.__version__ == version("solieu")

    def test_is_imported_at_once(self) -> None:
        started = time.monotonic()
        done, seconds = python("-c", "import sys, solieu; solieu.Document; print('torch' in sys.modules)")

        assert done.stdout == "False\n"
        assert min(seconds, time.monotonic() - started) < 2
