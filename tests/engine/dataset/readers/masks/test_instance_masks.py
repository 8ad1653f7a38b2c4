from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import MaskFile
from engine.contract.dataset import ProblemCode, Split
from tests.engine.dataset.readers.mask_samples import (
    keys,
    listed,
    pairs,
    recognised,
    save_mask,
    save_photo,
    stripes,
)
from tests.shared_data import dataset


def folders_of_objects(root: Path, masks: str = "masks") -> Path:
    for name, number in (("a", 3), ("b", 1), ("c", 2)):
        save_photo(root / f"{name}/images/{name}.png")
        for index in range(number):
            save_mask(root / f"{name}/{masks}/{index}.png", tuple(255 * (other == index) for other in range(3)))
    return root


def numbered(root: Path, dtype: type = np.uint16) -> Path:
    for name, objects in (("a", (0, 1, 2, 3)), ("b", (1, 0, 2)), ("c", (0, 1, 2, 3, 4))):
        save_photo(root / f"images/{name}.png")
        save_mask(root / f"masks/{name}.png", objects, dtype=dtype)
    return root


def test_one_file_for_each_object_is_read(tmp_path: Path) -> None:
    listing = listed(folders_of_objects(tmp_path))

    assert listing.format == "instance_masks"
    assert keys(recognised(tmp_path).candidates, "instance_masks") == ["*/masks"]
    assert pairs(listing) == {
        "a/images/a.png": ["a/masks/0.png", "a/masks/1.png", "a/masks/2.png"],
        "b/images/b.png": ["b/masks/0.png"],
        "c/images/c.png": ["c/masks/0.png", "c/masks/1.png"],
    }
    assert listing.classes == ("object",)
    assert 'All objects are of the class "object": nothing names their class.' in listing.notes
    assert not listing.problems


def test_the_folder_of_the_masks_names_their_class(tmp_path: Path) -> None:
    listing = listed(folders_of_objects(tmp_path, "cells"))

    assert listing.classes == ("cell",)
    assert 'All objects are of the class "cell": the folder cells is called so.' in listing.notes


def test_folders_called_like_the_pictures_are_read(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_photo(tmp_path / f"images/{name}.jpg")
        for index in range(2):
            save_mask(tmp_path / f"masks/{name}/{index}.png")

    assert pairs(listed(tmp_path)) == {
        "images/a.jpg": ["masks/a/0.png", "masks/a/1.png"],
        "images/b.jpg": ["masks/b/0.png", "masks/b/1.png"],
    }


def test_masks_of_zero_and_one_keep_their_value(tmp_path: Path) -> None:
    folders_of_objects(tmp_path)
    for path in tmp_path.glob("*/masks/*.png"):
        save_mask(path, (0, 1))

    geometries = {one.geometry for image in listed(tmp_path).images for one in image.annotations}

    assert MaskFile("a/masks/0.png", 1) in geometries


def test_pictures_without_masks_are_said(tmp_path: Path) -> None:
    folders_of_objects(tmp_path)
    save_photo(tmp_path / "d/images/d.png")

    problems = listed(tmp_path).problems

    assert [(problem.code, problem.path) for problem in problems] == [(ProblemCode.MASK_MISSING, "d/images/d.png")]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_each_number_of_a_mask_is_an_object(tmp_path: Path, dtype: type) -> None:
    listing = listed(numbered(tmp_path, dtype))

    assert listing.format == "instance_masks"
    objects = {image.path: [one.geometry for one in image.annotations] for image in listing.images}
    assert objects["images/b.png"] == [MaskFile("masks/b.png", 1), MaskFile("masks/b.png", 2)]
    assert [len(found) for found in objects.values()] == [3, 2, 4]
    assert "Each number of a mask is one object; there are 9." in listing.notes


def test_numbers_may_also_be_read_as_classes(tmp_path: Path) -> None:
    assert listed(numbered(tmp_path, np.uint8), "masks:masks").format == "masks"


def test_classes_in_several_pieces_are_no_objects(tmp_path: Path) -> None:
    for name, values in (("a", (0, 1, 2, 1, 2)), ("b", (1, 0, 1, 2, 3, 2)), ("c", (0, 1, 0, 1))):
        save_photo(tmp_path / f"images/{name}.png")
        save_mask(tmp_path / f"masks/{name}.png", values)

    assert recognised(tmp_path).chosen.format == "masks"


def test_masks_without_objects_and_one_odd_mask_do_not_hide_the_numbers(tmp_path: Path) -> None:
    numbered(tmp_path)
    for name, values in (("d", (0,)), ("e", (0, 1, 0, 1))):
        save_photo(tmp_path / f"images/{name}.png")
        save_mask(tmp_path / f"masks/{name}.png", values)

    assert listed(tmp_path).format == "instance_masks"


def test_numbers_with_names_are_classes(tmp_path: Path) -> None:
    numbered(tmp_path)
    (tmp_path / "classes.txt").write_text("ground\nroad\ntree\nsky\nwater\n")

    listing = listed(tmp_path)

    assert (listing.format, listing.classes) == ("masks", ("ground", "road", "tree", "sky", "water"))


def test_a_numbered_mask_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    numbered(tmp_path)
    (tmp_path / "masks/b.png").write_bytes((tmp_path / "masks/b.png").read_bytes()[:60])

    listing = listed(tmp_path)

    assert [(problem.code, problem.path) for problem in listing.problems] == [
        (ProblemCode.MASK_UNREADABLE, "images/b.png")
    ]
    assert len(listing.images) == 3


def test_more_numbers_than_eight_bits_hold_are_objects(tmp_path: Path) -> None:
    for name, number in (("a", 300), ("b", 290)):
        save_photo(tmp_path / f"images/{name}.png", side=900)
        values = stripes(tuple(range(number + 1)), 900, np.uint16)
        Image.fromarray(values).save(save_mask(tmp_path / f"masks/{name}.png"))

    assert [len(image.annotations) for image in listed(tmp_path).images] == [300, 290]


def test_the_nuclei_have_their_number_and_their_splits() -> None:
    listing = listed(dataset("dsb2018-fluorescence"))

    objects = {
        split: sum(len(image.annotations) for image in listing.images if image.split is split)
        for split in (Split.TRAIN, Split.VALIDATION)
    }
    assert len(listing.images) == 100
    assert objects == {Split.TRAIN: 2360, Split.VALIDATION: 588}
    assert [sum(image.split is split for image in listing.images) for split in objects] == [80, 20]
    assert "split.csv" in listing.used
    assert not listing.problems
