"""What a cell of a layer sees, as files."""

from pathlib import Path

import numpy as np

from engine.explaining.field import Box, see_field
from engine.explaining.methods import default_layer
from engine.explaining.seen import see_picture
from engine.inspect_files.writing import Document, value_range, write_look
from engine.model_store import LoadedRun, Pixels
from engine.overlays import overlay


def write_field(run: LoadedRun, image: Path, stem: Path, *, layer: str | None) -> Document:
    """Write how much each pixel moves the middle cell of a layer (h, w), with the window of the cell drawn over it."""
    seen = see_picture(run, image)
    found = see_field(run, seen, layer if layer is not None else default_layer(run))
    document = {
        "method": "receptive-field",
        "variant": "whole input" if found.is_whole_input else "exact",
        "layer": found.layer,
        "target": None,
        "score": None,
        "range": value_range(found.gradient),
        "warnings": list(run.warnings),
        "cell": list(found.cell),
        "grid": list(found.grid),
        "box_xyxy": list(found.box_xyxy),
    }
    picture = _framed(overlay(seen.fitted, found.gradient), found.box_xyxy)
    return write_look(stem, "receptive-field", found.gradient, picture, document)


def _framed(picture: Pixels, box: Box) -> Pixels:
    """A picture with a white frame of one pixel around a box."""
    x_min, y_min, x_max, y_max = (int(edge) for edge in box)
    framed = np.array(picture)
    for rows, columns in (
        (slice(y_min, y_min + 1), slice(x_min, x_max)),
        (slice(y_max - 1, y_max), slice(x_min, x_max)),
        (slice(y_min, y_max), slice(x_min, x_min + 1)),
        (slice(y_min, y_max), slice(x_max - 1, x_max)),
    ):
        framed[rows, columns] = 255
    return framed
