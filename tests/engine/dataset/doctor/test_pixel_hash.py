import io

import numpy as np
from PIL import Image

from engine.dataset.doctor.pixel_hash import HASH_BYTES, pixel_hash

PIXELS = np.random.default_rng(1).integers(0, 256, (7, 5, 3), np.uint8)


def test_equal_pixels_have_one_hash() -> None:
    assert pixel_hash(PIXELS) == pixel_hash(PIXELS.copy())
    assert len(pixel_hash(PIXELS)) == HASH_BYTES


def test_one_changed_value_changes_the_hash() -> None:
    changed = PIXELS.copy()
    changed[6, 4, 2] ^= 1

    assert pixel_hash(changed) != pixel_hash(PIXELS)


def test_the_same_values_in_another_shape_are_another_picture() -> None:
    assert pixel_hash(PIXELS.reshape(5, 7, 3)) != pixel_hash(PIXELS)


def test_a_lossless_copy_in_another_format_has_the_hash_of_the_original() -> None:
    stream = io.BytesIO()
    Image.fromarray(PIXELS).save(stream, "BMP")

    assert pixel_hash(np.asarray(Image.open(stream))) == pixel_hash(PIXELS)


def test_a_view_that_is_not_contiguous_counts_by_its_pixels() -> None:
    assert pixel_hash(PIXELS[:, ::-1]) == pixel_hash(np.ascontiguousarray(PIXELS[:, ::-1]))
