"""Memory that is free but not given back.

Batches have many shapes, and their tensors leave holes in the C library's heap that are seldom filled again: without
this a training on CPU grows by some hundred megabytes an epoch, and an extraction from an archive without end.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def return_free_memory() -> None:
    """Give free memory back to the system, where the C library is one that can (glibc)."""
    trim = _heap_trimmer()
    if trim is not None:
        trim(0)


@cache
def _heap_trimmer() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # TypeError: Windows has no library without a name
        return None
