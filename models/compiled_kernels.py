"""How much of what oneDNN compiles for shapes of batches stays in memory."""

from __future__ import annotations

import os

# PyTorch's own cache and oneDNN's each keep what was compiled for so many shapes of products, 1,024 if nobody says
# otherwise. Batches have ever new shapes, so that these are hundreds of megabytes after ten thousand articles. With
# 128 an extraction takes some 4 % longer, and its memory stays what it was after the first thousand.
_CACHES = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128", "LRU_CACHE_CAPACITY": "128"}


def keep_few_compiled_kernels() -> None:
    """Bound the memory of compiled kernels, unless the environment says how much of it there may be.

    The libraries read this once, before they compile anything for the first time.
    """
    for name, shapes in _CACHES.items():
        os.environ.setdefault(name, shapes)
