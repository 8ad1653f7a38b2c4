from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import ClassMaskFile, MaskFile
from engine.contract.dataset import Split
from engine.dataset.readers.voc import reader as voc
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_text, told
from tests.engine.dataset.small_datasets import save_pictures

# Two objects of classes 12 (dog) and 15 (person), the border between them void.
OBJECTS = ((0, 1, 255, 2), (0, 1, 255, 2))
CLASSES = ((0, 12, 255, 15), (0, 12, 255, 15))
PALETTE = {1: (128, 0, 0), 2: (0, 128, 0), 12: (64, 0, 128), 15: (192, 128, 128), 255: (224, 224, 192)}


def save_mask(path: Path, values: tuple[tuple[int, ...], ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(np.array(values, np.uint8)).convert("P")
    colours = np.zeros((256, 3), np.uint8)
    for index, colour in PALETTE.items():
        colours[index] = colour
    image.putpalette(colours.ravel().tolist())
    image.putdata(np.array(values).ravel().tolist())
    image.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_pictures(tmp_path, ["JPEGImages/a.jpg"])
    save_mask(tmp_path / "SegmentationClass/a.png", CLASSES)
    save_mask(tmp_path / "SegmentationObject/a.png", OBJECTS)
    return tmp_path


def test_both_folders_can_be_chosen(folder: Path) -> None:
    assert [(found.place, found.rank) for found in candidates(voc, folder)] == [
        ("SegmentationClass", 84),
        ("SegmentationObject", 83),
    ]


def test_class_masks_have_the_classes_of_the_format(folder: Path) -> None:
    listing = listing_of(voc, folder, candidate="SegmentationClass")

    assert drawn_on(listing, "JPEGImages/a.jpg")[0].geometry == ClassMaskFile("SegmentationClass/a.png")
    assert (len(listing.classes), listing.classes[0], listing.classes[12]) == (21, "background", "dog")
    assert listing.mask_codes is not None
    assert listing.mask_codes.reading == "palette"
    assert listing.mask_codes.classes[20:] == ((20, "tvmonitor"), (255, None))
    assert (len(listing.images), listing.problems) == (1, ())


def test_every_value_of_an_object_mask_is_an_object_with_its_class(folder: Path) -> None:
    listing = listing_of(voc, folder, candidate="SegmentationObject")

    assert [(one.geometry, one.label) for one in drawn_on(listing, "JPEGImages/a.jpg")] == [
        (MaskFile("SegmentationObject/a.png", 1), "dog"),
        (MaskFile("SegmentationObject/a.png", 2), "person"),
    ]
    assert "background" not in listing.classes
    assert listing.problems == ()


def test_objects_without_a_class_mask_are_kept(folder: Path) -> None:
    (folder / "SegmentationClass/a.png").unlink()

    found = drawn_on(listing_of(voc, folder, candidate="SegmentationObject"), "JPEGImages/a.jpg")

    assert [one.label for one in found] == [None, None]


def test_object_on_background_is_told_and_kept_without_a_class(folder: Path) -> None:
    save_mask(folder / "SegmentationClass/a.png", ((0, 12, 255, 0), (0, 12, 255, 0)))

    listing = listing_of(voc, folder, candidate="SegmentationObject")

    assert [one.label for one in drawn_on(listing, "JPEGImages/a.jpg")] == ["dog", None]
    assert told(listing.problems) == [
        ("unknown_class", "JPEGImages/a.jpg", "SegmentationObject/a.png, object 2", "kept")
    ]


def test_masks_in_true_colours_are_read_by_colour(folder: Path) -> None:
    for kind in ("SegmentationClass", "SegmentationObject"):
        path = folder / kind / "a.png"
        Image.open(path).convert("RGB").save(path)

    classes = listing_of(voc, folder, candidate="SegmentationClass")
    objects = listing_of(voc, folder, candidate="SegmentationObject")

    assert classes.mask_codes is not None
    assert (classes.mask_codes.reading, classes.mask_codes.classes[12]) == ("rgb", (0x400080, "dog"))
    assert [(one.geometry, one.label) for one in drawn_on(objects, "JPEGImages/a.jpg")] == [
        (MaskFile("SegmentationObject/a.png", 0x008000), "person"),
        (MaskFile("SegmentationObject/a.png", 0x800000), "dog"),
    ]


def test_label_map_names_the_classes(folder: Path) -> None:
    save_text(folder / "labelmap.txt", "# label:color_rgb:parts:actions\nbackground:0,0,0::\nroof:64,0,128::\n")

    listing = listing_of(voc, folder, candidate="SegmentationClass")

    assert listing.classes == ("background", "roof")
    assert "labelmap.txt" in listing.used


def test_broken_masks_and_masks_without_a_picture_are_told(folder: Path) -> None:
    save_pictures(folder, ["JPEGImages/b.jpg", "JPEGImages/c.jpg"])
    save_text(folder / "SegmentationObject/b.png", "no picture")
    save_mask(folder / "SegmentationObject/z.png", OBJECTS)

    listing = listing_of(voc, folder, candidate="SegmentationObject")

    assert sorted(told(listing.problems)) == [
        ("mask_unreadable", "JPEGImages/b.jpg", "SegmentationObject/b.png", "dropped"),
        ("missing_picture", "SegmentationObject/z.png", "", "dropped"),
        ("unlabelled", "JPEGImages/c.jpg", "", "dropped"),
    ]


def test_lists_for_segmentation_are_splits(folder: Path) -> None:
    save_text(folder / "ImageSets/Segmentation/val.txt", "a\n")
    save_text(folder / "ImageSets/Main/train.txt", "a\n")

    listing = listing_of(voc, folder, candidate="SegmentationClass")

    assert listing.images[0].split is Split.VALIDATION
