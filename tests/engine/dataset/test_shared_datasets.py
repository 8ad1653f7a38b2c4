"""Every shared dataset opens with the counts that its README states."""

from typing import NamedTuple

import pytest

from engine.contract.annotations import Box
from engine.contract.dataset import AnnotationCounts, DatasetSummary, ImageFilter, ProblemCode, Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from tests.engine.dataset.small_datasets import ignore_progress, never
from tests.shared_data import dataset


class Stated(NamedTuple):
    """What a README says."""

    format: str
    images: int
    classes: int
    drawn: AnnotationCounts
    splits: dict[str, int]


STATED = {
    "bccd-voc": Stated("voc", 364, 3, AnnotationCounts(boxes=4888), {"train": 205, "validation": 87, "test": 72}),
    "clothing-small": Stated(
        "folders", 740, 10, AnnotationCounts(labels=740), {"train": 500, "validation": 120, "test": 120}
    ),
    "coco-photos": Stated("coco", 36, 80, AnnotationCounts(polygons=258, masks=5), {"train": 36}),
    "cvat-xml": Stated("cvat", 2, 3, AnnotationCounts(boxes=1, polygons=1), {}),
    "drosophila-vnc": Stated("masks", 16, 9, AnnotationCounts(masks=10), {}),
    "dsb2018-fluorescence": Stated(
        "instance_masks", 100, 1, AnnotationCounts(masks=2948), {"train": 80, "validation": 20}
    ),
    "mnist-png": Stated("folders", 6000, 10, AnnotationCounts(labels=6000), {"train": 5000, "test": 1000}),
    "omniglot-small1": Stated("folders", 2720, 136, AnnotationCounts(labels=2720), {}),
    "road-signs-yolo": Stated(
        "yolo", 384, 21, AnnotationCounts(boxes=466), {"train": 128, "validation": 128, "test": 128}
    ),
}
READINGS = {
    ("bccd-voc", "csv_boxes:test.csv"): Stated("csv_boxes", 364, 3, AnnotationCounts(boxes=4888), {}),
    ("road-signs-yolo", "yolo:resplit/data.yaml"): Stated(
        "yolo", 384, 21, AnnotationCounts(boxes=466), {"train": 272, "validation": 38, "test": 74}
    ),
    ("drosophila-vnc", "masks:stack1/membranes"): Stated("masks", 16, 2, AnnotationCounts(masks=10), {}),
    ("mnist-png", "csv:"): Stated("csv", 6000, 10, AnnotationCounts(labels=6000), {"train": 5000, "test": 1000}),
}


def opened(name: str, reading: str | None = None) -> DatasetIndex:
    folder = dataset(name)
    return DatasetIndex(open_dataset(folder, reading=reading, on_progress=ignore_progress, is_cancelled=never))


def found(summary: DatasetSummary) -> Stated:
    return Stated(summary.format, summary.images, len(summary.classes), summary.annotations, dict(summary.splits))


def class_counts(summary: DatasetSummary) -> dict[str, int]:
    return {entry.name: entry.count for entry in summary.classes if entry.count}


@pytest.mark.parametrize("name", STATED)
def test_dataset_opens_with_the_stated_counts(name: str) -> None:
    with opened(name) as index:
        assert found(index.summary()) == STATED[name]


@pytest.mark.parametrize(("name", "reading"), READINGS)
def test_other_reading_of_a_dataset_has_its_counts(name: str, reading: str) -> None:
    with opened(name, reading) as index:
        assert found(index.summary()) == READINGS[name, reading]


def test_boxes_without_area_of_bccd_are_told_and_not_used() -> None:
    with opened("bccd-voc") as index:
        summary = index.summary()
        empty = index.problems(ImageFilter(problem_codes=(ProblemCode.BOX_EMPTY,)))
        row = index.image("JPEGImages/BloodImage_00338.jpg")
        assert row is not None
        used, standing = index.annotations(row.id), index.annotations(row.id, with_dropped=True)

    assert class_counts(summary) == {"Platelets": 361, "RBC": 4155, "WBC": 372}
    assert [problem.path[-20:] for problem in empty] == ["BloodImage_00338.jpg", "BloodImage_00343.jpg"]
    assert len(standing) == len(used) + 1


