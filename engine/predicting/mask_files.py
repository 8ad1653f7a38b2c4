"""Writes what a run says of every pixel: a mask for each picture, and the picture with it laid over."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.masks import ClassArea, ClassMask
from engine.dataset.pictures.decode import LARGEST_MEGAPIXELS, DecodeError, decode_picture
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.readers.masks.codes import voc_colour
from engine.model_store import LoadedRun
from engine.overlays import blend, write_png
from engine.predicting.mask_network import mask_network
from engine.tiling.sinks import class_mask_file

OnProgress = Callable[[str, int, int], None]
MOST_SIDE_PX = 1024
MASK_ENDING = ".mask.png"


def write_masks(
    run: LoadedRun, images: Sequence[Path], names: Sequence[str], out: Path, *, on_progress: OnProgress
) -> tuple[list[tuple[ClassMask, str]], dict[str, str]]:
    """Look at picture files of any size, in bounded memory.

    Args:
        run: the network.
        images: files.
        names: of the pictures that are written, one for each, ending in ".png".
        out: folder that exists.
        on_progress: told (what, done, total); may raise to stop, which leaves no half mask behind.

    Returns:
        What is said of the pictures that could be read, each with the name of its mask's file, and the reason for
        each of the others.
    """
    said: list[tuple[ClassMask, str]] = []
    problems: dict[str, str] = {}
    palette = class_palette(len(run.classes))
    for image, name in zip(images, names, strict=True):
        mask = out / f"{Path(name).stem}{MASK_ENDING}"
        try:
            found = _write_mask(run, image, mask, palette, on_progress)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        said.append((found, mask.name))
        if found.width * found.height <= LARGEST_MEGAPIXELS * 1_000_000:
            _write_overlay(image, mask, out / name, palette)
    return said, problems


def class_palette(classes: int) -> NDArray[np.uint8]:
    """(classes, 3) colours of masks, those of VOC."""
    return np.array([list(voc_colour(index).to_bytes(3, "big")) for index in range(classes)], np.uint8)


def _write_mask(
    run: LoadedRun, image: Path, mask: Path, palette: NDArray[np.uint8], on_progress: OnProgress
) -> ClassMask:
    with opened_regions(image, on_progress=on_progress) as source:
        height, width = source.height, source.width
        with class_mask_file(mask, height=height, width=width, palette=palette) as written:
            mask_network(run).predict(source, [written], on_progress=on_progress)
        areas = written.areas_px
    return ClassMask(
        image=str(image),
        width=width,
        height=height,
        areas=tuple(
            ClassArea(label=label, pixels=pixels, share=pixels / (width * height))
            for label, pixels in zip(run.classes, areas, strict=True)
        ),
    )


def _write_overlay(image: Path, mask: Path, place: Path, palette: NDArray[np.uint8]) -> None:
    """The picture, made smaller where it is large, with the colours of its classes; the first class stays clear."""
    pixels = decode_picture(image, max_side=MOST_SIDE_PX).pixels
    with Image.open(mask) as opened:
        codes = np.asarray(opened.resize((pixels.shape[1], pixels.shape[0]), Image.Resampling.NEAREST))
    picture = np.broadcast_to(pixels, (*codes.shape, 3))
    write_png(place, np.where((codes == 0)[..., None], picture, blend(picture, palette[codes])))
