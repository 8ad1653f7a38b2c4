"""Identifies a picture by its decoded pixels, whatever its name, format or metadata."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

HASH_BYTES = 12


def pixel_hash(pixels: NDArray[np.uint8]) -> bytes:
    """Size and checksum of the pixels of an upright picture, 12 bytes; equal for exact duplicates.

    A checksum and not a cryptographic hash: it costs a fifth, which counts beside decoding, and nobody forges pictures
    against it. Among a million pictures of one size about a hundred pairs would agree by chance: the doctor compares
    the looks, too, before it calls two pictures the same.

    Args:
        pixels: (H, W, 3) uint8 RGB.
    """
    height, width = pixels.shape[:2]
    return struct.pack("<III", height, width, zlib.crc32(np.ascontiguousarray(pixels).reshape(-1).data))
