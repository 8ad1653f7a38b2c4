from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engine.contract.annotations import ClassMaskFile
from engine.contract.dataset import ProblemCode, Split
from engine.dataset.readers.masks.codes import VOC_CLASSES, voc_colour
from tests.engine.dataset.readers.mask_samples import (
    keys,
    listed,
    pairs,
    recognised,
    save_colour_mask,
    save_mask,
    save_palette_mask,
    save_photo,
    stripes,
)
from tests.shared_data import dataset


def photos_and_masks(root: Path, photos: str, masks: str, number: int = 4) -> Path:
    """``number`` pictures and masks; ``{}`` in the names is their number from 1 on."""
    for index in range(1, number + 1):
        save_photo(root / photos.format(index), index)
        save_mask(root / masks.format(index), (0, 255, 0))
    return root


@pytest.mark.parametrize(
    ("photos", "masks", "place"),
    [
        ("images/{}.jpg", "masks/{}.png", "masks"),
        ("raw/{}.tif", "labels/{}.png", "labels"),
        ("raw/{:02}.tif", "labels/labels{:08}.png", "labels"),
        ("photos/a{}.jpg", "vessels/a{}.png", "vessels"),
        ("images/{}_image.png", "masks/{}_mask.png", "masks"),
        ("images/p_{}.png", "gt/gt-p_{}.png", "gt"),
        ("training/images/{}_training.tif", "training/1st_manual/{}_manual1.gif", "training/1st_manual"),
        ("train/images/{}.png", "train/masks/{}.png", "train/masks"),
        ("train/{}.png", "trainannot/{}.png", "trainannot"),
        ("train/x{}_0{}.jpg", "train_masks/x{}_0{}_mask.gif", "train_masks"),
        ("images_train/{}.jpg", "labels_train/{}.png", "labels_train"),
        ("JPEGImages/2007_{}.jpg", "SegmentationClass/2007_{}.png", "SegmentationClass"),
        ("leftImg8bit/train/b/b_{}_leftImg8bit.png", "gtFine/train/b/b_{}_gtFine_labelIds.png", "gtFine/train/b"),
        ("slides/{}.png", "slides/masks/{}.png", "slides/masks"),
        ("images/a/{}.png", "masks/{}.png", "masks"),
        ("mixed/{}.jpg", "mixed/{}_mask.png", "mixed/*_mask"),
        ("mixed/{}.jpg", "mixed/{}-gt.png", "mixed/*-gt"),
        ("mixed/000{}TP.png", "mixed/000{}TP_L.png", "mixed/*_l"),
        ("mixed/{}_sat.jpg", "mixed/mask_{}.png", "mixed/mask_*"),
        ("mixed/{}.jpg", "mixed/{}.png", "mixed/*.png"),
        ("{}/image.jpg", "{}/mask.png", "*/mask"),
    ],
)
def test_masks_are_found_by_place_and_paired_by_name(tmp_path: Path, photos: str, masks: str, place: str) -> None:
    def named(pattern: str, index: int) -> str:
        return pattern.format(*[index] * 2)

    for index in range(1, 5):
        save_photo(tmp_path / named(photos, index), index)
        save_mask(tmp_path / named(masks, index), (0, 255, 0))

    listing = listed(tmp_path, f"masks:{place}")

    assert keys(recognised(tmp_path).candidates) == [place]
    assert pairs(listing) == {named(photos, index): [named(masks, index)] for index in range(1, 5)}
    assert not listing.problems


def test_masks_without_common_names_are_paired_by_order(tmp_path: Path) -> None:
    for photo, mask in (("b2.jpg", "x.png"), ("b10.jpg", "y.png")):
        save_photo(tmp_path / "images" / photo)
        save_mask(tmp_path / "masks" / mask)

    listing = listed(tmp_path)

    assert pairs(listing) == {"images/b2.jpg": ["masks/x.png"], "images/b10.jpg": ["masks/y.png"]}
    assert "paired by order" in listing.notes[0]


