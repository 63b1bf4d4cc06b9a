"""`make test` runs the tests of a file, and of a folder that shares something, in one process."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_tests_that_share_what_takes_long_to_start_are_in_one_process() -> None:
    (command,) = re.findall(r"-m pytest (.*--numprocesses.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    words = command.replace("--numprocesses=auto", "--numprocesses=2").split()
    files = ["tests/test_statistics.py", "tests/test_tags.py", "tests/test_markup.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "--verbose", *files],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=True,
    )

    ran = re.findall(r"^\[(gw\d)\].*? (tests/\w+\.py)::", done.stdout, re.MULTILINE)
    assert {file for _, file in ran} == set(files)
    assert len({process for process, _ in ran}) == 2
    assert len(set(ran)) == len(files)
