"""Identifies a picture by its decoded pixels, whatever its name, format or metadata."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

HASH_BYTES = 16


def pixel_hash(pixels: NDArray[np.uint8]) -> bytes:
    """A hash of the size and the pixels of an upright picture, 16 bytes; equal for exact duplicates.

    Two checksums of 32 bits and not one cryptographic hash: nobody forges pictures against it, and they cost half,
    which counts beside decoding. The doctor compares the looks, too, before it calls two pictures the same.

    Args:
        pixels: (H, W, 3) uint8 RGB.
    """
    height, width = pixels.shape[:2]
    content = np.ascontiguousarray(pixels).reshape(-1).data
    return struct.pack("<IIII", height, width, zlib.crc32(content), zlib.adler32(content))
