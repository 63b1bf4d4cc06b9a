"""Standard streams that are closed, full, or no longer read: never a traceback, and nothing goes to a wrong place."""

import errno
import json
import os
import signal
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from solieu.cli import main
from solieu.standard_streams import explain

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with annotated articles, of which the command `tables` makes tables."""
    folder = tmp_path_factory.mktemp("files")
    record = {"id": "a", "text": "bắt 5 vụ", "spans": [{"start": 4, "end": 8, "label": "INDICATOR"}]}
    (folder / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell, in which ``$solieu`` is the command."""
    solieu = f"{sys.executable} -m solieu"
    environment = os.environ | {"solieu": solieu}
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_closed_standard_input_is_an_empty_one(files: Path) -> None:
    ended = run(files, "$solieu tables - --out t.html <&-")

    assert (ended.returncode, ended.stderr) == (2, "error: standard input: is empty; give a text\n")


@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_a_standard_output_that_takes_nothing_is_an_error_in_one_sentence(files: Path, where: str) -> None:
    ended = run(files, f"$solieu data stats a.jsonl {where}")

    assert ended.returncode == 2
    assert ended.stderr.startswith("error: standard output: cannot be written (")
    assert ended.stderr.endswith("); let it lead to an open file with room\n")
    assert ended.stderr.count("\n") == 1


def test_the_error_of_another_file_is_not_laid_upon_standard_output() -> None:
    said = explain(OSError(errno.ENOSPC, "No space left on device"))

    assert str(said) == (
        "a file cannot be read or written (No space left on device); see to it that there is room where it is"
    )


def test_files_are_written_all_the_same_where_all_streams_are_closed(files: Path) -> None:
    ended = run(files, "$solieu tables a.jsonl --out t.html <&- >&- 2>&-")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert (files / "t.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_an_error_that_cannot_be_said_is_told_by_the_status(files: Path) -> None:
    assert run(files, "$solieu tables none.jsonl --out t.html 2> /dev/full").returncode == 2


def test_a_reader_that_has_seen_enough_is_no_error_to_speak_of(files: Path) -> None:
    ended = run(files, "{ $solieu data stats a.jsonl; echo $? >&2; } | :")

    assert ended.stderr in ("1\n", "0\n")  # it may have said all before that


def test_an_interrupt_before_a_command_begins_says_nothing(files: Path) -> None:
    script = (
        "import os, signal, sys\nimport solieu.cli as cli\n"
        "cli.app = lambda **_: os.kill(os.getpid(), signal.SIGINT)\ncli.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=files,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_a_folder_that_may_not_be_entered_is_one_sentence(files: Path) -> None:
    script = (
        "import errno, sys\nimport solieu.cli as cli\n"
        "def app(**_): raise PermissionError(errno.EACCES, 'Permission denied', 'model/solieu.json')\n"
        "cli.app = app\ncli.main()"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=files, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr == (
        "error: model/solieu.json: cannot be used (Permission denied); see to it that you may read and write there\n"
    )


def test_a_standard_output_in_memory_is_used_as_it_is(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = TextIOWrapper(BytesIO(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", memory)
    monkeypatch.setattr("sys.argv", ["solieu", "data", "stats", str(files / "a.jsonl")])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code in (None, 0)
    assert sys.stdout is memory
    memory.seek(0)
    assert "INDICATOR" in memory.read()
