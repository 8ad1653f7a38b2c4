from pathlib import Path

import pytest

from engine.contract.annotations import Annotation, Box, Polygon
from engine.contract.dataset import Split
from engine.dataset.listing import Listing
from engine.dataset.readers.voc import reader as voc
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_text, told
from tests.engine.dataset.readers.voc_files import box_of, save_voc
from tests.engine.dataset.small_datasets import save_pictures
from tests.shared_data import dataset

CAT = box_of("cat", (2, 3, 5, 6))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """``JPEGImages/a.png``."""
    return save_pictures(tmp_path, ["JPEGImages/a.png"])


def read(folder: Path, *objects: str, filename: str | None = "a.png", more: str = "") -> Listing:
    save_voc(folder / "Annotations/a.xml", *objects, filename=filename, more=more)
    return listing_of(voc, folder)


def only(listing: Listing) -> Annotation:
    (found,) = drawn_on(listing, "JPEGImages/a.png")
    return found


def test_shared_dataset_has_the_counts_of_its_description() -> None:
    listing = listing_of(voc, dataset("bccd-voc"))
    labels = [drawn.label for image in listing.images for drawn in image.annotations]
    splits = [image.split for image in listing.images]

    assert (len(listing.images), len(labels), listing.problems) == (364, 4888, ())
    assert [labels.count(name) for name in ("RBC", "WBC", "Platelets")] == [4155, 372, 361]
    assert [splits.count(split) for split in (Split.TRAIN, Split.VALIDATION, Split.TEST)] == [205, 87, 72]


def test_boxes_of_shared_dataset_without_area_stay_without_area() -> None:
    listing = listing_of(voc, dataset("bccd-voc"))
    boxes = [drawn.geometry for image in listing.images for drawn in image.annotations]

    assert [box for box in boxes if box.width == 0 and box.height == 0] == [
        Box(503, 336, 503, 336),
        Box(180, 328, 180, 328),
    ]


def test_pixels_counted_from_one_become_edges(folder: Path) -> None:
    listing = read(folder, CAT)

    assert only(listing).geometry == Box(1, 2, 5, 6)
    assert "Pixels are counted from 1, as VOC does: no file holds a coordinate of 0." in listing.notes


def test_one_zero_says_that_the_whole_set_counts_from_zero(folder: Path) -> None:
    save_pictures(folder, ["JPEGImages/b.png"])
    save_voc(folder / "Annotations/b.xml", box_of("dog", (0, 3, 5, 6)), filename="b.png")

    listing = read(folder, CAT)

    assert only(listing).geometry == Box(2, 3, 5, 6)
    assert "Pixels are counted from 0: Annotations/b.xml holds a coordinate of 0." in listing.notes


def test_box_that_was_never_drawn_does_not_decide_how_pixels_are_counted(folder: Path) -> None:
    listing = read(folder, CAT, box_of("dog", (0, 0, 0, 0)))

    assert drawn_on(listing, "JPEGImages/a.png")[0].geometry == Box(1, 2, 5, 6)


def test_swapped_corners_stay_swapped_and_cover_the_same_pixels(folder: Path) -> None:
    assert only(read(folder, box_of("cat", (5, 3, 2, 6)))).geometry == Box(5, 2, 1, 6)


def test_boxes_narrower_than_a_pixel_are_not_taken_for_swapped(folder: Path) -> None:
    assert only(read(folder, box_of("cat", (3.5, 3, 2.75, 6)))).geometry == Box(2.5, 2, 2.75, 6)


def test_remarks_about_objects_are_attributes(folder: Path) -> None:
    more = "<pose>Left</pose><truncated>1</truncated><difficult>0</difficult>"

    assert only(read(folder, box_of("cat", (2, 3, 5, 6), more))).attributes == (("pose", "Left"), ("truncated", "1"))


