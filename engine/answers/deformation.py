"""What an engine answers to the question how an elastic deformation bends a picture and its mask."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.answers.true_masks import true_classes
from engine.contract.annotations import NO_CLASS
from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.contract.microscope import DeformPicture, PictureDeformed
from engine.data.augment.margin import with_margin
from engine.data.deforming import PUBLISHED_ELASTIC_PX, PUBLISHED_GRID_POINTS, draw_deformation, straight_lines
from engine.data.label_fitting import fit_mask
from engine.data.mirroring import Window, cut_window
from engine.data.reading import read_fitted, read_whole
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run

Pixels = NDArray[np.uint8]


def deform_picture(command: DeformPicture, context: Context) -> Result:
    """A draw of the deformation; attached: picture, lines and mask, before and after each."""
    run = load_run(command.run)
    if run.config is None:
        raise UserError(
            f"It is not known how this network learned. Received: {run.path}.", "Choose a run that learned masks."
        )
    augmentation = run.config.augmentation
    is_learned = augmentation.enabled and augmentation.elastic > 0
    own_px = augmentation.elastic if is_learned else PUBLISHED_ELASTIC_PX
    own_points = augmentation.elastic_points if is_learned else PUBLISHED_GRID_POINTS
    strength_px = own_px if command.strength_px is None else command.strength_px
    points = own_points if command.grid_points is None else command.grid_points
    pixels, mask = _shown(run, run.config, Path(command.image), strength_px, context)
    size = (pixels.shape[1], pixels.shape[0])
    drawn = draw_deformation(
        strength_px=strength_px, points=points, size=size, seed=run.config.seed, variant=command.variant
    )
    lines = straight_lines(command.lines, size=size)
    left, top = ((whole - kept) // 2 for whole, kept in zip(size, (run.input.width, run.input.height), strict=True))
    told = PictureDeformed(
        run=command.run,
        image=command.image,
        strength_px=strength_px,
        variant=command.variant,
        is_learned=is_learned,
        probability=augmentation.elastic_probability if is_learned else 0.0,
        grid_points=points,
        largest_px=drawn.largest_px,
        kept_share=drawn.kept_share,
        kept_xyxy=(left, top, left + run.input.width, top + run.input.height),
    )
    attached = (pixels, drawn.pixels(pixels), lines, drawn.lines(lines))
    return told, attached if mask is None else (*attached, mask, drawn.mask(mask))


def _shown(
    run: LoadedRun, config: RunConfig, image: Path, strength_px: float, context: Context
) -> tuple[Pixels, Pixels | None]:
    """The picture as training deforms it, and its mask: fitted, or its middle with the margin that patches have."""
    truth = true_classes(run, image, context)
    if run.input.fit != "patches":
        pixels, placement = read_fitted(image, run.input)
        has_size = truth is not None and truth.shape == placement.original_size[::-1]
        return pixels, fit_mask(truth, placement, outside=NO_CLASS) if truth is not None and has_size else None
    whole = read_whole(image, channels=run.input.channels)
    height, width = whole.shape[:2]
    augmentation = config.augmentation.model_copy(update={"enabled": True, "elastic": strength_px})
    rows, columns = with_margin((run.input.height, run.input.width), augmentation)
    window = Window((height - rows) // 2, (width - columns) // 2, rows, columns)
    is_known = truth is not None and truth.shape == (height, width)
    mask = np.ascontiguousarray(cut_window(truth, window)) if truth is not None and is_known else None
    return np.ascontiguousarray(cut_window(whole, window)), mask
