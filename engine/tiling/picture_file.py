"""Predicts a picture file of any size into files."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.regions.opening import opened_regions
from engine.tiling.plan import Tiling, plan_tiles
from engine.tiling.prediction import Forward, OnProgress, Sink, predict_tiled
from engine.tiling.sinks import ScoreType, class_mask_file, score_file


@dataclass(frozen=True, slots=True)
class MaskSummary:
    """What was written.

    Attributes:
        width: of the upright picture in pixels.
        height: of the upright picture in pixels.
        areas_px: pixels of each class.
    """

    width: int
    height: int
    areas_px: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ScoreOutput:
    """Where all scores go besides the mask.

    Attributes:
        path: of the .npy file, an array (H, W, K).
        dtype: how they are stored.
    """

    path: Path
    dtype: ScoreType = "uint8"


def predict_picture_file(
    forward: Forward,
    path: Path,
    tiling: Tiling,
    *,
    mask: Path,
    palette: NDArray[np.uint8],
    on_progress: OnProgress,
    scores: ScoreOutput | None = None,
    batch: int = 1,
) -> MaskSummary:
    """Predict the class of every pixel of a picture file, upright and in its original size.

    Memory is bounded by the picture's width, whatever its height, and by the disk for large PNG files.

    Args:
        forward: from windows (N, h, w, 3) uint8 to scores (N, h', w', K) float32; see ``predict_tiled``.
        path: the picture.
        tiling: how it is cut.
        mask: the palette PNG that is written.
        palette: (classes, 3) uint8 RGB, the colour of every class; two for a single score.
        on_progress: told (what, done, total) at least before every batch of tiles; may raise to stop, and nothing is
            left of what was written.
        scores: where all scores go; None writes none.
        batch: windows that are predicted together.

    Raises:
        DecodeError: no picture, damaged, or too large for its format.
        UserError: no room on the disk.
        OSError: the mask cannot be written.
    """
    with ExitStack() as stack:
        source = stack.enter_context(opened_regions(path, on_progress=on_progress))
        height, width = source.height, source.width
        written = stack.enter_context(class_mask_file(mask, height=height, width=width, palette=palette))
        sinks: list[Sink] = [written]
        if scores is not None:
            file = score_file(scores.path, height=height, width=width, dtype=scores.dtype)
            sinks.append(stack.enter_context(file))
        plan = plan_tiles(tiling, height=height, width=width)
        predict_tiled(forward, source, plan, sinks, on_progress=on_progress, batch=batch)
    return MaskSummary(width, height, written.areas_px)
