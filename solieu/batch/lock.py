"""One process at a time in a directory."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from solieu.annotation.errors import SolieuError

LOCK = ".solieu-lock"


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Keep other processes from working in a directory.

    Args:
        directory: It must exist. A file in it is locked, and stays; the lock ends with the process, however it ends.

    Raises:
        SolieuError: Another process works in it, or it cannot be written to or locked.
    """
    with _lock(directory):
        yield


def _lock(directory: Path) -> IO[bytes]:
    path = directory / LOCK
    try:
        stream = path.open("ab")
    except OSError as error:
        raise SolieuError(f"{path}: cannot be written ({error.strerror}); give another --out") from None
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        raise SolieuError(
            f"{directory}: another process works in it; wait until that has ended, or give another --out"
        ) from None
    except OSError as error:
        stream.close()
        raise SolieuError(f"{path}: cannot be locked ({error.strerror}); give an --out on another disk") from None
    return stream
