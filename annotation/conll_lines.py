"""The lines of a CoNLL file: which hold a token and its tag, and which begin a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from solieu.annotation.errors import SolieuError
from solieu.annotation.plain_text import decode_text

_TAG = re.compile(r"O|[BIESLU]-\S.*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_COLUMNS = "each line must be a token and its tag, or have four columns with the tag last"


@dataclass(frozen=True, slots=True)
class ConllLine:
    """A line that means something.

    Args:
        number: Its number in the file, from 1.
        kind: ``"token"``, ``"blank"``, ``"document"`` (``-DOCSTART-``), ``"id"`` (``# id = …``), ``"text"``
            (``# text = "…"``) or ``"underscores"`` (``# underscores = …``).
        token: The token, or what a comment line says after the equals sign.
        tag: The token's tag.
        place: Where the token stands in the text (code points, half open), if the file stores that.
    """

    number: int
    kind: Literal["token", "blank", "document", "id", "text", "underscores"]
    token: str = ""
    tag: str = ""
    place: tuple[int, int] | None = None


def looks_like_conll(line: str) -> bool:
    """Tell whether a line is a token with its tag, or begins a document in CoNLL's way."""
    fields = _fields(line.strip(" \t\r\n"))
    return fields[0] == "-DOCSTART-" or (len(fields) in (2, 4) and _TAG.fullmatch(fields[-1]) is not None)


def _fields(line: str) -> list[str]:
    """Split a line into its columns. Only spaces and tabs separate: a token may hold other white space."""
    return [part.strip(" ") for part in re.split(r"\t+", line)] if "\t" in line else re.split(" +", line)


def parse_lines(path: str | Path) -> tuple[list[ConllLine], list[str]]:
    """Take every line of a file apart.

    Args:
        path: The file, UTF-8.

    Returns:
        The lines that mean something, and what is wrong with those that cannot be read, a sentence each.

    Raises:
        SolieuError: The file as a whole cannot be read, is empty or is not UTF-8.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a CoNLL file") from None
    lines: list[ConllLine] = []
    problems: list[str] = []
    columns: tuple[int, bool] | None = None
    for number, line in enumerate(decode_text(data, str(path)).split("\n"), start=1):
        line = line.strip(" \t\r")
        fields = _fields(line)
        parsed = _marker(number, line, fields)
        if parsed is None and not _is_comment(line, fields):
            place = _place(fields)
            layout = len(fields), place is not None
            try:
                _check(fields, layout, columns)
            except SolieuError as error:
                problems.append(f"{path}, line {number}: {error}")
                continue
            columns = layout
            parsed = ConllLine(number, "token", fields[0], fields[-1], place)
        if parsed is not None:
            lines.append(parsed)
    if not problems and all(line.kind in ("blank", "document", "id", "underscores") for line in lines):
        problems.append(f"{path}: holds no token; each line must be a token and its tag")
    return lines, problems


def _marker(number: int, line: str, fields: list[str]) -> ConllLine | None:
    """Return what a line means if it holds no token: a blank line, or one that begins a document."""
    if not line:
        return ConllLine(number, "blank")
    if fields[0] == "-DOCSTART-" and _place(fields) is None:
        return ConllLine(number, "document")
    if "\t" not in line:
        if line.startswith("# id = "):
            return ConllLine(number, "id", line.removeprefix("# id = "))
        if line.startswith('# text = "'):
            return ConllLine(number, "text", line.removeprefix("# text = "))
        if line.startswith("# underscores = "):
            return ConllLine(number, "underscores", line.removeprefix("# underscores = ").strip())
    return None


def _is_comment(line: str, fields: list[str]) -> bool:
    """Tell a comment from a token that is a number sign."""
    return line.startswith("# ") and "\t" not in line and not _TAG.fullmatch(fields[-1])


def _place(fields: list[str]) -> tuple[int, int] | None:
    """Return the stored offsets of a line of four columns, or None where it has none."""
    if len(fields) == 4 and _NUMBER.fullmatch(fields[1]) and _NUMBER.fullmatch(fields[2]):
        return int(fields[1]), int(fields[2])
    return None


def _check(fields: list[str], layout: tuple[int, bool], columns: tuple[int, bool] | None) -> None:
    """Raise an error, without the place, for a line that cannot be a token with its tag."""
    if len(fields) not in (2, 4):
        raise SolieuError(f"has {len(fields)} column{'s' if len(fields) > 1 else ''}; {_COLUMNS}")
    if columns is not None and layout[0] != columns[0]:
        raise SolieuError(f"has {layout[0]} columns where the lines before have {columns[0]}; {_COLUMNS}")
    if columns is not None and layout[1] != columns[1]:
        raise SolieuError("has offsets in some lines only; columns 2 and 3 must be numbers in all lines or none")
    if not _TAG.fullmatch(fields[-1]):
        raise SolieuError(
            f"{fields[-1]!r} is no tag; the last column must be O, or B-, I-, E-, S-, L- or U- with a label"
        )
    place = _place(fields)
    if place is not None and place[1] - place[0] != len(fields[0]):
        raise SolieuError(
            f"the token {fields[0]!r} has {len(fields[0])} characters, but the offsets {place[0]}-{place[1]}"
        )
