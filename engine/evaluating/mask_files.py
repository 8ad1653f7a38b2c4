"""Writes what an evaluation of masks keeps of its pictures: what is said and what is true of every pixel."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from engine.contract.class_colours import ClassColours
from engine.contract.mask_doubts import DOUBTS_FILE, MaskDoubt, MaskDoubts
from engine.contract.masks import CONFUSIONS_FILE, OBJECTS_FILE, ObjectEvaluation, ObjectResult
from engine.contract.run_folder import write_atomically
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.ops.class_palette import stored_palette
from engine.ops.instance_scores import BOWL_THRESHOLDS
from engine.ops.picture_confusions import PictureConfusions
from engine.tiling.mask_png import MaskPng
from engine.tiling.parts import strips_of
from engine.tiling.pending_file import pending_file

MASKS_NAME, TRUTHS_NAME = "masks", "truths"


def make_mask_folders(folder: Path) -> None:
    """Make the folders that masks are written into."""
    for name in (MASKS_NAME, TRUTHS_NAME):
        (folder / name).mkdir(parents=True, exist_ok=True)


def write_masks(
    folder: Path,
    number: int,
    *,
    predicted: CodePlane,
    true: CodePlane,
    colours: ClassColours,
    step: Callable[[], None],
) -> tuple[str, str]:
    """Keep both masks of a picture as pictures with a palette, in its original size.

    Args:
        folder: of the evaluation, with ``make_mask_folders`` in it.
        number: of the picture in the split.
        predicted: class indices.
        true: likewise, ``NO_CLASS`` where nothing is known.
        colours: of the classes of the run.
        step: called every now and then; may raise to stop, which leaves no half file behind.

    Returns:
        Both files, relative to the folder.
    """
    names = (f"{MASKS_NAME}/{number:06d}.png", f"{TRUTHS_NAME}/{number:06d}.png")
    palette = stored_palette(colours)
    for name, plane in zip(names, (predicted, true), strict=True):
        with pending_file(folder / name) as stream:
            png = MaskPng(stream, height=plane.height, width=plane.width, palette=palette)
            for top, bottom in strips_of(0, plane.height, width=plane.width):
                step()
                png.write(plane.rows(top, bottom))
            png.finish()
    return names


def write_objects(folder: Path, objects: Sequence[ObjectResult]) -> None:
    """Keep how the single objects of each picture were found; nothing where there are none."""
    path = folder / OBJECTS_FILE
    if objects:
        kept = ObjectEvaluation(thresholds=BOWL_THRESHOLDS, pictures=tuple(objects))
        write_atomically(path, kept.model_dump_json())
    else:
        path.unlink(missing_ok=True)


def write_doubts(folder: Path, doubts: Sequence[MaskDoubt]) -> None:
    """Keep what speaks against the mask of each picture."""
    write_atomically(folder / DOUBTS_FILE, MaskDoubts(pictures=tuple(doubts)).model_dump_json())


def write_confusions(folder: Path, confusions: PictureConfusions) -> None:
    """Keep which pixels of which picture were taken for what."""
    stream = io.BytesIO()
    np.save(stream, confusions.entries, allow_pickle=False)
    write_atomically(folder / CONFUSIONS_FILE, stream.getvalue())
