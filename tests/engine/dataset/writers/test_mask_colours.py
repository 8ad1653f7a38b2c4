"""Written masks have the colours of the classes that the window shows, or those of the format they are written in."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.class_colours import CLASS_COLOURS
from engine.contract.dataset import WriterFormat
from tests.engine.dataset.writers.drawn import converted, mask, pixels, save_coco


@pytest.mark.parametrize(
    ("format", "folder", "colour"), [("masks", "masks", CLASS_COLOURS[0]), ("voc", "SegmentationClass", (128, 0, 0))]
)
def test_the_first_class_has_the_first_colour_beside_the_added_background(
    format: WriterFormat, folder: str, colour: tuple[int, int, int], tmp_path: Path
) -> None:
    drawn = pixels(2, 2, 20, 20)
    save_coco(tmp_path / "source", {"": {"a.png": [mask("cat", drawn)]}})

    converted(tmp_path / "source", tmp_path / "out", format)

    (path,) = (tmp_path / "out" / folder).rglob("*.png")
    with Image.open(path) as image:
        colours = np.asarray(image.convert("RGB"))
    assert (colours[drawn] == colour).all()
    assert (colours[~drawn] == 0).all()
