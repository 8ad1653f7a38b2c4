import math
from pathlib import Path
from typing import Any

import pytest

from engine.contract.annotations import Box, Polygon, RunLengths
from engine.contract.dataset import Split
from engine.dataset.readers.cvat import reader as cvat
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_text, told
from tests.engine.dataset.small_datasets import save_pictures
from tests.shared_data import dataset

LABELS = "<meta><task><labels>{}</labels></task></meta>"
CAT_AND_DOG = LABELS.format("<label><name>dog</name></label><label><name>cat</name></label>")
BOX = '<box label="cat" xtl="1" ytl="2" xbr="4.5" ybr="6"/>'


def document(*shapes: str, meta: str = CAT_AND_DOG, more: str = "") -> str:
    picture = '<image id="0" name="a.png" width="8" height="6">' + "".join(shapes) + "</image>"
    return f"<annotations><version>1.1</version>{meta}{picture}{more}</annotations>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One picture, ``a.png``."""
    return save_pictures(tmp_path, ["a.png"])


def read(folder: Path, *shapes: str, **more: str) -> Any:
    save_text(folder / "annotations.xml", document(*shapes, **more))
    return listing_of(cvat, folder)


def test_shared_file_has_the_content_of_its_description() -> None:
    listing = listing_of(cvat, dataset("cvat-xml"))

    assert listing.classes == ("label1", "label2", "skeleton")
    assert [(image.path, image.bytes, image.stated_size) for image in listing.images] == [
        ("img0.jpg", 0, (8, 8)),
        ("img1.jpg", 0, (10, 10)),
    ]
    (box,) = drawn_on(listing, "img0.jpg")
    (outline,) = drawn_on(listing, "img1.jpg")
    assert (box.geometry, box.label) == (Box(0, 2, 4, 4), "label1")
    assert box.attributes == (("occluded", "1"), ("a1", "true"), ("a2", "v3"), ("a3", "0003"), ("a4", "2.4"))
    assert (outline.geometry, outline.label) == (Polygon((((1, 2), (3, 4), (6, 5)),)), None)
    assert sorted(told(listing.problems)) == [
        ("missing_picture", "img0.jpg", "", "dropped"),
        ("missing_picture", "img1.jpg", "", "dropped"),
        ("unknown_class", "img1.jpg", "train.xml, image[1] polygon[0]", "kept"),
        ("unsupported_shape", "img0.jpg", "train.xml, image[0] polyline[0]", "dropped"),
        ("unsupported_shape", "img0.jpg", "train.xml, image[0] skeleton[0]", "dropped"),
        ("unsupported_shape", "img1.jpg", "train.xml, image[1] points[0]", "dropped"),
        ("unsupported_shape", "img1.jpg", "train.xml, image[1] skeleton[0]", "dropped"),
    ]


def test_boxes_and_polygons_are_read(folder: Path) -> None:
    listing = read(folder, BOX, '<polygon label="dog" points="1,2;3,4; 6,5.5"/>')

    box, outline = drawn_on(listing, "a.png")
    assert (box.geometry, box.label, box.attributes) == (Box(1, 2, 4.5, 6), "cat", ())
    assert (outline.geometry, outline.label) == (Polygon((((1, 2), (3, 4), (6, 5.5)),)), "dog")
    assert (listing.classes, listing.problems) == (("dog", "cat"), ())
    assert listing.images[0].stated_size == (8, 6)


def test_turned_box_becomes_a_polygon(folder: Path) -> None:
    (drawn,) = drawn_on(read(folder, '<box label="cat" xtl="1" ytl="2" xbr="5" ybr="4" rotation="90"/>'), "a.png")

    # Around (3, 3), clockwise: the upper left corner goes to the upper right.
    assert isinstance(drawn.geometry, Polygon)
    (ring,) = drawn.geometry.rings
    assert [(round(x, 9), round(y, 9)) for x, y in ring] == [(4, 1), (4, 5), (2, 5), (2, 1)]


def test_ellipse_becomes_a_polygon(folder: Path) -> None:
    (drawn,) = drawn_on(read(folder, '<ellipse label="cat" cx="4" cy="3" rx="3" ry="2"/>'), "a.png")

    assert isinstance(drawn.geometry, Polygon)
    (ring,) = drawn.geometry.rings
    assert len(ring) == 64
    assert all(math.isclose(((x - 4) / 3) ** 2 + ((y - 3) / 2) ** 2, 1) for x, y in ring)


def test_mask_goes_from_rows_of_its_box_to_columns_of_its_picture(folder: Path) -> None:
    # In a box of 2 x 2 at (3, 1), row by row: 0 1 / 1 1.
    shape = '<mask label="cat" rle="1, 3" left="3" top="1" width="2" height="2"/>'

    (drawn,) = drawn_on(read(folder, shape), "a.png")

    # Column 3 holds row 2 (pixel 20), column 4 rows 1 and 2 (pixels 25 and 26) of a picture of 6 rows.
    assert drawn.geometry == RunLengths(6, 8, (20, 1, 4, 2, 21))


def test_single_tag_is_the_label_of_the_picture(folder: Path) -> None:
    listing = read(folder, '<tag label="cat"/>')

    assert (listing.images[0].label, listing.images[0].annotations) == ("cat", ())


def test_several_tags_are_told(folder: Path) -> None:
    listing = read(folder, '<tag label="cat"/><tag label="dog"/>')

    assert listing.images[0].label is None
    assert told(listing.problems) == [("duplicate_label", "a.png", "annotations.xml, image[0] tag", "dropped")]