@pytest.mark.parametrize(
    "polygon",
    [
        "<x1>2</x1><y1>2</y1><x2>5</x2><y2>2</y2><x3>5</x3><y3>4.5</y3>",
        "<pt><x>2</x><y>2</y></pt><pt><x>5</x><y>2</y></pt><pt><x>5</x><y>4.5</y></pt>",
    ],
)
def test_outlines_are_read(folder: Path, polygon: str) -> None:
    found = only(read(folder, box_of("cat", (2, 2, 5, 5), f"<polygon>{polygon}</polygon>")))

    assert found.geometry == Polygon((((1, 1), (4, 1), (4, 3.5)),))
    assert found.box == Box(1, 1, 5, 5)


def test_box_stands_for_an_outline_that_cannot_be_read(folder: Path) -> None:
    listing = read(folder, box_of("cat", (2, 3, 5, 6), "<polygon><x1>2</x1><y1>nan</y1></polygon>"))

    assert only(listing).geometry == Box(1, 2, 5, 6)
    assert told(listing.problems)[0] == (
        "bad_annotation", "JPEGImages/a.png", "Annotations/a.xml, object 1", "repaired"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (box_of("", (2, 3, 5, 6)), "bad_annotation"),
        (box_of("dog", ("NaN", 3, 5, 6)), "bad_annotation"),
        (box_of("dog", (2, 3, "1e400", 6)), "bad_annotation"),
        ("<object><name>dog</name></object>", "bad_annotation"),
        ("<object><name>dog</name><bndbox><xmin>1</xmin></bndbox></object>", "bad_annotation"),
        ("<object><name>dog</name><robndbox><cx>1</cx></robndbox></object>", "unsupported_shape"),
    ],
)
def test_broken_object_is_told_once_and_the_sound_one_kept(folder: Path, broken: str, code: str) -> None:
    listing = read(folder, broken, CAT)

    assert [drawn.label for drawn in drawn_on(listing, "JPEGImages/a.png")] == ["cat"]
    assert told(listing.problems)[0] == (code, "JPEGImages/a.png", "Annotations/a.xml, object 1", "dropped")
    assert len(listing.problems) == 2  # and that only one class is left


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<annotation><object>",
        "<annotations2/>",
        "<annotation>" * 100 + "</annotation>" * 100,
        '<!DOCTYPE a [<!ENTITY b "boom">]><annotation>&b;</annotation>',
    ],
)
def test_file_that_cannot_be_read_is_told_once(folder: Path, content: str) -> None:
    save_pictures(folder, ["JPEGImages/b.png"])
    save_text(folder / "Annotations/b.xml", content)

    listing = read(folder, CAT, box_of("dog", (2, 3, 5, 6)))

    assert told(listing.problems) == [("bad_label_file", "Annotations/b.xml", "", "dropped")]
    assert len(listing.images) == 2


def test_pictures_lie_beside_their_labels_too(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["train/a.png", "valid/a.png"])
    for split in ("train", "valid"):
        save_voc(tmp_path / f"{split}/a.xml", box_of(split, (2, 3, 5, 6)))

    listing = listing_of(voc, tmp_path)

    assert {(image.path, image.split, image.annotations[0].label) for image in listing.images} == {
        ("train/a.png", Split.TRAIN, "train"),
        ("valid/a.png", Split.VALIDATION, "valid"),
    }


@pytest.mark.parametrize("filename", ["a", None, "JPEGImages/a.png", "../JPEGImages/a.png"])
def test_picture_is_found_however_it_is_named(folder: Path, filename: str | None) -> None:
    listing = read(folder, CAT, box_of("dog", (2, 3, 5, 6)), filename=filename)

    assert len(drawn_on(listing, "JPEGImages/a.png")) == 2
    assert listing.problems == ()


@pytest.mark.parametrize(
    ("filename", "code"),
    [("C:\\pictures\\a.png", "outside_folder"), ("/home/x/a.png", "outside_folder"), ("z.png", "missing_picture")],
)
def test_wrong_name_of_a_picture_that_is_there_is_repaired(folder: Path, filename: str, code: str) -> None:
    listing = read(folder, CAT, box_of("dog", (2, 3, 5, 6)), filename=filename)

    assert len(drawn_on(listing, "JPEGImages/a.png")) == 2
    assert told(listing.problems) == [(code, "Annotations/a.xml", "", "repaired")]