def test_folders_say_what_is_for_training(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "train/images/{}.png", "train/masks/{}.png")
    photos_and_masks(tmp_path, "val/images/{}.png", "val/masks/{}.png")
    save_photo(tmp_path / "test/images/9.png")

    listing = listed(tmp_path)

    assert keys(recognised(tmp_path).candidates) == ["*/masks"]
    assert {image.path: image.split for image in listing.images if image.path.endswith(("1.png", "9.png"))} == {
        "train/images/1.png": Split.TRAIN,
        "val/images/1.png": Split.VALIDATION,
        "test/images/9.png": Split.TEST,
    }


def test_folders_named_train_and_trainannot_are_split_too(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "train/{}.png", "trainannot/{}.png")
    photos_and_masks(tmp_path, "val/{}.png", "valannot/{}.png")

    listing = listed(tmp_path)

    assert keys(recognised(tmp_path).candidates) == ["*"]
    splits = [image.split for image in sorted(listing.images, key=attrgetter("path"))]
    assert splits == [Split.TRAIN] * 4 + [Split.VALIDATION] * 4


def test_what_is_missing_on_either_side_is_said_once(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    (tmp_path / "images/2.png").unlink()
    (tmp_path / "masks/3.png").unlink()
    save_photo(tmp_path / "more/7.png")

    listing = listed(tmp_path)

    assert {(problem.code, problem.path) for problem in listing.problems} == {
        (ProblemCode.MISSING_PICTURE, "masks/2.png"),
        (ProblemCode.MASK_MISSING, "images/3.png"),
        (ProblemCode.UNLABELLED, "more/7.png"),
    }
    assert {image.path for image in listing.images} == {"images/1.png", "images/3.png", "images/4.png", "more/7.png"}
    assert "masks/2.png" in listing.used


def test_a_mask_that_cannot_be_read_stays_with_its_picture(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    (tmp_path / "masks/2.png").write_bytes(b"no picture")

    assert pairs(listed(tmp_path))["images/2.png"] == ["masks/2.png"]


def test_one_odd_file_does_not_hide_the_other_masks(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    photos_and_masks(tmp_path, "images/{}.png", "vessels/{}.png")
    save_photo(tmp_path / "masks/2.png", side=90)
    save_mask(tmp_path / "vessels/3.png", side=90)

    assert keys(recognised(tmp_path).candidates) == ["masks", "vessels"]


def test_black_and_white_is_background_and_what_the_folder_holds(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "raw/{}.png", "membranes/{}.png")

    listing = listed(tmp_path)

    assert listing.classes == ("background", "membrane")
    assert listing.mask_codes is not None
    assert listing.mask_codes.reading == "binary"


def test_soft_edges_are_told_and_are_no_classes(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    for index in (1, 2):
        hard = Image.fromarray(stripes((0, 255), 200))
        hard.filter(ImageFilter.GaussianBlur(1)).save(tmp_path / f"masks/{index}.png")

    listing = listed(tmp_path)

    assert listing.classes == ("background", "object")
    assert "2 masks have soft edges; they are cut at half brightness." in listing.notes


def test_one_bit_masks_and_soft_ones_go_together(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    Image.fromarray(stripes((0, 255))).convert("1").save(tmp_path / "masks/1.png")

    assert listed(tmp_path).classes == ("background", "object")


def test_masks_saved_as_jpeg_are_black_and_white(tmp_path: Path) -> None:
    for index in range(4):
        save_photo(tmp_path / f"images/{index}.jpg", index, 128)
        save_mask(tmp_path / f"masks/{index}.jpg", (0, 255), 128)

    assert listed(tmp_path).classes == ("background", "object")


def test_grey_codes_become_classes(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "raw/{}.png", "tissue/{}.png")
    save_mask(tmp_path / "tissue/1.png", (0, 100, 200))

    listing = listed(tmp_path)

    assert listing.classes == ("code 0", "code 100", "code 200", "code 255")
    assert any("4 values" in note for note in listing.notes)


def test_values_of_zero_and_one_are_background_and_object(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    for index in range(1, 5):
        save_mask(tmp_path / f"masks/{index}.png", (0, 1, 0))

    listing = listed(tmp_path)

    assert listing.mask_codes is not None
    assert (listing.mask_codes.reading, listing.mask_codes.classes) == ("grey", ((0, "background"), (1, "object")))


def test_numbers_of_classes_leave_255_out(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    for index in range(1, 5):
        save_mask(tmp_path / f"masks/{index}.png", (0, 1, 2, 3, 0, 255))

    listing = listed(tmp_path)

    assert listing.mask_codes is not None
    assert listing.mask_codes.classes[-1] == (255, None)
    assert listing.classes == ("code 0", "code 1", "code 2", "code 3")
    assert "Pixels of value 255 are left out of training and scoring." in listing.notes


def test_the_palette_of_voc_brings_its_names(tmp_path: Path) -> None:
    palette = {
        index: (voc_colour(index) >> 16, voc_colour(index) >> 8 & 255, voc_colour(index) & 255)
        for index in (0, 15, 255)
    }
    for index in range(4):
        save_photo(tmp_path / f"JPEGImages/{index}.jpg", index)
        save_palette_mask(tmp_path / f"SegmentationClass/{index}.png", (0, 15, 255), palette)

    listing = listed(tmp_path, "masks:SegmentationClass")

    assert listing.classes == VOC_CLASSES
    assert listing.mask_codes is not None
    assert (listing.mask_codes.reading, listing.mask_codes.classes[-1]) == ("palette", (255, None))


def test_colours_become_classes_with_names_of_a_table(tmp_path: Path) -> None:
    for index in range(4):
        save_photo(tmp_path / f"images/{index}.png", index)
        save_colour_mask(tmp_path / f"labels/{index}.png", ((128, 0, 0), (0, 0, 0), (0, 128, 0)))
    (tmp_path / "class_dict.csv").write_text("name,r,g,b\nroad,128,0,0\ntree,0,128,0\nvoid,0,0,0\n")

    listing = listed(tmp_path)

    assert listing.mask_codes is not None
    assert listing.mask_codes.reading == "rgb"
    assert listing.mask_codes.classes == ((0, None), (0x008000, "tree"), (0x800000, "road"))
    assert listing.classes == ("tree", "road")
    assert "class_dict.csv" in listing.used


def test_colours_without_names_are_named_by_their_numbers(tmp_path: Path) -> None:
    for index in range(4):
        save_photo(tmp_path / f"images/{index}.png", index)
        save_colour_mask(tmp_path / f"labels/{index}.png", ((128, 0, 0), (0, 0, 0), (0, 128, 0)))

    assert listed(tmp_path).classes == ("colour 000000", "colour 008000", "colour 800000")


def test_a_list_of_names_belongs_to_the_values_in_their_order(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "images/{}.png", "masks/{}.png")
    for index in range(1, 5):
        save_mask(tmp_path / f"masks/{index}.png", (0, 90, 180))
    (tmp_path / "classes.txt").write_text("ground\nwater\nroof\n")

    listing = listed(tmp_path)

    assert listing.mask_codes is not None
    assert listing.mask_codes.classes == ((0, "ground"), (90, "water"), (180, "roof"))


def test_several_masks_of_a_picture_are_told_apart_by_their_endings(tmp_path: Path) -> None:
    for city in ("aachen", "bonn"):
        for index in range(3):
            name = f"train/{city}/{city}_{index:06}_000019"
            save_photo(tmp_path / f"leftImg8bit/{name}_leftImg8bit.png", index)
            save_mask(tmp_path / f"gtFine/{name}_gtFine_labelIds.png", (0, 7, 8))
            save_mask(tmp_path / f"gtFine/{name}_gtFine_instanceIds.png", (0, 7000, 7001, 8), dtype=np.uint16)
            save_colour_mask(tmp_path / f"gtFine/{name}_gtFine_color.png", ((0, 0, 0), (128, 64, 128), (70, 70, 70)))

    found = recognised(tmp_path)
    listing = listed(tmp_path, "masks:gtFine/train/*/*_gtfine_labelids")

    places = [f"gtFine/train/*/*_gtfine_{what}" for what in ("labelids", "color", "instanceids")]
    assert keys(found.candidates) == places
    assert len(listing.images) == 6
    assert all(image.split is Split.TRAIN for image in listing.images)
    assert pairs(listing)["leftImg8bit/train/bonn/bonn_000001_000019_leftImg8bit.png"] == [
        "gtFine/train/bonn/bonn_000001_000019_gtFine_labelIds.png"
    ]


def test_several_folders_of_masks_are_several_candidates(tmp_path: Path) -> None:
    photos_and_masks(tmp_path, "raw/{}.png", "cells/{}.png")
    for index in range(1, 5):
        save_mask(tmp_path / f"tissue/{index}.png", (0, 60, 120, 0))

    found = recognised(tmp_path)

    assert [(one.key, one.rank) for one in found.candidates[:2]] == [("masks:tissue", 62), ("masks:cells", 60)]
    assert pairs(listed(tmp_path, "masks:cells"))["raw/1.png"] == ["cells/1.png"]


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_classes_with_equal_file_names_are_no_masks(tmp_path: Path, ending: str) -> None:
    for seed, folder in enumerate(("cats", "dogs", "masks")):
        for index in range(6):
            save_photo(tmp_path / folder / f"{index}.{ending}", 10 * seed + index)

    assert recognised(tmp_path).chosen.format == "folders"


def test_classes_of_drawings_are_no_masks(tmp_path: Path) -> None:
    for folder in ("circle", "square"):
        for index in range(6):
            save_mask(tmp_path / folder / f"{index}.png", (0, 255))

    assert recognised(tmp_path).chosen.format == "folders"


def test_one_class_of_drawings_among_photos_is_no_folder_of_masks(tmp_path: Path) -> None:
    for folder in ("cat", "dog"):
        for index in range(6):
            save_photo(tmp_path / folder / f"{index}.png", index)
    for index in range(6):
        save_mask(tmp_path / "sketch" / f"{index}.png")

    assert recognised(tmp_path).chosen.format == "folders"


def test_drawings_of_another_size_are_no_masks(tmp_path: Path) -> None:
    for index in range(6):
        save_photo(tmp_path / f"photo_album/{index}.png", index)
        save_mask(tmp_path / f"sketch/{index}.png", side=40)

    assert not keys(recognised(tmp_path).candidates)


@pytest.mark.parametrize("name", ["mnist-png", "omniglot-small1", "clothing-small", "odd-images", "bccd-voc"])
def test_datasets_of_other_kinds_hold_no_masks(name: str) -> None:
    found = recognised(dataset(name))

    assert not {candidate.format for candidate in found.candidates} & {"masks", "instance_masks"}


def test_the_nervous_tissue_has_four_candidates_and_the_richest_is_taken() -> None:
    found = recognised(dataset("drosophila-vnc"))

    assert [(one.place, one.rank) for one in found.candidates if one.format == "masks"] == [
        ("stack1/labels", 62),
        ("stack1/membranes", 60),
        ("stack1/mitochondria", 60),
        ("stack1/synapses", 60),
    ]
    assert found.chosen.place == "stack1/labels"


def test_the_codes_of_the_nervous_tissue_are_classes() -> None:
    listing = listed(dataset("drosophila-vnc"))

    codes = listing.mask_codes
    assert codes is not None
    assert (codes.reading, [value for value, _ in codes.classes]) == ("grey", [0, 32, 64, 96, 128, 159, 191, 223, 255])
    assert len(listing.images) == 16
    assert pairs(listing)["stack1/raw/07.tif"] == ["stack1/labels/labels00000007.png"]
    assert [problem.path for problem in listing.problems] == [f"stack2/raw/{index:02}.tif" for index in range(6)]
    assert all(isinstance(one.geometry, ClassMaskFile) for image in listing.images for one in image.annotations)


@pytest.mark.parametrize(("folder", "soft"), [("membranes", 0), ("mitochondria", 8), ("synapses", 1)])
def test_binary_masks_of_the_nervous_tissue_are_binary_however_they_are_saved(folder: str, soft: int) -> None:
    listing = listed(dataset("drosophila-vnc"), f"masks:stack1/{folder}")

    assert listing.mask_codes is not None
    assert listing.mask_codes.reading == "binary"
    assert len(listing.classes) == 2
    assert sum(bool(image.annotations) for image in listing.images) == 10
    assert any(note.startswith(f"{soft} mask") for note in listing.notes) is bool(soft)
