"""What a format cannot hold is told by kind and number, before and after writing."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import Polygon
from engine.contract.dataset import Split, WriterFormat
from engine.contract.errors import UserError
from engine.dataset.masks.polygons import fill_rings
from engine.dataset.writers.converting import ConversionCancelled, convert, plan_conversion
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.registry import WRITERS
from tests.engine.dataset.small_datasets import ignore_progress, never, save_picture, save_pictures
from tests.engine.dataset.writers.drawn import (
    CLASSES,
    SIZE,
    box,
    converted,
    drawn_on,
    lost,
    mask,
    opening,
    pixels,
    polygon,
    save_coco,
    splits_of,
)

HOLE = pixels(2, 2, 12, 12) & ~pixels(5, 5, 7, 7)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two boxes, an outline of two parts, a mask with a hole, a crowd; a class that nothing has."""
    first = [
        box("cat", 1, 1, 9, 9, attributes={"occluded": "1", "age": "old"}),
        box("dog", 20, 20, 25, 25),
        polygon("dog", [1, 1, 9, 1, 9, 9], [20.5, 20, 30, 20, 30, 25]),
    ]
    second = [mask("cat", HOLE), mask("dog", pixels(20, 10, 30, 20), iscrowd=1)]
    return save_coco(tmp_path / "source", {"train": {"a.png": first, "b.png": second}})


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("coco", {}),
        (
            "voc",
            {
                "outlines rounded to whole pixels": 1,
                "objects of several parts joined to one outline": 1,
                "crowds become difficult objects": 1,
                "objects with attributes": 1,
                "classes that nothing has": 1,
            },
        ),
        (
            "yolo",
            {
                "boxes become polygons": 2,
                "masks become polygons": 1,
                "holes filled": 1,
                "objects of several parts joined to one outline": 1,
                "crowds left out": 1,
                "objects with attributes": 1,
            },
        ),
        (
            "masks",
            {
                "boxes become pixels to be left out": 2,
                "polygons become masks": 1,
                "outlines rounded to whole pixels": 1,
                "objects become areas of their class": 3,
                "crowds become ordinary objects": 1,
                "objects with attributes": 1,
                "class called background added": 1,
            },
        ),
        (
            "labelme",
            {
                "masks become polygons": 2,
                "holes filled": 1,
                "crowds become ordinary objects": 1,
                "objects with attributes": 1,
                "classes that nothing has": 1,
            },
        ),
        (
            "folders",
            {
                "drawn objects": 5,
                "pictures with objects of several classes": 2,
                "classes that nothing has": 2,
            },
        ),
        (
            "csv",
            {
                "polygons become boxes": 1,
                "masks become boxes": 1,
                "crowds left out": 1,
                "objects with attributes": 1,
                "classes that nothing has": 1,
            },
        ),
    ],
)
def test_each_format_says_exactly_what_it_cannot_hold(
    format: WriterFormat, expected: dict[str, int], source: Path, tmp_path: Path
) -> None:
    assert lost(converted(source, tmp_path / "out", format)) == expected


def test_counts_are_those_of_the_new_dataset(source: Path, tmp_path: Path) -> None:
    plan = converted(source, tmp_path / "out", "yolo")

    with opening(tmp_path / "out") as index:
        summary = index.summary()
    assert (plan.images, plan.annotations, plan.classes) == (2, 4, 3)
    assert (summary.images, summary.annotations.polygons, len(summary.classes)) == (2, 4, 3)


def test_a_plan_writes_nothing(source: Path, tmp_path: Path) -> None:
    with opening(source) as index:
        plan_conversion(index, "voc", on_progress=ignore_progress, is_cancelled=never)

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_most_objects_decide_what_yolo_holds(tmp_path: Path) -> None:
    objects = [box("cat", 1, 1, 9, 9), box("dog", 2, 1, 9, 9), polygon("dog", [1, 1, 9, 1, 9, 9])]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    plan = converted(tmp_path / "source", tmp_path / "out", "yolo")

    assert lost(plan) == {"polygons become boxes": 1}
    with opening(tmp_path / "out") as index:
        assert index.summary().annotations.boxes == 3


def test_overlapping_pixels_of_two_classes_are_counted(tmp_path: Path) -> None:
    objects = [mask("dog", pixels(0, 0, 10, 10)), mask("cat", pixels(8, 0, 28, 10)), mask("cat", pixels(8, 0, 9, 1))]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    plan = converted(tmp_path / "source", tmp_path / "out", "masks")

    # The dog (100 px) covers 20 px of the large cat; the smallest cat then takes 1 px of the dog.
    assert lost(plan)["overlapping pixels"] == 21


def test_small_objects_cover_large_ones_in_a_class_mask(tmp_path: Path) -> None:
    objects = [mask("dog", pixels(4, 4, 6, 6)), mask("cat", pixels(0, 0, 10, 10))]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    converted(tmp_path / "source", tmp_path / "out", "masks")

    with Image.open(tmp_path / "out/masks/a.png") as painted:
        assert painted.mode == "P"
        assert [painted.getpixel(place) for place in ((5, 5), (1, 1), (20, 20))] == [2, 1, 0]
    assert (tmp_path / "out/classes.txt").read_text().splitlines() == ["background", *CLASSES]


