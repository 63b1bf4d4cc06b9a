"""The strings of a pickle, without unpickling it."""

from __future__ import annotations

import pickletools
from collections.abc import Iterator


def pickled_strings(content: bytes) -> Iterator[str]:
    """Read the strings that a pickle holds; nothing of what it asks to call or to import is done.

    Args:
        content: The pickle, of any protocol.

    Yields:
        Its strings in order, the names of attributes among them.

    Raises:
        ValueError: It is not a whole pickle.
    """
    for opcode, argument, _ in pickletools.genops(content):
        if isinstance(argument, str) and "UNICODE" in opcode.name:
            yield argument
