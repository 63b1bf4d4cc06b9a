"""Which ids have come already, of ten million articles and more."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_BYTES = 16
_RECENT = 50_000


class SeenIds:
    """A set of ids that holds 16 bytes of each: sorted hashes, and a small set of those that came last.

    That two of ten million different ids have the same hash has a probability of 1e-25.
    """

    def __init__(self) -> None:
        self._sorted: NDArray[np.bytes_] = np.empty(0, dtype=f"S{_BYTES}")
        self._recent: set[bytes] = set()

    def add(self, name: str) -> bool:
        """Add an id, and return whether it is new."""
        # numpy's fixed strings know no zero bytes at their end.
        key = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest().rstrip(b"\0")
        place = int(np.searchsorted(self._sorted, np.bytes_(key)))
        if key in self._recent or (place < len(self._sorted) and self._sorted[place] == key):
            return False
        self._recent.add(key)
        if len(self._recent) == _RECENT:
            self._merge()
        return True

    def _merge(self) -> None:
        recent = np.array(sorted(self._recent), dtype=self._sorted.dtype)
        self._sorted = np.insert(self._sorted, np.searchsorted(self._sorted, recent), recent)
        self._recent.clear()
