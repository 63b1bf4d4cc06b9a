"""The files that a run reads: their hashes, whether they are those of the run, and how far they have been read."""

from __future__ import annotations

import errno
import json
import os
import stat
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_record
from solieu.annotation.uris import file_status, is_uri, open_file
from solieu.articles import Columns, find_files, read_articles
from solieu.articles.sources import names_repeat

_BLOCK = 1 << 20
_LINES = (".jsonl", ".ndjson")


class Inputs:
    """The files that a run reads.

    Args:
        paths: As `find_files` takes them.
        out: The directory or URI that is written to.

    Raises:
        SolieuError: There is no file, one can be read only once, or one is in the directory that is written to.
    """

    def __init__(self, paths: Sequence[str], out: str) -> None:
        for path in paths:
            _refuse_own(_local(path), _local(out))
        found, self.errors = find_files(paths)
        # A pattern may match what the run wrote when it was begun.
        self.files = [file for file in found if not _is_below(_local(file), _local(out))]
        if found and not self.files:
            raise SolieuError(f"{out}: all articles that were found are in it; give another --out")
        if not any(map(_is_there, self.files)):
            raise [*self.errors, *map(_missing, self.files)][0]
        for file in self.files:
            _refuse_pipe(file)
        self.names_repeat = names_repeat(self.files)
        self.total_bytes = sum(map(_size, self.files))
        self.done_bytes = 0
        # The place of the article that was read last: the number of its file, from 0, or -1 where there is none, and
        # how many articles come before it in that.
        self.at = (-1, -1)
        self.changed: str | None = None
        # Of each file, as it was hashed: 24 bytes of it, of ten million files, too.
        self._sizes, self._times, self._lines = (array("q") for _ in range(3))

    def hashes(self, advance: Callable[[int], None]) -> Iterator[bytes]:
        """Hash the files.

        Args:
            advance: Called with a number of bytes that have been read.

        Yields:
            For each file its line in the list of inputs.
        """
        for array_ in (self._sizes, self._times, self._lines):
            del array_[:]
        for file in self.files:
            yield encode_record(self._hash(file, advance))

    def _hash(self, file: str, advance: Callable[[int], None]) -> dict[str, Any]:
        digest, size, lines = sha256(), 0, 0
        status = _status(file)
        try:
            with open_file(file) as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
                    lines += block.count(b"\n")
                    advance(len(block))
        except OSError as error:
            status = (0, 0)
            return {"path": file, "error": error.strerror}
        finally:
            self._sizes.append(status[0])
            self._times.append(status[1])
            self._lines.append(max(lines, 1) if file.lower().endswith(_LINES) else 1)
        return {"path": file, "bytes": size, "sha256": digest.hexdigest()}

    def articles(self, max_characters: int, columns: Columns) -> Iterator[tuple[str | None, Document | SolieuError]]:
        """Read the articles, after the files have been hashed; `done_bytes` and `at` say how far they have been read.

        Args:
            max_characters: As for `read_articles`.
            columns: As for `read_articles`.

        Yields:
            The file, or None where there is none, and the article or why it cannot be read.
        """
        self.done_bytes = 0
        columns = replace(columns, by_path=self.names_repeat)
        for number, error in enumerate(self.errors):
            self.at = (-1, number)
            yield None, error
        before = 0
        facts = zip(self.files, self._sizes, self._times, self._lines, strict=True)
        for index, (file, size, time, lines) in enumerate(facts):
            for number, article in enumerate(read_articles([file], max_characters, columns), start=1):
                self.at = (index, number - 1)
                self.done_bytes = before + size * min(number, lines) // lines if lines > 1 else before
                yield file, article
            before += size
            self.done_bytes = before
            if time and _status(file) != (size, time):
                self.changed = self.changed or file

    def refuse_changed(self) -> None:
        """Refuse to go on if a file is no longer what was hashed.

        Raises:
            SolieuError: A file was changed while the run went on.
        """
        if self.changed is not None:
            raise SolieuError(
                f"{self.changed}: was changed while the run went on; put it back, or begin anew with --overwrite"
            )


def compare(recorded: Path, now: Iterable[bytes]) -> str | None:
    """Compare the inputs of a run with those that are there now.

    Args:
        recorded: The list of inputs of the run.
        now: The lines of the list of those that are there now.

    Returns:
        What differs first, or None.
    """
    with recorded.open("rb") as stream:
        for old, new in zip_longest(stream, now):
            if old != new:
                return _difference(*(None if line is None else json.loads(line)["path"] for line in (old, new)))
    return None


def _difference(old: str | None, new: str | None) -> str:
    if old is None:
        return f"{new} is new"
    if new is None:
        return f"{old} is no longer among them"
    return f"{new} is not what it was" if old == new else f"there is {new} where {old} was"


def _is_there(file: str) -> bool:
    return file == "-" or _status(file) != (0, 0)


def _missing(file: str) -> SolieuError:
    """Say why a file is not there."""
    try:
        file_status(file)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            return SolieuError(f"{file}: cannot be read ({error.strerror}); give files that you may read")
    return SolieuError(f"{file}: there is no such file")


def _status(file: str) -> tuple[int, int]:
    """Return a file's size and when it was changed last, zeros where there is none."""
    try:
        return file_status(file)
    except OSError:
        return 0, 0


def _size(file: str) -> int:
    return _status(file)[0]


def _refuse_pipe(file: str) -> None:
    if is_uri(file):
        return
    try:
        once = file == "-" or not stat.S_ISREG(Path(file).stat().st_mode)
    except OSError:
        return
    if once:
        name = "standard input" if file == "-" else file
        raise SolieuError(f"{name}: cannot be read again by a run that goes on; give a file or a directory")


def _local(name: str) -> str:
    """Return the path that a URI of this machine names, or the name as it is."""
    return unquote(urlsplit(name).path) if name.startswith("file://") else name


def _is_below(file: str, out: str) -> bool:
    """Whether a file is in the directory that is written to."""
    if file == "-" or is_uri(file) or is_uri(out):
        return False
    return _real(file).is_relative_to(_real(out))


def _real(path: str) -> Path:
    """Return where links lead to; unlike `Path.resolve`, those that lead to themselves are left as they are."""
    return Path(os.path.realpath(path))


def _refuse_own(path: str, out: str) -> None:
    """Refuse articles in the directory that is written to, and such a directory among the articles."""
    if is_uri(path) or is_uri(out):
        given_uri, own_uri = f"{path.rstrip('/')}/", f"{out.rstrip('/')}/"
        if given_uri.startswith(own_uri) or own_uri.startswith(given_uri):
            raise SolieuError(f"{out}: is among the articles, which are read from {path}; give another --out")
        return
    given, own = _real(path), _real(out)
    if path != "-" and (given.is_relative_to(own) or own.is_relative_to(given)):
        raise SolieuError(f"{out}: is among the articles, which are read from {path}; give another --out")
