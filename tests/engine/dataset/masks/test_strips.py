"""A mask that is read in strips says what it says as a whole."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.large_files import cut_into_tiles, write_tiled_tiff
from engine.contract.annotations import MaskReading
from engine.dataset.masks import strips
from engine.dataset.masks.strips import mask_strips
from engine.dataset.masks.values import read_mask, values_as
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.regions import png_rows

READINGS: tuple[MaskReading, ...] = ("binary", "grey", "palette", "rgb")
RNG = np.random.default_rng(9)
CODES = RNG.integers(0, 5, (47, 61), np.uint8)


@pytest.fixture(autouse=True)
def _small_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "WHOLE_MEGAPIXELS", 0)
    monkeypatch.setattr(png_rows, "BLOCK_BYTES", 80)


def with_palette(colours: list[int]) -> Image.Image:
    image = Image.fromarray(CODES)
    image.putpalette(colours)
    return image


def pictures() -> dict[str, Image.Image]:
    # The fifth colour of the greys is none, and occurs in the last rows only.
    greys = with_palette([0, 0, 0, 9, 9, 9, 140, 140, 140, 200, 200, 200, 250, 250, 250])
    late = CODES.copy()
    late[:40][late[:40] == 4] = 3
    late[45, 5] = 4
    coloured_late = Image.fromarray(late)
    coloured_late.putpalette([0, 0, 0, 9, 9, 9, 140, 140, 140, 200, 200, 200, 250, 0, 0])
    return {
        "grey": Image.fromarray(CODES * np.uint8(50)),
        "greys of a palette": greys,
        "a colour in the last rows": coloured_late,
        "colours of a palette": with_palette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]),
        "rgb": Image.fromarray(RNG.integers(0, 3, (47, 61, 3), np.uint8) * np.uint8(120)),
        "bits": Image.fromarray(CODES > 2),
        "deep": Image.fromarray(CODES.astype(np.uint16) * 9000),
    }


def read_in_strips(path: Path, reading: MaskReading) -> np.ndarray[Any, Any]:
    return np.concatenate([values_as(strip, reading) for strip in mask_strips(path, reading)])


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("ending", ["png", "tif"])
@pytest.mark.parametrize("name", list(pictures()))
def test_strips_are_the_whole_mask(tmp_path: Path, name: str, ending: str, reading: MaskReading) -> None:
    path = tmp_path / f"mask.{ending}"
    more = {"tiffinfo": {278: 10}} if ending == "tif" else {}
    pictures()[name].save(path, **more)

    assert len(list(mask_strips(path, reading))) > 1
    assert np.array_equal(read_in_strips(path, reading), values_as(read_mask(path), reading))


@pytest.mark.parametrize("reading", READINGS)
def test_tiles_of_a_tiff_file_are_joined(tmp_path: Path, reading: MaskReading) -> None:
    path = tmp_path / "mask.tif"
    blocks = [np.repeat(CODES[top : top + 16, :, None] * np.uint8(50), 3, axis=2) for top in range(0, 47, 16)]
    write_tiled_tiff(path, cut_into_tiles(blocks, 16), height=47, width=61)

    assert len(list(mask_strips(path, reading))) == 3
    assert np.array_equal(read_in_strips(path, reading), values_as(read_mask(path), reading))


def test_a_turned_mask_is_turned_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(CODES).save(path, exif=exif)

    assert np.array_equal(read_in_strips(path, "grey"), read_mask(path).values)
    assert read_in_strips(path, "grey").shape == (61, 47)


def test_a_damaged_mask_is_an_error_of_the_mask(tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    Image.fromarray(RNG.integers(0, 255, (47, 61), np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:-900])

    with pytest.raises(DecodeError, match="ends too early"):
        read_in_strips(path, "grey")
