"""Standard input, output and error, which may be closed, full, or of an encoding without Vietnamese letters."""

from __future__ import annotations

import errno
import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper, UnsupportedOperation
from typing import TYPE_CHECKING, TextIO

from solieu.annotation.errors import SolieuError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STANDARD_OUTPUT = "standard output"
_NOT_WRITTEN = {errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def open_standard_streams() -> None:
    """Make sure that there are the three streams, as Python gives none for one that was closed (``>&-``).

    Nothing can be read from such a standard input, what is written to such a standard output is an error, and what is
    said on such a standard error is lost. It also keeps files that are opened later from getting their numbers, and
    with them what any library prints.
    """
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, flags)
            stream = os.fdopen(nothing, "r" if name == "stdin" else "w", encoding="utf-8", errors="backslashreplace")
            setattr(sys, name, stream)
    number = _number_of(sys.stdout)
    if isinstance(sys.stdout, TextIOWrapper) and number is not None:
        sys.stdout.flush()
        # Where the terminal's encoding has no Vietnamese letters, escapes stand for them.
        sys.stdout = TextIOWrapper(
            BufferedWriter(_StandardOutput(number, "w", closefd=False)),
            sys.stdout.encoding,
            "backslashreplace",
            line_buffering=sys.stdout.line_buffering,
        )


class _StandardOutput(FileIO):
    """Standard output, whose errors say that they are its own."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = _STANDARD_OUTPUT
            raise


def _number_of(stream: TextIO) -> int | None:
    """The file number of a stream; None for one in memory, which a calling program may have put there."""
    try:
        return stream.fileno()
    except UnsupportedOperation:
        return None


def drop_standard_output() -> None:
    """Let nothing more go to standard output, not even at the end of the process."""
    number = _number_of(sys.stdout)
    if number is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def explain(error: OSError) -> SolieuError | None:
    """Say in one sentence what the system has refused; None for what has nothing to do with files.

    Args:
        error: What a command did not expect.
    """
    reason = error.strerror or str(error)
    if error.filename == _STANDARD_OUTPUT:
        return SolieuError(f"standard output: cannot be written ({reason}); let it lead to an open file with room")
    if error.filename is not None and error.errno is not None:
        name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
        advice = "see to it that you may read and write there" if error.errno in _FORBIDDEN else "give another"
        return SolieuError(f"{name}: cannot be used ({reason}); {advice}")
    if error.errno not in _NOT_WRITTEN:
        return None
    return SolieuError(f"a file cannot be read or written ({reason}); see to it that there is room where it is")