def test_subset_is_the_split(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/train/a.png", "images/val/a.png"])
    pictures = [
        f'<image name="a.png" subset="{split}" width="8" height="6">{BOX}</image>' for split in ("train", "val")
    ]
    save_text(tmp_path / "annotations.xml", f"<annotations>{CAT_AND_DOG}{''.join(pictures)}</annotations>")

    listing = listing_of(cvat, tmp_path)

    assert [(image.path, image.split) for image in listing.images] == [
        ("images/train/a.png", Split.TRAIN),
        ("images/val/a.png", Split.VALIDATION),
    ]
    assert listing.problems == ()


def test_labels_become_classes_where_none_are_defined(folder: Path) -> None:
    listing = read(folder, BOX, '<box label="ant" xtl="1" ytl="2" xbr="4" ybr="6"/>', meta="")

    assert (listing.classes, listing.problems) == (("ant", "cat"), ())


def test_label_that_is_not_defined_becomes_a_class_with_a_problem(folder: Path) -> None:
    listing = read(folder, BOX.replace("cat", "ant"))

    assert listing.classes == ("dog", "cat", "ant")
    assert told(listing.problems) == [("unknown_class", "annotations.xml", "ant", "kept")]


def test_several_files_are_read_together_or_alone(folder: Path) -> None:
    save_pictures(folder, ["b.png"])
    save_text(folder / "one.xml", document(BOX))
    save_text(folder / "two.xml", document(BOX).replace("a.png", "b.png"))

    together = listing_of(cvat, folder)
    alone = listing_of(cvat, folder, candidate="two.xml")

    assert [item.place for item in candidates(cvat, folder)] == ["", "one.xml", "two.xml"]
    assert [(image.path, len(image.annotations)) for image in together.images] == [("a.png", 1), ("b.png", 1)]
    assert [image.path for image in alone.images] == ["b.png"]


@pytest.mark.parametrize("kind", ["polyline", "points", "skeleton", "cuboid"])
def test_shapes_that_cannot_be_used_are_told_once_each(folder: Path, kind: str) -> None:
    shape = f'<{kind} label="cat" points="1,1"><points label="1" points="1,1"/></{kind}>'

    listing = read(folder, BOX, shape, shape)

    assert told(listing.problems) == [
        ("unsupported_shape", "a.png", f"annotations.xml, image[0] {kind}[0]", "dropped"),
        ("unsupported_shape", "a.png", f"annotations.xml, image[0] {kind}[1]", "dropped"),
    ]


@pytest.mark.parametrize(
    ("damaged", "kind"),
    [
        ('<box label="cat" xtl="1" ytl="2" xbr="4"/>', "box"),
        ('<box label="cat" xtl="nan" ytl="2" xbr="4" ybr="6"/>', "box"),
        ('<box label="cat" xtl="1e300" ytl="2" xbr="4" ybr="6"/>', "box"),
        ('<box label="cat" xtl="1" ytl="2" xbr="4" ybr="6" rotation="steep"/>', "box"),
        ('<polygon label="cat" points="1,2;3"/>', "polygon"),
        ('<polygon label="cat" points="1,2;a,b;3,4"/>', "polygon"),
        ('<ellipse label="cat" cx="4" cy="3" rx="3"/>', "ellipse"),
        ('<mask label="cat" rle="1,2" left="0" top="0" width="2" height="2"/>', "mask"),
        ('<mask label="cat" rle="1,-1,4" left="0" top="0" width="2" height="2"/>', "mask"),
        ('<mask label="cat" rle="4" left="7" top="0" width="2" height="2"/>', "mask"),
        ('<mask label="cat" rle="4" left="0" top="0" width="1e9" height="1e9"/>', "mask"),
    ],
)
def test_each_damaged_shape_is_one_problem(folder: Path, damaged: str, kind: str) -> None:
    listing = read(folder, damaged, BOX.replace("box", "box "))

    assert told(listing.problems) == [("bad_annotation", "a.png", f"annotations.xml, image[0] {kind}[0]", "dropped")]
    assert [drawn.geometry for drawn in drawn_on(listing, "a.png")] == [Box(1, 2, 4.5, 6)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('<image width="8" height="6"/>', ("bad_annotation", "annotations.xml", "image[1]", "dropped")),
        ('<image name="a.png"/>', ("duplicate_label", "annotations.xml", "image[1]", "repaired")),
        ('<image name="/etc/passwd"/>', ("outside_folder", "annotations.xml", "image[1]", "dropped")),
        ('<track id="0" label="cat"/>', ("unsupported_shape", "annotations.xml", "track[0]", "dropped")),
    ],
)
def test_each_damaged_element_is_one_problem_of_the_file(
    folder: Path, more: str, expected: tuple[str, str, str, str]
) -> None:
    listing = read(folder, BOX, more=more)

    assert told(listing.problems) == [expected]
    assert len(drawn_on(listing, "a.png")) == 1


@pytest.mark.parametrize(
    "content",
    [
        document(BOX)[:-20],
        '<!DOCTYPE a [<!ENTITY b "b">]><annotations>&b;</annotations>',
        "<annotations>" + "<a>" * 100 + "</a>" * 100 + "</annotations>",
    ],
)
def test_file_that_cannot_be_read_is_one_problem(folder: Path, content: str) -> None:
    save_text(folder / "annotations.xml", content)

    listing = listing_of(cvat, folder)

    assert told(listing.problems) == [("bad_label_file", "annotations.xml", "", "dropped")]
    assert [image.path for image in listing.images] == ["a.png"]


def test_files_of_pascal_voc_are_not_taken(folder: Path) -> None:
    save_text(folder / "a.xml", "<annotation><filename>a.png</filename></annotation>")

    assert candidates(cvat, folder) == []
