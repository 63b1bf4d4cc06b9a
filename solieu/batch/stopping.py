"""SIGTERM and Ctrl-C: the first one lets the shard at hand be finished, the second one stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Interrupted(KeyboardInterrupt):
    """The process was told to stop, and has nothing at hand that is to be finished.

    Args:
        number: The signal that told it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


class Stop:
    """Whether the process has been told to stop.

    Args:
        announce: Called, in the midst of anything, when the process will stop after the shard at hand.
    """

    def __init__(self, announce: Callable[[], None]) -> None:
        self.requested: int | None = None
        self._announce = announce
        self._at_hand = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Handle the signals, but for those that are ignored; only the main thread can."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        heard = [number for number in _SIGNALS if before[number] is not signal.SIG_IGN]
        for number in heard:
            signal.signal(number, self._handle)
        try:
            yield
        finally:
            for number in heard:
                signal.signal(number, before[number])

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Let the first signal wait for the end of this block."""
        self._at_hand = True
        try:
            yield
        finally:
            self._at_hand = False

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if not self._at_hand or self.requested is not None:
            raise Interrupted(number)
        self.requested = number
        self._announce()
