from pathlib import Path

import pytest

from engine.contract.annotations import Box
from engine.contract.dataset import Split
from engine.dataset.listing import Listing
from engine.dataset.readers.csv import boxes as csv_boxes
from engine.dataset.readers.voc import reader as voc
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_text, told
from tests.engine.dataset.small_datasets import save_pictures
from tests.shared_data import dataset

HEADER = "image,label,x1,y1,x2,y2,width,height\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures."""
    return save_pictures(tmp_path, ["images/a.png", "images/b.png"])


def read(folder: Path, rows: str, header: str = HEADER) -> Listing:
    save_text(folder / "boxes.csv", header + rows)
    return listing_of(csv_boxes, folder)


def test_shared_table_holds_the_boxes_of_the_xml_files() -> None:
    root = dataset("bccd-voc")
    table, files = listing_of(csv_boxes, root), listing_of(voc, root)

    assert [found.place for found in candidates(csv_boxes, root)] == ["test.csv"]
    assert (len(table.images), table.classes, table.problems) == (364, files.classes, ())
    assert sum(len(image.annotations) for image in table.images) == 4888
    # The XML counts pixels from 1; the table says no such thing and is taken as it stands.
    assert drawn_on(table, "JPEGImages/BloodImage_00000.jpg")[0].geometry == Box(260, 177, 491, 376)
    assert drawn_on(files, "JPEGImages/BloodImage_00000.jpg")[0].geometry == Box(259, 176, 491, 376)
    assert {image.split for image in table.images} == {None}


def test_boxes_of_a_picture_are_gathered_from_its_rows(folder: Path) -> None:
    listing = read(folder, "a.png,cat,1,2,3,4,8,6\nb.png,dog,0,0,8,6,8,6\na.png,dog,4,4,2,5,8,6\n")

    first, second = drawn_on(listing, "images/a.png")
    assert (first.geometry, first.label, first.place, first.is_relative) == (Box(1, 2, 3, 4), "cat", "line 2", False)
    assert second.geometry == Box(4, 4, 2, 5)
    assert listing.images[0].stated_size == (8, 6)
    assert (listing.classes, listing.problems) == (("cat", "dog"), ())


def test_numbers_up_to_one_are_shares(folder: Path) -> None:
    listing = read(folder, "a.png,cat,0,0.25,0.5,1,8,6\nb.png,dog,0,0,1,1,8,6\n")

    assert all(drawn.is_relative for image in listing.images for drawn in image.annotations)
    assert "Boxes of boxes.csv are shares of the pictures." in listing.notes


def test_row_with_a_picture_alone_says_that_nothing_is_there(folder: Path) -> None:
    listing = read(folder, "a.png,cat,1,2,3,4,8,6\nb.png,,,,,,,\na.png,dog,1,2,3,5,8,6\n")

    assert (drawn_on(listing, "images/b.png"), listing.problems) == ((), ())


@pytest.mark.parametrize("row", ["b.png,dog,1,nan,3,4", "b.png,dog,1,,3,4", "b.png,,1,2,3,4", "b.png,dog,1,2,3,1e99"])
def test_broken_row_is_told_once_and_others_kept(folder: Path, row: str) -> None:
    listing = read(folder, f"{row},8,6\nb.png,dog,1,2,3,4,8,6\na.png,cat,1,2,3,4,8,6\n")

    assert len(drawn_on(listing, "images/b.png")) == 1
    assert told(listing.problems) == [("bad_annotation", "images/b.png", "boxes.csv, line 2", "dropped")]


def test_each_wrong_name_is_told_once(folder: Path) -> None:
    rows = "z.png,cat,1,2,3,4,8,6\n" * 2 + "../../z.png,cat,1,2,3,4,8,6\n" * 2 + ",cat,1,2,3,4,8,6\n"

    listing = read(folder, f"{rows}/home/x/a.png,cat,1,2,3,4,8,6\nb.png,dog,1,2,3,4,8,6\n")

    assert [(image.path, image.bytes == 0, len(image.annotations)) for image in listing.images] == [
        ("images/a.png", False, 1),
        ("images/b.png", False, 1),
        ("z.png", True, 2),
    ]
    assert told(listing.problems) == [
        ("missing_picture", "z.png", "boxes.csv, line 2", "dropped"),
        ("outside_folder", "boxes.csv", "line 4", "dropped"),
        ("bad_row", "boxes.csv", "line 6", "dropped"),
        ("outside_folder", "boxes.csv", "", "repaired"),
    ]


def test_table_without_classes_has_one(folder: Path) -> None:
    listing = read(folder, 'a.png,"[1, 2, 3, 4]"\nb.png,"[0, 0, 8, 6]"\n', header="image_id,bbox\n")

    assert drawn_on(listing, "images/a.png")[0].geometry == Box(1, 2, 4, 6)
    assert listing.classes == ("object",)


def test_tables_named_like_splits_divide_the_pictures(folder: Path) -> None:
    save_text(folder / "train_labels.csv", f"{HEADER}a.png,cat,1,2,3,4,8,6\n")
    save_text(folder / "test_labels.csv", f"{HEADER}b.png,dog,1,2,3,4,8,6\n")

    listing = listing_of(csv_boxes, folder)

    assert [image.split for image in listing.images] == [Split.TRAIN, Split.TEST]


def test_pictures_without_a_row_are_unlabelled(folder: Path) -> None:
    listing = read(folder, "a.png,cat,1,2,3,4,8,6\na.png,dog,1,2,3,5,8,6\n")

    assert told(listing.problems) == [("unlabelled", "images/b.png", "", "dropped")]