@pytest.mark.parametrize(("format", "folder"), [("masks", "masks"), ("voc", "SegmentationClass")])
def test_pixels_of_which_only_a_box_tells_are_left_out(format: WriterFormat, folder: str, tmp_path: Path) -> None:
    objects = [box("dog", 0, 0, 20, 20), mask("cat", pixels(4, 4, 6, 6))]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    converted(tmp_path / "source", tmp_path / "out", format)

    with Image.open(tmp_path / f"out/{folder}/a.png") as painted:
        assert [painted.getpixel(place) for place in ((5, 5), (1, 1), (25, 25))] == [1, 255, 0]


def test_objects_beyond_what_a_mask_can_tell_apart_are_counted(tmp_path: Path) -> None:
    objects = [mask("cat", pixels(x, y, x + 1, y + 1)) for x in range(40) for y in range(7)]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    plan = converted(tmp_path / "source", tmp_path / "out", "voc")

    assert lost(plan)["objects beyond 254 in a picture"] == 280 - 254


def test_classes_beyond_what_a_mask_can_tell_apart_are_counted(tmp_path: Path) -> None:
    classes = [f"class {number:03}" for number in range(260)]
    objects = [polygon(name, [1, 1, 9, 1, 9, 9]) for name in classes]
    save_coco(tmp_path / "source", {"": {"a.png": objects}}, classes)

    plan = converted(tmp_path / "source", tmp_path / "out", "masks")

    # Background and 253 classes have a value.
    assert lost(plan)["objects of classes beyond 254"] == 260 - 253


def test_class_masks_are_written_as_they_are(tmp_path: Path) -> None:
    values = np.zeros(SIZE[::-1], np.uint8)
    values[5:20, 5:20], values[8:11, 3:30], values[20:] = 60, 120, 240
    for name in ("a", "b"):
        save_picture(tmp_path / f"source/images/{name}.png", (1, 2, 3), SIZE)
        (tmp_path / "source/masks").mkdir(exist_ok=True)
        Image.fromarray(values).save(tmp_path / f"source/masks/{name}.png")

    assert converted(tmp_path / "source", tmp_path / "out", "masks").lost == ()

    with opening(tmp_path / "source") as before, opening(tmp_path / "out") as after:
        assert after.classes() == before.classes() == ("code 0", "code 60", "code 120", "code 240")
        areas = [[one.area_px for one in drawn_on(index)["a.png"]] for index in (before, after)]
    assert areas[0] == areas[1]
    with Image.open(tmp_path / "out/masks/a.png") as painted:
        assert np.array_equal(np.asarray(painted), np.searchsorted([0, 60, 120, 240], values))


def test_broken_and_missing_pictures_are_left_out(source: Path, tmp_path: Path) -> None:
    (source / "a.png").write_bytes(b"x")

    plan = converted(source, tmp_path / "out", "coco")

    assert plan.images == 1
    assert lost(plan) == {"broken pictures left out": 1}


def test_unusable_annotations_are_left_out(tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"": {"a.png": [box("cat", 5, 5, 5, 5), box("dog", 1, 1, 9, 9)]}})

    plan = converted(tmp_path / "source", tmp_path / "out", "coco")

    assert plan.annotations == 1
    assert lost(plan) == {"unusable annotations left out": 1}


@pytest.mark.parametrize("format", ["coco", "voc", "yolo", "labelme", "masks"])
def test_classes_of_pictures_are_lost_among_objects(format: WriterFormat, tmp_path: Path) -> None:
    save_pictures(tmp_path / "source", ["cat/1.png", "dog/2.png"])

    plan = converted(tmp_path / "source", tmp_path / "out", format)

    assert lost(plan)["classes of whole pictures"] == 2


def test_a_picture_without_class_has_no_folder(tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"": {"a.png": [box("cat", 1, 1, 9, 9)], "b.png": []}})

    plan = converted(tmp_path / "source", tmp_path / "out", "folders")

    assert plan.images == 1
    assert lost(plan)["pictures without class left out"] == 1


def test_a_picture_gets_the_class_of_most_objects_then_of_the_largest(tmp_path: Path) -> None:
    most = [box("dog", 0, 0, 30, 30), box("cat", 1, 1, 2, 2), box("cat", 3, 3, 4, 4)]
    largest = [box("cat", 0, 0, 3, 3), box("dog", 1, 1, 20, 20)]
    save_coco(tmp_path / "source", {"": {"a.png": most, "b.png": largest}})

    converted(tmp_path / "source", tmp_path / "out", "folders")

    assert (tmp_path / "out/cat/a.png").exists()
    assert (tmp_path / "out/dog/b.png").exists()


