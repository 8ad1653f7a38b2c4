"""Small masks and pictures for the tests of mask readers."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.dataset import Candidate
from engine.dataset.listing import Listing
from engine.dataset.recognise import Recognised, list_dataset, recognise, scan_place
from tests.engine.dataset.small_datasets import ignore_progress

SIDE = 24
Change = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]


def save_photo(path: Path, seed: int = 1, side: int = SIDE) -> Path:
    """Noise, which nothing takes for a mask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    return path


def save_mask(path: Path, values: tuple[int, ...] = (0, 255), side: int = SIDE, dtype: type = np.uint8) -> Path:
    """Stripes of these values from left to right, equally wide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(stripes(values, side, dtype)).save(path)
    return path


def stripes(values: tuple[int, ...], side: int = SIDE, dtype: type = np.uint8) -> NDArray[np.uint8]:
    columns = np.array(values, dtype)[np.arange(side) * len(values) // side]
    return np.tile(columns, (side, 1))


def save_colour_mask(path: Path, colours: tuple[tuple[int, int, int], ...]) -> Path:
    """Stripes of colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    indices = stripes(tuple(range(len(colours))))
    Image.fromarray(np.array(colours, np.uint8)[indices]).save(path)
    return path


def save_palette_mask(path: Path, indices: tuple[int, ...], palette: dict[int, tuple[int, int, int]]) -> Path:
    """Stripes of indices with a palette."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(stripes(indices)).convert("P")
    colours = np.zeros((256, 3), np.uint8)
    for index, colour in palette.items():
        colours[index] = colour
    image.putpalette(colours.ravel().tolist())
    image.save(path)
    return path


def recognised(root: Path) -> Recognised:
    return recognise(scan_place(root.resolve(), ignore_progress))


def listed(root: Path, key: str | None = None) -> Listing:
    """The listing of a folder as its surest candidate reads it, or the one with this key."""
    scan = scan_place(root.resolve(), ignore_progress)
    return list_dataset(scan, recognise(scan, key), ignore_progress)


def keys(candidates: tuple[Candidate, ...], name: str = "masks") -> list[str]:
    return [candidate.place for candidate in candidates if candidate.format == name]


def pairs(listing: Listing) -> dict[str, list[str]]:
    """Paths of the masks of each picture."""
    return {image.path: [one.geometry.path for one in image.annotations] for image in listing.images}  # type: ignore[union-attr]  # masks only
