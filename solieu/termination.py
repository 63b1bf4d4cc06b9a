"""The end of a process from outside, as Ctrl-C is it: what is unfinished goes, and nothing else is touched."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

# What `kill`, and the closing of a terminal, send.
_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block by an exception, so that files that are not whole are removed.

    The exit status is then 128 and the number of the signal. Signals that are ignored (`nohup`), or that a program has
    handled which is not Python, stay so; only the main thread can handle any.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = [number for number in _SIGNALS if before[number] not in (None, signal.SIG_IGN)]
    for number in heard:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
