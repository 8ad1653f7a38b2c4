import math
from pathlib import Path
from typing import Any

import pytest

from engine.contract.annotations import Box, Polygon
from engine.contract.dataset import Split
from engine.dataset.readers.labelme import reader as labelme
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_json, told
from tests.engine.dataset.small_datasets import save_pictures

TRIANGLE = [[1, 1], [5, 1], [5, 4]]


def shape(label: Any = "cat", kind: Any = "polygon", points: Any = TRIANGLE, **more: Any) -> dict[str, Any]:
    return {"label": label, "shape_type": kind, "points": points, "group_id": None, "flags": {}, **more}


def document(*shapes: Any, name: Any = "a.png", **more: Any) -> dict[str, Any]:
    return {
        "version": "5.4.1", "flags": {}, "shapes": list(shapes), "imagePath": name, "imageData": None,
        "imageHeight": 6, "imageWidth": 8, **more,
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One picture, ``a.png``."""
    return save_pictures(tmp_path, ["a.png"])


def read(folder: Path, *shapes: Any, **more: Any) -> Any:
    save_json(folder / "a.json", document(*shapes, **more))
    return listing_of(labelme, folder)


def test_polygons_and_rectangles_are_read(folder: Path) -> None:
    listing = read(folder, shape(), shape("dog", "rectangle", [[6, 5], [2, 1]]))

    outline, box = drawn_on(listing, "a.png")
    assert (outline.geometry, outline.label) == (Polygon((((1, 1), (5, 1), (5, 4)),)), "cat")
    assert (box.geometry, box.label, box.place) == (Box(2, 1, 6, 5), "dog", "shapes[1]")
    assert (listing.images[0].stated_size, listing.problems) == ((8, 6), ())


def test_circle_becomes_a_polygon_around_its_centre(folder: Path) -> None:
    (circle,) = drawn_on(read(folder, shape(kind="circle", points=[[4, 3], [6, 3]])), "a.png")

    assert isinstance(circle.geometry, Polygon)
    (ring,) = circle.geometry.rings
    assert len(ring) == 64
    assert {round(math.dist(point, (4, 3)), 9) for point in ring} == {2.0}


def test_parts_of_a_group_are_one_object(folder: Path) -> None:
    listing = read(
        folder,
        shape(group_id=1),
        shape(kind="rectangle", points=[[0, 0], [1, 2]], group_id=1),
        shape("dog", group_id=1),
        shape(group_id=2),
    )

    joined, dog, alone = drawn_on(listing, "a.png")
    assert joined.geometry == Polygon((((1, 1), (5, 1), (5, 4)), ((0, 0), (1, 0), (1, 2), (0, 2))))
    assert (joined.attributes, dog.label, alone.attributes) == ((("group_id", "1"),), "dog", (("group_id", "2"),))


def test_classes_are_in_natural_order(folder: Path) -> None:
    assert read(folder, shape("class 10"), shape("class 9"), shape(7)).classes == ("7", "class 9", "class 10")


def test_flags_and_description_are_kept(folder: Path) -> None:
    (drawn,) = drawn_on(read(folder, shape(flags={"hidden": True, "cut": False}, description="left")), "a.png")

    assert drawn.attributes == (("description", "left"), ("hidden", "true"))


def test_label_files_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/a.png", "images/b.png"])
    save_json(tmp_path / "labels/a.json", document(shape(), name="..\\images\\a.png"))
    save_json(tmp_path / "labels/b.json", document(shape("dog"), name="b.png"))

    listing = listing_of(labelme, tmp_path)

    assert [(image.path, len(image.annotations)) for image in listing.images] == [("images/a.png", 1),
                                                                                  ("images/b.png", 1)]  # fmt: skip
    assert listing.problems == ()


def test_folders_named_like_splits_divide_the_pictures(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["train/a.png", "val/a.png"])
    for split in ("train", "val"):
        save_json(tmp_path / split / "a.json", document(shape(), shape("dog")))

    listing = listing_of(labelme, tmp_path)

    assert [image.split for image in listing.images] == [Split.TRAIN, Split.VALIDATION]
    assert listing.problems == ()


def test_pictures_without_a_label_file_are_unlabelled_and_empty_ones_background(folder: Path) -> None:
    save_pictures(folder, ["b.png"])

    assert told(read(folder).problems) == [("unlabelled", "b.png", "", "dropped")]


def test_missing_picture_is_told_with_the_copy_in_the_label_file(tmp_path: Path) -> None:
    save_json(tmp_path / "a.json", document(shape(), shape("dog"), imageData="aGVsbG8="))

    listing = listing_of(labelme, tmp_path)

    (problem,) = listing.problems
    assert (problem.code, problem.path) == ("missing_picture", "a.png")
    assert "A copy of it is stored in the label file" in problem.message
    assert [(image.bytes, len(image.annotations)) for image in listing.images] == [(0, 2)]


def test_renamed_picture_is_found_by_the_name_of_the_label_file(folder: Path) -> None:
    listing = read(folder, shape(), shape("dog"), name="old.png")

    assert len(drawn_on(listing, "a.png")) == 2
    assert told(listing.problems) == [("missing_picture", "a.json", "imagePath", "repaired")]


@pytest.mark.parametrize("kind", ["point", "line", "linestrip", "points", "mask", "spiral"])
def test_shapes_that_cannot_be_used_are_told(folder: Path, kind: str) -> None:
    listing = read(folder, shape(), shape("dog"), shape(kind=kind))

    assert told(listing.problems) == [("unsupported_shape", "a.png", "a.json, shapes[2]", "dropped")]
    assert len(drawn_on(listing, "a.png")) == 2


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("text", ("bad_annotation", "dropped")),
        (shape(points=None), ("bad_annotation", "dropped")),
        (shape(points=[[1, 2], [3]]), ("bad_annotation", "dropped")),
        (shape(points=[[1, float("nan")]]), ("bad_annotation", "dropped")),
        (shape(points=[[1, 1e300]]), ("bad_annotation", "dropped")),
        (shape(kind="rectangle", points=[[1, 2]]), ("bad_annotation", "dropped")),
        (shape(kind="circle", points=[[1, 2]]), ("bad_annotation", "dropped")),
        (shape(label=None), ("unknown_class", "kept")),
        (shape(label=["cat"]), ("unknown_class", "kept")),
    ],
)
def test_each_damaged_shape_is_one_problem(folder: Path, damaged: Any, expected: tuple[str, str]) -> None:
    listing = read(folder, shape(), damaged, shape("dog"))

    assert told(listing.problems) == [(expected[0], "a.png", "a.json, shapes[1]", expected[1])]
    assert {"cat", "dog"} <= {drawn.label for drawn in drawn_on(listing, "a.png")}


@pytest.mark.parametrize("content", ['{"shapes": [', "", "[1, 2]", '{"imagePath": "a.png"}', "[" * 100_000])
def test_file_that_cannot_be_read_is_one_problem(folder: Path, content: str) -> None:
    save_pictures(folder, ["b.png"])
    save_json(folder / "b.json", document(shape(), shape("dog"), name="b.png"))
    (folder / "a.json").write_text(content)

    listing = listing_of(labelme, folder)

    assert told(listing.problems) == [("bad_label_file", "a.json", "", "dropped")]
    assert len(drawn_on(listing, "b.png")) == 2


def test_paths_that_leave_the_folder_are_told_and_not_listed(folder: Path) -> None:
    save_json(folder / "b.json", document(shape(), shape("dog"), name="/etc/passwd.png"))

    listing = listing_of(labelme, folder)

    assert [image.path for image in listing.images] == ["a.png"]
    assert ("outside_folder", "b.json", "imagePath", "dropped") in told(listing.problems)


def test_two_files_for_one_picture_are_both_taken(folder: Path) -> None:
    save_json(folder / "b.json", document(shape("dog")))

    listing = read(folder, shape())

    assert [drawn.label for drawn in drawn_on(listing, "a.png")] == ["cat", "dog"]
    assert told(listing.problems) == [("duplicate_label", "b.json", "", "kept")]


def test_other_json_files_beside_pictures_are_not_taken(folder: Path) -> None:
    save_json(folder / "a.json", {"camera": "X100", "iso": 200})

    assert candidates(labelme, folder) == []
