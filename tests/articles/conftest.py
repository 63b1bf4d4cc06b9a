"""Files of articles, and what is read from them."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.articles import Columns, read_articles

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[[str], str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a file below the test's directory, and return its path."""

    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def only_error() -> OnlyError:
    """Return the message of the one thing that a file gives, without the file's name."""

    def read(file: str, max_characters: int | None = None, columns: Columns | None = None) -> str:
        (error,) = read_articles([file], max_characters, columns or Columns())
        assert isinstance(error, SolieuError)
        assert "\n" not in str(error)
        name = "standard input" if file == "-" else file
        assert str(error).startswith(name)
        return str(error)[len(name) :].removeprefix(": ").removeprefix(", ")

    return read


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    """Give something to standard input."""

    def give(content: str | bytes) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return give