def test_paths_of_another_computer_are_one_note(folder: Path) -> None:
    listing = read(folder, CAT, box_of("dog", (2, 3, 5, 6)), more="<path>D:\\x\\a.png</path>")

    assert listing.problems == ()
    assert [note for note in listing.notes if "another computer" in note] == [
        "The files name paths on another computer, which are not used; pictures are found by their names."
    ]


def test_missing_picture_keeps_its_labels(folder: Path) -> None:
    save_voc(folder / "Annotations/b.xml", box_of("dog", (2, 3, 5, 6)), filename="b.png")

    listing = read(folder, CAT)

    assert (listing.images[1].path, listing.images[1].bytes) == ("JPEGImages/b.png", 0)
    assert listing.images[1].stated_size == (8, 6)
    assert told(listing.problems) == [("missing_picture", "JPEGImages/b.png", "Annotations/b.xml", "dropped")]


@pytest.mark.parametrize("filename", ["../../etc/b.png", "/etc/b.png", "https://x.org/b.png"])
def test_picture_outside_of_the_folder_is_never_listed(folder: Path, filename: str) -> None:
    save_voc(folder / "Annotations/b.xml", box_of("dog", (2, 3, 5, 6)), filename=filename)

    listing = read(folder, CAT)

    assert [image.path for image in listing.images] == ["JPEGImages/a.png"]
    assert told(listing.problems) == [("outside_folder", "Annotations/b.xml", "", "dropped")]


def test_second_file_about_a_picture_is_told(folder: Path) -> None:
    save_voc(folder / "Annotations/b.xml", box_of("dog", (2, 3, 5, 6)))

    listing = read(folder, CAT)

    assert only(listing).label == "cat"
    assert told(listing.problems) == [("duplicate_label", "Annotations/b.xml", "", "dropped")]


def test_pictures_without_a_file_are_unlabelled(folder: Path) -> None:
    save_pictures(folder, ["JPEGImages/b.png"])

    listing = read(folder, CAT, box_of("dog", (2, 3, 5, 6)))

    assert told(listing.problems) == [("unlabelled", "JPEGImages/b.png", "", "dropped")]


def test_lists_are_splits(folder: Path) -> None:
    save_pictures(folder, ["JPEGImages/b.png", "JPEGImages/c.png"])
    for name in ("b", "c"):
        save_voc(folder / f"Annotations/{name}.xml", box_of("dog", (2, 3, 5, 6)), filename=f"{name}.png")
    sets = folder / "ImageSets/Main"
    save_text(sets / "train.txt", "a\n")
    save_text(sets / "val.txt", "b.png\na\n\nz\n")
    save_text(sets / "trainval.txt", "a\nb\nc\n")
    save_text(sets / "cat_train.txt", "c 1\n")

    listing = read(folder, CAT)

    assert {image.path.removeprefix("JPEGImages/"): image.split for image in listing.images} == {
        "a.png": Split.TRAIN,
        "b.png": Split.VALIDATION,
        "c.png": None,
    }
    assert told(listing.problems) == [
        ("duplicate_label", "ImageSets/Main/val.txt", "line 2", "dropped"),
        ("missing_picture", "ImageSets/Main/val.txt", "line 4", "dropped"),
    ]


def test_one_file_opens_alone(folder: Path) -> None:
    save_pictures(folder, ["a.png", "b.png"])
    save_voc(folder / "a.xml", CAT)
    save_voc(folder / "b.xml", CAT, filename="b.png")

    listing = listing_of(voc, folder / "b.xml")

    assert [image.path for image in listing.images] == ["b.png"]


def test_xml_of_other_programs_is_left_to_them(tmp_path: Path) -> None:
    save_text(tmp_path / "a.xml", "<annotations><image name='a.png'/></annotations>")

    assert candidates(voc, save_pictures(tmp_path, ["a.png"])) == []
