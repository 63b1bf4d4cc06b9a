"""Files that are either written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from solieu.annotation.errors import SolieuError

# What a failed write to an open file reports; such an error names no file.
_WRITE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


@contextmanager
def write_atomically(path: str | Path, mode: Literal["w", "wb"] = "w") -> Iterator[IO[Any]]:
    """Open a file for writing that appears under its name only when the block ends without an error.

    The content goes to a temporary file in the same folder, which then takes the file's place. Until then
    a file that stood there stays as it was; after an error nothing of the attempt is left. A replaced file
    keeps its permissions, and a symbolic link keeps pointing at the file that it named. Something that is no
    file, such as ``/dev/stdout``, is written to directly.

    Args:
        path: The file. Its folder must exist.
        mode: ``"w"`` for text, which is written as UTF-8 with its line ends as they are, or ``"wb"``.

    Yields:
        The open file.

    Raises:
        SolieuError: The file cannot be written: no such folder, no permission, or the disk is full.
    """
    text_options: dict[str, str] = {} if mode == "wb" else {"encoding": "utf-8", "newline": ""}
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".solieu-{secrets.token_hex(8)}.tmp")
    try:
        existing = _mode_of(path)
        if existing is not None and not stat.S_ISREG(existing):
            with Path(path).open(mode, **text_options) as stream:  # type: ignore[call-overload]
                yield stream
            return
        try:
            # Made anew ("x"), so that the user's umask decides on the permissions, as for any new file.
            with temporary.open(mode.replace("w", "x"), **text_options) as stream:  # type: ignore[call-overload]
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if existing is not None:
                temporary.chmod(stat.S_IMODE(existing))
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        if not _is_about(error, (str(path), str(temporary))):
            raise
        raise SolieuError(f"{path}: cannot be written ({error.strerror}); {_advice(error)}") from None


def sync_folder(folder: Path) -> None:
    """Make sure that the names of the files in a folder, as they now are, survive a loss of power.

    Args:
        folder: The folder. Some network file systems know no such thing; nothing is done there.
    """
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(number)


def _is_about(error: OSError, names: tuple[str, str]) -> bool:
    """Tell an error of writing the file from one of something else that ran inside the block."""
    return error.errno in _WRITE_ERRORS if error.filename is None else error.filename in names


def _mode_of(path: str | Path) -> int | None:
    """Return the mode bits of what stands at ``path``, or None where nothing does."""
    try:
        return Path(path).stat().st_mode
    except FileNotFoundError:
        return None


def _advice(error: OSError) -> str:
    """Return what to do about an error of writing."""
    if error.errno in _WRITE_ERRORS:
        return "make room on the disk and try again"
    if isinstance(error, FileNotFoundError):
        return "make the folder first"
    if isinstance(error, IsADirectoryError):
        return "give the name of a file"
    return "give a place that you may write to"