def test_pictures_of_no_split_become_training_pictures_in_folders(tmp_path: Path) -> None:
    objects = [box("cat", 1, 1, 9, 9)]
    save_coco(tmp_path / "source", {"test": {"a.png": objects}, "1": {"b.png": objects}})

    plan = converted(tmp_path / "source", tmp_path / "out", "folders")

    assert lost(plan)["pictures of no split become training pictures"] == 1
    with opening(tmp_path / "out") as index:
        assert splits_of(index) == {"a.png": Split.TEST, "b.png": Split.TRAIN}


def test_a_dataset_of_which_nothing_can_be_written_leaves_no_folder(tmp_path: Path) -> None:
    save_pictures(tmp_path / "source", ["1.png", "2.png"])

    with opening(tmp_path / "source") as index, pytest.raises(UserError, match="Nothing of the dataset"):
        convert(index, tmp_path / "out", "folders", pictures="copy", on_progress=ignore_progress, is_cancelled=never)

    assert not (tmp_path / "out").exists()


def test_a_cancelled_conversion_leaves_nothing(source: Path, tmp_path: Path) -> None:
    answers = iter((False, True))

    with opening(source) as index, pytest.raises(ConversionCancelled):
        convert(
            index,
            tmp_path / "out",
            "coco",
            pictures="copy",
            on_progress=ignore_progress,
            is_cancelled=lambda: next(answers),
        )

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_progress_ends_with_the_number_of_pictures(source: Path) -> None:
    heard: list[tuple[int, int]] = []

    with opening(source) as index:
        plan_conversion(
            index, "coco", on_progress=lambda _, done, total: heard.append((done, total)), is_cancelled=never
        )

    assert heard == [(0, 2), (1, 2), (2, 2)]


def test_every_kind_of_loss_has_words_of_its_own() -> None:
    assert len({(kind.what, kind.why) for kind in Lost}) == len(list(Lost))
    assert all(kind.why.endswith(".") for kind in Lost)


def test_every_writer_stands_under_its_format() -> None:
    assert all(writer.format == name for name, writer in WRITERS.items())


def test_parts_that_overlap_are_joined_around_their_pixels(tmp_path: Path) -> None:
    objects = [polygon("cat", [2, 2, 12, 2, 12, 12, 2, 12], [8, 8, 20, 8, 20, 20, 8, 20])]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    converted(tmp_path / "source", tmp_path / "out", "yolo")

    with opening(tmp_path / "out") as index:
        (found,) = drawn_on(index)["a.png"]
    assert isinstance(found.geometry, Polygon)
    painted = fill_rings(found.geometry.rings, width=SIZE[0], height=SIZE[1])
    assert np.array_equal(painted, pixels(2, 2, 12, 12) | pixels(8, 8, 20, 20))


def test_parts_that_lie_apart_are_joined_by_ways_without_area(tmp_path: Path) -> None:
    objects = [polygon("cat", [2.5, 2, 12, 2, 12, 12], [20, 20, 30, 20, 30, 29.5], [1, 20, 3, 20, 3, 24])]
    save_coco(tmp_path / "source", {"": {"a.png": objects}})

    converted(tmp_path / "source", tmp_path / "out", "yolo")

    with opening(tmp_path / "source") as before, opening(tmp_path / "out") as after:
        (one,), (other,) = drawn_on(before)["a.png"], drawn_on(after)["a.png"]
    assert isinstance(one.geometry, Polygon)
    assert isinstance(other.geometry, Polygon)
    assert len(other.geometry.rings) == 1
    painted = [fill_rings(each.rings, width=SIZE[0], height=SIZE[1]) for each in (one.geometry, other.geometry)]
    assert np.array_equal(*painted)


def test_pixels_to_be_left_out_are_counted_where_objects_are_written(tmp_path: Path) -> None:
    values = np.zeros(SIZE[::-1], np.uint8)
    values[5:20, 5:20], values[8:11, 3:30], values[20:25], values[25:] = 1, 2, 3, 255
    save_picture(tmp_path / "source/images/a.png", (1, 2, 3), SIZE)
    (tmp_path / "source/masks").mkdir()
    Image.fromarray(values).save(tmp_path / "source/masks/a.png")

    assert lost(converted(tmp_path / "source", tmp_path / "coco", "coco")) == {
        "areas of a class become objects": 4,
        "masks with pixels to be left out": 1,
    }
    assert lost(converted(tmp_path / "source", tmp_path / "masks", "masks")) == {}
    assert lost(converted(tmp_path / "source", tmp_path / "csv", "csv"))["areas of a class left out"] == 4


def test_pictures_that_cannot_be_linked_are_counted(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: Path) -> None:
        raise OSError("another disk")

    monkeypatch.setattr(os, "link", refuse)
    with opening(source) as index:
        done = convert(
            index, tmp_path / "out", "coco", pictures="link", on_progress=ignore_progress, is_cancelled=never
        )

    assert lost(done) == {"pictures copied in place of being linked": 2}
