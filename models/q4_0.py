"""Q4_0, the 4-bit weight format of ggml.

Blocks of 32 weights are stored as a float16 scale ``d`` and 16 bytes; byte ``j`` holds weight ``j`` in its
low and weight ``j + 16`` in its high four bits. A weight is ``(nibble - 8) * d``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18


def dequantise(data: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks.

    Args:
        data: The bytes of whole blocks, of any shape with ``18 * blocks`` elements.

    Returns:
        Float32 weights, shape (32 * blocks,).
    """
    blocks = np.ascontiguousarray(data).reshape(-1, BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    weights = np.empty((len(blocks), BLOCK_WEIGHTS), dtype=np.float32)
    weights[:, :16] = blocks[:, 2:] & 0x0F
    weights[:, 16:] = blocks[:, 2:] >> 4
    weights -= 8
    with np.errstate(invalid="ignore"):  # a damaged scale; whoever reads the tensor refuses what is not finite
        weights *= scales
    return weights.reshape(-1)
