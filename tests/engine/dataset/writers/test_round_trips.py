"""What is written in a format and read again is what it was."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.contract.annotations import AnnotationKind, IndexedAnnotation, Polygon
from engine.contract.dataset import Split, WriterFormat
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.arrays import object_mask
from engine.dataset.masks.contours import filled
from engine.dataset.splits.changes import change_split
from engine.dataset.writers.output import Output
from tests.engine.dataset.small_datasets import save_pictures
from tests.engine.dataset.writers.drawn import (
    SIZE,
    Entry,
    box,
    converted,
    corners,
    drawn_on,
    lost,
    mask,
    opening,
    pixels,
    polygon,
    save_coco,
    splits_of,
)

WITH_BOXES: tuple[WriterFormat, ...] = ("coco", "voc", "yolo", "labelme", "csv")
WITH_POLYGONS: tuple[WriterFormat, ...] = ("coco", "voc", "yolo", "labelme")
SEARCH = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
ACROSS, DOWN = st.floats(0, SIZE[0]), st.floats(0, SIZE[1])


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """Edges inside the pictures, a tenth of a pixel apart at least."""
    (x_min, x_max), (y_min, y_max) = sorted((draw(ACROSS), draw(ACROSS))), sorted((draw(DOWN), draw(DOWN)))
    return min(x_min, x_max - 0.1) % SIZE[0], min(y_min, y_max - 0.1) % SIZE[1], x_max, y_max


def is_sound(edges: tuple[float, float, float, float]) -> bool:
    """Covers an area and ends beyond the first pixel (VOC widens others)."""
    return edges[0] < edges[2] > 1 and edges[1] < edges[3] > 1


def pixels_on(index: DatasetIndex, annotation: IndexedAnnotation) -> np.ndarray:
    assert annotation.geometry is not None
    width, height = SIZE
    return object_mask(annotation.geometry, width=width, height=height, root=index.root)


def fresh(tmp_path: Path) -> Path:
    """A new folder, since hypothesis runs a test several times in one."""
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    return folder


@pytest.mark.parametrize("format", WITH_BOXES)
@SEARCH
@given(drawn=st.lists(boxes(), min_size=1, max_size=8, unique=True))
def test_boxes_come_back_to_a_ten_thousandth_of_a_pixel(
    format: WriterFormat, drawn: list[tuple[float, float, float, float]], tmp_path: Path
) -> None:
    place = fresh(tmp_path)
    objects = [box("dog", *edges) for edges in filter(is_sound, drawn)]
    save_coco(place / "source", {"": {"a.png": objects}})

    converted(place / "source", place / "out", format)

    with opening(place / "source") as before, opening(place / "out") as after:
        expected = [corners(one.box) for one in drawn_on(before)["a.png"]]
        found = [corners(one.box) for one in drawn_on(after).get("a.png", [])]
    assert np.allclose(found, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("format", WITH_POLYGONS)
@SEARCH
@given(ring=st.lists(st.tuples(ACROSS, DOWN), min_size=3, max_size=12, unique=True))
def test_polygons_come_back_to_a_ten_thousandth_of_a_pixel(
    format: WriterFormat, ring: list[tuple[float, float]], tmp_path: Path
) -> None:
    place = fresh(tmp_path)
    save_coco(place / "source", {"": {"a.png": [polygon("cat", [value for point in ring for value in point])]}})
    with opening(place / "source") as index:
        expected = drawn_on(index)["a.png"]
    if not expected:
        return

    converted(place / "source", place / "out", format)

    with opening(place / "out") as index:
        found = drawn_on(index)["a.png"]
    assert [one.kind for one in found] == [AnnotationKind.POLYGON]
    assert isinstance(found[0].geometry, Polygon)
    assert isinstance(expected[0].geometry, Polygon)
    assert np.allclose(found[0].geometry.rings, expected[0].geometry.rings, rtol=0, atol=1e-4)


@pytest.mark.parametrize("format", WITH_BOXES)
def test_a_box_of_a_single_pixel_stays_one(format: WriterFormat, tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"": {"a.png": [box("dog", 5, 7, 6, 8)]}})

    converted(tmp_path / "source", tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        assert corners(drawn_on(index)["a.png"][0].box) == pytest.approx((5, 7, 6, 8), abs=1e-4)


def test_voc_widens_boxes_that_would_look_as_if_it_counted_from_zero(tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"": {"a.png": [box("dog", 0, 3, 0.5, 9), box("cat", 3, 4, 5, 6)]}})

    plan = converted(tmp_path / "source", tmp_path / "out", "voc")

    assert lost(plan)["corners moved by less than a pixel"] == 1
    with opening(tmp_path / "out") as index:
        assert [corners(one.box) for one in drawn_on(index)["a.png"]] == [(0, 3, 1, 9), (3, 4, 5, 6)]


@pytest.mark.parametrize("format", ["voc", "yolo"])
def test_corners_beyond_the_border_move_onto_it(format: WriterFormat, tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"": {"a.png": [box("dog", -0.5, 2, 10, 12)]}})

    plan = converted(tmp_path / "source", tmp_path / "out", format)

    assert lost(plan)["corners moved onto the picture's border"] == 1
    with opening(tmp_path / "out") as index:
        assert corners(drawn_on(index)["a.png"][0].box) == pytest.approx((0, 2, 10, 12), abs=1e-4)


@pytest.mark.parametrize("format", [*WITH_BOXES, "masks"])
def test_pictures_keep_their_splits(format: WriterFormat, tmp_path: Path) -> None:
    objects = [polygon("cat", [1, 1, 9, 1, 9, 9]), box("dog", 3, 3, 20, 20), box("dog", 4, 3, 20, 20)]
    pictures = {"train": {"a.png": objects}, "val": {"b.png": objects}, "test": {"c.png": objects}}
    save_coco(tmp_path / "source", {**pictures, "1": {"d.png": objects}})

    converted(tmp_path / "source", tmp_path / "out", format)

    last = Split.TRAIN if format == "yolo" else None
    splits = {"a.png": Split.TRAIN, "b.png": Split.VALIDATION, "c.png": Split.TEST, "d.png": last}
    with opening(tmp_path / "out") as index:
        assert splits_of(index) == splits


@pytest.mark.parametrize("format", ["coco", "yolo", "masks"])
def test_classes_keep_their_order_also_without_objects(format: WriterFormat, tmp_path: Path) -> None:
    classes = ("zebra", "an “apple”", "10", "9", "code 7", "trailing: colon")
    objects = [polygon("zebra", [1, 1, 9, 1, 9, 9]), polygon("9", [11, 11, 19, 11, 19, 19])]
    save_coco(tmp_path / "source", {"": {"a.png": objects}}, classes)

    converted(tmp_path / "source", tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        assert [name for name in index.classes() if name != "background"] == list(classes)


@pytest.mark.parametrize("format", ["voc", "labelme", "csv"])
def test_classes_come_back_where_objects_have_them(format: WriterFormat, tmp_path: Path) -> None:
    classes = ("zebra & <lion>", 'an "apple", green')
    save_coco(tmp_path / "source", {"": {"a.png": [box(name, 1, 1, 9, 9) for name in classes]}}, classes)

    converted(tmp_path / "source", tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        assert {one.label for one in drawn_on(index)["a.png"]} == set(classes)


def test_coco_keeps_crowds_attributes_and_kinds(tmp_path: Path) -> None:
    objects: list[Entry] = [
        mask("cat", pixels(1, 1, 9, 9), iscrowd=1),
        mask("dog", pixels(3, 3, 8, 12)),
        polygon("dog", [1, 1, 9.5, 1, 9, 9], [20, 20, 30, 20, 30, 25.25], attributes={"occluded": "yes"}),
        box("cat", 2, 3, 4.5, 5),
    ]
    save_coco(tmp_path / "source", {"train": {"a.png": objects}})

    assert converted(tmp_path / "source", tmp_path / "out", "coco").lost == ()

    with opening(tmp_path / "source") as before, opening(tmp_path / "out") as after:
        assert without_ids(drawn_on(after)["a.png"]) == without_ids(drawn_on(before)["a.png"])


def without_ids(annotations: list[IndexedAnnotation]) -> list[IndexedAnnotation]:
    return [dataclasses.replace(one, id=0) for one in annotations]


@pytest.mark.parametrize("format", ["coco", "yolo", "labelme"])
def test_masks_come_back_to_the_pixel(format: WriterFormat, tmp_path: Path) -> None:
    drawn, _ = filled(np.random.default_rng(4).random(SIZE[::-1]) < 0.55)
    save_coco(tmp_path / "source", {"": {"a.png": [mask("cat", drawn)]}})

    plan = converted(tmp_path / "source", tmp_path / "out", format)

    assert "holes filled" not in lost(plan)
    with opening(tmp_path / "out") as index:
        (found,) = drawn_on(index)["a.png"]
        assert np.array_equal(pixels_on(index, found), drawn)


def test_coco_keeps_the_holes_of_masks(tmp_path: Path) -> None:
    drawn = pixels(2, 2, 20, 20) & ~pixels(5, 5, 9, 9)
    save_coco(tmp_path / "source", {"": {"a.png": [mask("cat", drawn)]}})

    converted(tmp_path / "source", tmp_path / "out", "coco")

    with opening(tmp_path / "out") as index:
        assert np.array_equal(pixels_on(index, drawn_on(index)["a.png"][0]), drawn)


def test_voc_keeps_masks_of_objects_to_the_pixel(tmp_path: Path) -> None:
    first, second = pixels(1, 1, 9, 9), pixels(20, 5, 31, 25)
    save_coco(tmp_path / "source", {"train": {"a.png": [mask("cat", first), mask("dog", second)]}})

    assert lost(converted(tmp_path / "source", tmp_path / "out", "voc")) == {"classes that nothing has": 1}

    with opening(tmp_path / "out", "voc:SegmentationObject") as index:
        found = {one.label: pixels_on(index, one) for one in drawn_on(index)["a.png"]}
    assert np.array_equal(found["cat"], first)
    assert np.array_equal(found["dog"], second)


@pytest.mark.parametrize("format", ["folders", "csv"])
def test_classes_of_pictures_come_back(format: WriterFormat, tmp_path: Path) -> None:
    save_pictures(tmp_path / "source", ["train/cat/1.png", "train/dog/1.png", "test/cat/1.png", "test/dog/2.png"])

    assert converted(tmp_path / "source", tmp_path / "out", format).lost == ()

    with opening(tmp_path / "source") as before, opening(tmp_path / "out") as after:
        assert _labels(after) == _labels(before)
        assert after.summary().splits == before.summary().splits
        assert after.classes() == before.classes()


def _labels(index: DatasetIndex) -> list[tuple[object, ...]]:
    return sorted((row.given_split, row.label, row.mean_rgb) for row in index.page())


def test_classes_in_two_levels_of_folders_come_back(tmp_path: Path) -> None:
    paths = [f"{kind}/{name}/1.png" for kind, name in (("greek", "a"), ("greek", "b"), ("latin", "a"), ("latin", "c"))]
    save_pictures(tmp_path / "source", paths)

    converted(tmp_path / "source", tmp_path / "out", "folders")

    with opening(tmp_path / "out") as index:
        assert index.classes() == ("greek/a", "greek/b", "latin/a", "latin/c")


def test_a_class_that_is_no_name_of_a_folder_gets_another_one(tmp_path: Path) -> None:
    classes = ("a/b", "con", "Cat", "cat")
    pictures = {f"{number}.png": [box(name, 1, 1, 9, 9)] for number, name in enumerate(classes)}
    save_coco(tmp_path / "source", {"": pictures}, classes)

    plan = converted(tmp_path / "source", tmp_path / "out", "folders")

    assert lost(plan)["classes with another name"] == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["Cat", "_con", "a_b", "cat-2"]


def test_classes_named_like_splits_are_not_taken_for_splits(tmp_path: Path) -> None:
    pictures = {f"{number}.png": [box(name, 1, 1, 9, 9)] for number, name in enumerate(("train", "test"))}
    save_coco(tmp_path / "source", {"": pictures}, ("train", "test"))

    converted(tmp_path / "source", tmp_path / "out", "folders")

    with opening(tmp_path / "out") as index:
        assert index.classes() == ("class test", "class train")
        assert index.summary().splits == {}


def test_boxes_and_classes_of_pictures_get_a_table_each(tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"test": {"a.png": [box("cat", 1, 2, 3.5, 4)], "b.png": []}})

    converted(tmp_path / "source", tmp_path / "out", "csv")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["boxes.csv", "images"]
    assert (tmp_path / "out/boxes.csv").read_text().splitlines()[1] == "images/a.png,40,30,cat,1.0,2.0,3.5,4.0,test"


def test_a_conversion_of_a_conversion_changes_nothing_more(tmp_path: Path) -> None:
    objects = [box("cat", 1.25, 2.5, 13.125, 14), box("dog", 0, 0, 40, 30)]
    save_coco(tmp_path / "source", {"train": {"a.png": objects}})

    for source, target, format in (("source", "1", "voc"), ("1", "2", "yolo"), ("2", "3", "csv"), ("3", "4", "coco")):
        converted(tmp_path / source, tmp_path / target, format)

    with opening(tmp_path / "4") as index:
        found = {one.label: corners(one.box) for one in drawn_on(index)["a.png"]}
    assert found["cat"] == pytest.approx((1.25, 2.5, 13.125, 14), abs=1e-4)
    assert found["dog"] == pytest.approx((0, 0, 40, 30), abs=1e-4)


@pytest.mark.parametrize("format", ["coco", "yolo", "masks"])
def test_names_of_classes_may_hold_any_letter(format: WriterFormat, tmp_path: Path) -> None:
    classes = ("caf\u00e9 \U0001f431", "\u732b", "a\x7fb", 'quote " and \\', "yes", "# no comment")
    save_coco(tmp_path / "source", {"": {"a.png": [polygon(name, [1, 1, 9, 1, 9, 9]) for name in classes]}}, classes)

    converted(tmp_path / "source", tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        assert [name for name in index.classes() if name != "background"] == list(classes)


def test_letters_of_no_writing_do_not_stop_a_conversion(tmp_path: Path) -> None:
    written = Output(tmp_path, root=tmp_path, transfer="copy")

    written.write_text("classes.txt", "half a pair: \ud83d\n")

    assert (tmp_path / "classes.txt").read_text() == "half a pair: ?\n"


def test_pictures_moved_by_hand_are_written_where_they_were_moved(tmp_path: Path) -> None:
    save_coco(tmp_path / "source", {"train": {"a.png": [box("cat", 1, 1, 9, 9)], "b.png": [box("cat", 1, 1, 9, 9)]}})
    with opening(tmp_path / "source") as index:
        change_split(index.path, moved={"b.png": Split.TEST})

    converted(tmp_path / "source", tmp_path / "out", "coco")

    with opening(tmp_path / "out") as index:
        assert splits_of(index) == {"a.png": Split.TRAIN, "b.png": Split.TEST}


def test_pictures_of_idx_files_become_png(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    digits = np.random.default_rng(2).integers(0, 256, (3, 9, 8), dtype=np.uint8)
    header = bytes((0, 0, 8, 3)) + b"".join(size.to_bytes(4, "big") for size in digits.shape)
    (tmp_path / "source/train-images-idx3-ubyte").write_bytes(header + digits.tobytes())
    labels = bytes((0, 0, 8, 1)) + (3).to_bytes(4, "big") + bytes((7, 1, 7))
    (tmp_path / "source/train-labels-idx1-ubyte").write_bytes(labels)

    plan = converted(tmp_path / "source", tmp_path / "out", "folders")

    assert (plan.images, plan.lost) == (3, ())
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.png"))
    assert [path.rpartition("/")[0] for path in written] == ["train/1", "train/7", "train/7"]
    with Image.open(tmp_path / "out" / written[0]) as picture:
        assert np.array_equal(np.asarray(picture), digits[1])
