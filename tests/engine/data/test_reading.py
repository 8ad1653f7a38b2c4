from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import InputConfig
from engine.data.reading import read_fitted
from engine.dataset.pictures.decode import DecodeError

CONFIG = InputConfig(height=32, width=32, channels=3)


def test_a_small_picture_is_read_as_it_is(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (32, 32, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")

    fitted, _ = read_fitted(tmp_path / "a.png", CONFIG)

    assert np.array_equal(fitted, pixels)


def test_the_placement_speaks_of_the_original_also_where_a_jpeg_was_decoded_smaller(tmp_path: Path) -> None:
    Image.new("RGB", (1600, 1200), (200, 10, 10)).save(tmp_path / "large.jpg")

    fitted, placement = read_fitted(tmp_path / "large.jpg", CONFIG)

    assert placement.original_size == (1600, 1200)
    assert placement.visible_in_input() == (0.0, 4.0, 32.0, 28.0)
    assert fitted[16, 16].astype(int) == pytest.approx([200, 10, 10], abs=4)
    assert (fitted[:4] == 128).all()


def test_a_broken_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")

    with pytest.raises(DecodeError):
        read_fitted(tmp_path / "broken.png", CONFIG)
