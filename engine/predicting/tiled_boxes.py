"""Finds objects of a large picture in overlapping tiles of its own size, and in the picture as a whole.

A picture that is shrunk to the network's input loses its small objects; parts as large as the input keep them (slicing
aided inference, Akyon et al. 2022, 2202.06934, section 3). What a tile's inner border cuts is left out where a
neighbour, or the whole picture, shows more of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.fitting import PAD_VALUE, Placement, in_channels
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.pictures.regions.source import Region, RegionSource
from engine.model_store import LoadedRun, Pixels
from engine.ops.boxes.finding import Choice
from engine.ops.detections.choosing import choose_objects, overlaps_within
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import FoundBoxes, box_areas
from engine.predicting.finder import finder_of

OnProgress = Callable[[str, int, int], None]
MaskedBoxes = tuple[FoundBoxes, tuple[MaskPart, ...]]
OVERLAP = 0.25
"""Share of a tile's side that it has in common with its neighbour: objects up to this size are whole in one of them."""
NEAR_BORDER_PX = 3.0
"""A box that ends so near to an inner border is cut by it."""
COVERED = 0.7
"""A cut box is left out if a larger one of its class, which shows more of the object, covers so much of it."""
MOST_OF_CLASS, MOST = 1000, 3000
"""Boxes of a class and of all classes of a picture: what is compared grows with the square."""
BATCH = 8


def tile_regions(height: int, width: int, *, window: tuple[int, int], overlap: float = OVERLAP) -> list[Region]:
    """Windows that cover a picture, evenly spread, from left to right, from top to bottom.

    Args:
        height: of the picture in pixels.
        width: of the picture in pixels.
        window: rows and columns of the network's input; a smaller picture has one window of its own size.
        overlap: least share of a window's side that neighbours have in common, in [0, 1).
    """
    rows, columns = (
        _starts(length, min(side, length), overlap) for length, side in zip((height, width), window, strict=True)
    )
    return [
        Region(top=top, bottom=min(top + window[0], height), left=left, right=min(left + window[1], width))
        for top in rows
        for left in columns
    ]


def find_in_tiles(
    run: LoadedRun, image: Path, choice: Choice, *, on_progress: OnProgress
) -> tuple[tuple[int, int], MaskedBoxes]:
    """(width, height) of a picture file, and its objects in its pixels, best first; their masks, if they have some.

    Memory is bounded for the kinds of files that are read in parts; only the whole picture is then left out where it is
    beyond the ordinary limit.

    Args:
        run: a detector.
        image: a picture file.
        choice: which boxes are found in each tile, and which of them can stay together.
        on_progress: told (what, done, total); may raise to stop.

    Raises:
        DecodeError: the file is no sound picture.
    """
    with opened_regions(image, on_progress=on_progress) as source:
        regions = tile_regions(source.height, source.width, window=(run.input.height, run.input.width))
        found = _whole_picture(run, image, choice) if len(regions) > 1 else []
        for start in range(0, len(regions), BATCH):
            on_progress(f"Looking at tiles of {image.name}", start, len(regions))
            found += _look(run, source, regions[start : start + BATCH], choice)
        return (source.width, source.height), merge_tiles(found, iou_threshold=choice.iou)


@dataclass(frozen=True, slots=True, eq=False)
class TileBoxes:
    """What was found in one tile, in pixels of the picture.

    Attributes:
        found: best first.
        is_cut: (n,), whether an inner border of the tile cuts the box.
        masks: of each box; none where the network says only boxes.
    """

    found: FoundBoxes
    is_cut: NDArray[np.bool_]
    masks: tuple[MaskPart, ...] = ()


def cut_by_borders(boxes_xyxy: NDArray[np.float64], region: Region, *, height: int, width: int) -> NDArray[np.bool_]:
    """(n,) which boxes end at a border of a tile that is none of the picture's."""
    inner = np.array([region.left > 0, region.top > 0, region.right < width, region.bottom < height])
    borders = np.array([region.left, region.top, region.right, region.bottom], np.float64)
    beyond = (boxes_xyxy - borders) * np.array([-1.0, -1.0, 1.0, 1.0])
    return ((beyond >= -NEAR_BORDER_PX) & inner).any(axis=1)


