"""How pictures look as a whole: their size, brightness and contrast, as decoding showed once."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.dataset.doctor.look import grey_of
from engine.dataset.index.schema import connect_for_reading

_GREY_LEVELS: Final = 255.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """A picture as a whole.

    Attributes:
        width: of the upright picture in pixels.
        height: of the upright picture in pixels.
        brightness: mean grey in [0, 1].
        contrast: standard deviation of grey in [0, 0.5], of the picture averaged over a grid of 20 x 20 (doctor/look).
    """

    width: int
    height: int
    brightness: float
    contrast: float


def read_appearances(index: Path, ids: Sequence[int]) -> dict[int, Appearance]:
    """What is known of these pictures, by their ids; those that were not decoded yet are left out.

    Args:
        index: path of the index.
        ids: of its pictures.

    Raises:
        sqlite3.Error: there is no such index.
    """
    query = (
        "SELECT id, width, height, look FROM images"
        " WHERE id IN (SELECT value FROM json_each(?)) AND width IS NOT NULL AND look IS NOT NULL"
    )
    with closing(connect_for_reading(index)) as connection:
        return {
            row["id"]: _appearance(row["width"], row["height"], row["look"])
            for row in connection.execute(query, (json.dumps(list(ids)),))
        }


def _appearance(width: int, height: int, look: bytes) -> Appearance:
    mean, deviation = grey_of(look)
    return Appearance(width, height, mean / _GREY_LEVELS, deviation / _GREY_LEVELS)
