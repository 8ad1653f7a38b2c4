"""A picture on its way into a network."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.masks import PixelChoice
from engine.data.fitting import Placement
from engine.explaining.window import has_window, read_window
from engine.inspect.probe import Floats
from engine.inspect.program import program_of
from engine.model_store import LoadedRun, Pixels


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """One picture on its way into a network.

    Attributes:
        fitted: (h, w, c) uint8, at the network's size.
        prepared: (h, w, c) float32, as the network takes it.
        placement: where the upright original lies in it.
        black: (h, w, c) float32, a black picture as the network takes it: the baseline of what is not there.
        path: the file; None for an array that went in as it is.
    """

    fitted: Pixels
    prepared: Floats
    placement: Placement
    black: Floats
    path: Path | None = None


def see_picture(run: LoadedRun, image: Path, choice: PixelChoice | None = None) -> SeenPicture:
    """Read a picture as the network gets it; an ``.npy`` array (h, w, c) goes in exactly as it is.

    Args:
        run: the network.
        image: the file.
        choice: a pixel that shall be seen, by a network that looks at a part of the picture at once; None: the middle.

    Raises:
        UserError: the file is no sound picture, or the array does not fit.
    """
    if image.suffix == ".npy":
        return _see_array(run, image)
    fitted, placement = read_window(run, image, choice) if choice and has_window(run) else run.read(image)
    prepared, black = run.prepare(np.stack([fitted, np.zeros_like(fitted)]))
    return SeenPicture(fitted, prepared, placement, black, image)


def _see_array(run: LoadedRun, image: Path) -> SeenPicture:
    try:
        array = np.load(image, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise UserError(f"Cannot read the array. Received: {image}: {error}.", "Save it with numpy.save.") from error
    expected = program_of(run.model).input_shape
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    fits = len(expected) == array.ndim and all(
        side in (None, given) for side, given in zip(expected, array.shape, strict=True)
    )
    if not fits or array.dtype.kind not in "fiub":
        raise UserError(
            f"The array is no picture for this network. Received: {image}, {array.dtype} of shape {array.shape}.",
            f"Save numbers of shape {expected}.",
        )
    height, width = array.shape[:2]
    placement = Placement(
        original_size=(width, height), input_size=(width, height), scale=(1.0, 1.0), offset=(0.0, 0.0)
    )
    prepared = np.ascontiguousarray(array, np.float32)
    span = float(prepared.max() - prepared.min()) or 1.0
    shown = np.rint((prepared - prepared.min()) / span * 255).astype(np.uint8)
    return SeenPicture(shown, prepared, placement, np.zeros_like(prepared))