def test_table_and_xml_of_bccd_hold_the_same_boxes() -> None:
    """The table has the columns in the order xmin, xmax, ymin, ymax; only VOC counts pixels from 1, inclusive."""
    with opened("bccd-voc") as by_xml, opened("bccd-voc", "csv_boxes:test.csv") as by_table:
        path = "JPEGImages/BloodImage_00000.jpg"
        xml, table = by_xml.image(path), by_table.image(path)
        assert xml is not None
        assert table is not None
        from_xml = [item.box for item in by_xml.annotations(xml.id) if item.box]
        from_table = [item.box for item in by_table.annotations(table.id) if item.box]

    assert from_table
    assert {Box(box.x_min + 1, box.y_min + 1, box.x_max, box.y_max) for box in from_xml} == set(from_table)


def test_given_split_of_the_road_signs_is_known_to_be_unfit() -> None:
    with opened("road-signs-yolo") as index:
        missing = index.problems(ImageFilter(problem_codes=(ProblemCode.CLASS_NOT_IN_SPLIT,)))
        repaired = index.problems(ImageFilter(problem_codes=(ProblemCode.OUTSIDE_FOLDER,)))

    assert any("bus_stop" in problem.message for problem in missing)
    assert [(problem.path, problem.action) for problem in repaired] == [("data.yaml", "repaired")]


def test_classes_of_the_road_signs_resplit_are_those_of_its_readme() -> None:
    with opened("road-signs-yolo", "yolo:resplit/data.yaml") as index:
        counts = class_counts(index.summary())

    assert counts == {
        "green_light": 167, "yellow_light": 88, "parking": 71, "bus_stop": 54, "red_light": 35, "do_not_turn_r": 31,
        "do_not_turn_l": 11, "left_right_lane": 9,
    }  # fmt: skip


def test_crowds_of_coco_are_kept_apart() -> None:
    with opened("coco-photos") as index:
        drawn = index.annotations_of([row.id for row in index.page()])

    annotations = [annotation for found_here in drawn.values() for annotation in found_here]
    assert sum(annotation.is_crowd for annotation in annotations) == 5
    assert len({annotation.label for annotation in annotations}) == 42


def test_pictures_that_cvat_names_are_missing_and_keep_their_labels() -> None:
    with opened("cvat-xml") as index:
        missing = index.problems(ImageFilter(problem_codes=(ProblemCode.MISSING_PICTURE,)))
        unsupported = index.problem_count(ImageFilter(problem_codes=(ProblemCode.UNSUPPORTED_SHAPE,)))
        drawn = index.annotations_of([row.id for row in index.page()])

    assert [problem.path for problem in missing] == ["img0.jpg", "img1.jpg"]
    assert len(drawn) == 2
    assert unsupported == 4


def test_codes_of_the_neural_tissue_are_classes() -> None:
    with opened("drosophila-vnc") as index:
        codes = index.mask_codes()
        masked = index.page(ImageFilter(classes=("code 32",)))
        shares = {item.label: item.area_px for item in index.annotations(masked[0].id)}

    assert codes is not None
    assert [value for value, _ in codes.classes] == [0, 32, 64, 96, 128, 159, 191, 223, 255]
    assert len(masked) == 10
    assert sum(area for area in shares.values() if area) == 1024 * 1024
    assert 0.7 < (shares["code 255"] or 0) / 1024**2 < 0.8


def test_instances_of_nuclei_per_split_are_those_of_the_readme() -> None:
    with opened("dsb2018-fluorescence") as index:
        numbers = {
            split: sum(row.annotation_count for row in index.page(ImageFilter(splits=(split,))))
            for split in (Split.TRAIN, Split.VALIDATION)
        }

    assert numbers == {Split.TRAIN: 2360, Split.VALIDATION: 588}