def merge_tiles(tiles: Sequence[TileBoxes], *, iou_threshold: float) -> MaskedBoxes:
    """One picture of many tiles: without what is cut and less so elsewhere, and without what lies under a better box.

    Args:
        tiles: of one picture.
        iou_threshold: of two boxes of a class whose IoU is above it, only the better one stays.
    """
    boxes = np.concatenate([np.zeros((0, 4)), *(each.found.boxes_xyxy for each in tiles)])
    classes = np.concatenate([np.zeros(0, np.int64), *(each.found.classes for each in tiles)])
    scores = np.concatenate([np.zeros(0), *(each.found.scores for each in tiles)])
    is_cut = np.concatenate([np.zeros(0, np.bool_), *(each.is_cut for each in tiles)])
    kept = []
    for one in np.unique(classes):
        places = np.flatnonzero(classes == one)
        places = places[np.argsort(-scores[places], kind="stable")][:MOST_OF_CLASS]
        cut = np.flatnonzero(is_cut[places])
        places = np.delete(places, cut[_covered(boxes[places][cut], boxes[places])])
        alone = FoundBoxes(boxes[places], classes[places], scores[places])
        chosen = choose_objects(alone, overlaps_within(alone), score_threshold=0.0, iou_threshold=iou_threshold)
        kept.append(places[chosen.is_kept])
    order = np.concatenate([np.zeros(0, np.intp), *kept])
    order = order[np.argsort(-scores[order], kind="stable")][:MOST]
    masks = [mask for each in tiles for mask in each.masks]
    return FoundBoxes(boxes[order], classes[order], scores[order]), tuple(masks[place] for place in order if masks)


def _covered(cut: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n,) of which boxes a larger one covers most."""
    first = np.maximum(cut[:, None, :2], others[None, :, :2])
    sides = np.maximum(np.minimum(cut[:, None, 2:], others[None, :, 2:]) - first, 0.0)
    is_larger = box_areas(others)[None] > box_areas(cut)[:, None]
    common = np.where(is_larger, sides[..., 0] * sides[..., 1], 0.0).max(axis=1, initial=0.0)
    return common >= COVERED * np.maximum(box_areas(cut), np.spacing(1))


def _starts(length: int, side: int, overlap: float) -> list[int]:
    steps = -(-(length - side) // max(1, int(side * (1.0 - overlap))))
    return [(length - side) * step // max(steps, 1) for step in range(steps + 1)]


def _whole_picture(run: LoadedRun, image: Path, choice: Choice) -> list[TileBoxes]:
    try:
        pixels, placement = run.read(image)
    except DecodeError:  # Beyond the limit for whole pictures: its tiles were opened all the same.
        return []
    padded = np.concatenate([pixels[None], np.zeros((BATCH - 1, *pixels.shape), pixels.dtype)])
    ((found, masks),) = finder_of(run, choice).find_masked(run.prepare(padded), [placement])
    return [TileBoxes(found, np.zeros(len(found.scores), np.bool_), masks)]


def _look(run: LoadedRun, source: RegionSource, regions: Sequence[Region], choice: Choice) -> Iterator[TileBoxes]:
    windows = np.zeros((BATCH, run.input.height, run.input.width, run.input.channels), np.uint8)
    for number, region in enumerate(regions):
        windows[number] = _window(run, source, region)
    size = source.width, source.height
    placements = [
        Placement(
            original_size=size,
            input_size=(run.input.width, run.input.height),
            scale=(1.0, 1.0),
            offset=(float(-region.left), float(-region.top)),
        )
        for region in regions
    ]
    found = finder_of(run, choice).find_masked(run.prepare(windows), placements)
    for region, each in zip(regions, found, strict=True):
        inside, masks = _within(each, region)
        is_cut = cut_by_borders(inside.boxes_xyxy, region, height=source.height, width=source.width)
        yield TileBoxes(inside, is_cut, masks)


def _window(run: LoadedRun, source: RegionSource, region: Region) -> Pixels:
    """A part of the picture in the size of the network's input; beyond the picture it is grey."""
    canvas = np.full((run.input.height, run.input.width, run.input.channels), PAD_VALUE, np.uint8)
    rows, columns = region.shape
    canvas[:rows, :columns] = in_channels(source.read(region), run.input.channels)
    return canvas


def _within(each: MaskedBoxes, region: Region) -> MaskedBoxes:
    """Objects cut at the borders of their tile; what lies beyond them, on grey bars, is left out."""
    found, masks = each
    borders = np.array([region.left, region.top, region.right, region.bottom], np.float64)
    boxes = np.clip(found.boxes_xyxy, borders[[0, 1, 0, 1]], borders[[2, 3, 2, 3]])
    is_there = np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1))
    edges = {"top": region.top, "bottom": region.bottom, "left": region.left, "right": region.right}
    return replace(found, boxes_xyxy=boxes).at(is_there), tuple(masks[one].cut(**edges) for one in is_there if masks)
