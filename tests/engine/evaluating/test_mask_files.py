"""Masks that an evaluation keeps can be looked at with any program, in the colours that the window shows."""

from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.annotations import NO_CLASS
from engine.contract.class_colours import ClassColours
from engine.evaluating.mask_files import make_mask_folders, write_masks
from tests.engine.evaluating.planes import nothing, plane_of


def test_kept_masks_have_the_colours_of_their_classes(tmp_path: Path) -> None:
    colours = ClassColours.of(("background", "nucleus"))
    true = np.array([[0, 1, NO_CLASS]], np.uint8)
    make_mask_folders(tmp_path)

    with plane_of(true) as plane:
        _, truth = write_masks(tmp_path, 0, predicted=plane, true=plane, colours=colours, step=nothing)

    with Image.open(tmp_path / truth) as image:
        ground, nucleus, unknown = np.asarray(image.convert("RGB"))[0].tolist()
    assert ground == [0, 0, 0]
    assert nucleus == list(colours.each[1].rgb if colours.each[1] else ())
    assert unknown not in (ground, nucleus)
