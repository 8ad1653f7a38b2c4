from pathlib import Path
from typing import Any

import pytest

from engine.contract.annotations import AnnotationKind, Box, Polygon, RunLengths
from engine.contract.dataset import Split
from engine.dataset.readers.coco import reader as coco
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_json, told
from tests.engine.dataset.small_datasets import save_pictures
from tests.shared_data import dataset

CATEGORIES = [{"id": 7, "name": "dog"}, {"id": 3, "name": "cat"}, {"id": 90, "name": "zebra"}]
RING = [1, 1, 5, 1, 5, 4]


def picture(number: int, name: str = "a.png", **more: Any) -> dict[str, Any]:
    return {"id": number, "file_name": name, "width": 8, "height": 6, **more}


def drawn(image_id: Any, **more: Any) -> dict[str, Any]:
    return {"image_id": image_id, "category_id": 3, **more}


def document(*annotations: Any, **more: Any) -> dict[str, Any]:
    return {"images": [picture(1)], "annotations": list(annotations), "categories": CATEGORIES, **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One picture, ``a.png``."""
    return save_pictures(tmp_path, ["a.png"])


def read(folder: Path, *annotations: Any, **more: Any) -> Any:
    save_json(folder / "labels.json", document(*annotations, **more))
    return listing_of(coco, folder)


def test_shared_dataset_has_the_counts_of_its_description() -> None:
    listing = listing_of(coco, dataset("coco-photos"))
    annotations = [drawn for image in listing.images for drawn in image.annotations]

    assert (len(listing.images), len(annotations), listing.problems) == (36, 263, ())
    assert (len(listing.classes), len({drawn.label for drawn in annotations})) == (80, 42)
    assert sum(drawn.is_crowd for drawn in annotations) == 5
    assert {drawn.kind for drawn in annotations if drawn.is_crowd} == {AnnotationKind.MASK}
    assert sum(isinstance(drawn.geometry, Polygon) and len(drawn.geometry.rings) > 1 for drawn in annotations) == 21
    assert listing.classes[:3] == ("person", "bicycle", "car")


def test_boxes_and_outlines_are_read(folder: Path) -> None:
    listing = read(
        folder,
        drawn(1, bbox=[1, 2, 3.5, 4]),
        drawn(1, category_id=7, bbox=[1, 1, 4, 3], segmentation=[RING, [0, 0, 1, 0, 1, 1]]),
    )

    box, outline = drawn_on(listing, "a.png")
    assert (box.geometry, box.label, box.place) == (Box(1, 2, 4.5, 6), "cat", "annotations[0]")
    assert outline.geometry == Polygon((((1, 1), (5, 1), (5, 4)), ((0, 0), (1, 0), (1, 1))))
    assert (outline.box, outline.label) == (Box(1, 1, 5, 4), "dog")
    assert listing.images[0].stated_size == (8, 6)
    assert listing.problems == ()


def test_classes_are_all_categories_in_the_order_of_their_numbers(folder: Path) -> None:
    assert read(folder, drawn(1, bbox=[1, 1, 2, 2])).classes == ("cat", "dog", "zebra")


def test_masks_are_read_from_runs_and_from_compressed_text(folder: Path) -> None:
    # Column 2, rows 0 to 2 of a picture of 8 x 6: 12 zeros, 3 ones, 33 zeros.
    listing = read(
        folder,
        drawn(1, segmentation={"size": [6, 8], "counts": [12, 3, 33]}, iscrowd=1),
        drawn(1, segmentation={"size": [6, 8], "counts": "<3Q1"}),
    )

    crowd, single = drawn_on(listing, "a.png")
    assert crowd.geometry == single.geometry == RunLengths(6, 8, (12, 3, 33))
    assert (crowd.is_crowd, single.is_crowd) == (True, False)


def test_ids_may_be_texts(folder: Path) -> None:
    listing = read(folder, drawn("x1", category_id="c", bbox=[1, 1, 2, 2]), images=[picture("x1")],
                   categories=[{"id": "c", "name": "cat"}])  # fmt: skip

    assert [annotation.label for annotation in drawn_on(listing, "a.png")] == ["cat"]


def test_listed_pictures_without_annotations_show_background(folder: Path) -> None:
    assert read(folder).problems == ()


def test_names_may_have_folders(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/b/a.png", "images/c/a.png"])
    save_json(tmp_path / "annotations/all.json", document(drawn(1, bbox=[1, 1, 2, 2]), images=[picture(1, "c/a.png")]))

    listing = listing_of(coco, tmp_path)

    assert len(drawn_on(listing, "images/c/a.png")) == 1
    assert told(listing.problems) == [("unlabelled", "images/b/a.png", "", "dropped")]


def test_files_for_the_splits_are_read_together_or_alone(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["train2017/a.png", "val2017/a.png"])
    for split in ("train", "val"):
        save_json(tmp_path / f"annotations/instances_{split}2017.json", document(drawn(1, bbox=[1, 1, 2, 2])))

    together = listing_of(coco, tmp_path)
    alone = listing_of(coco, tmp_path, candidate="annotations/instances_val2017.json")

    assert [(item.place, item.rank) for item in candidates(coco, tmp_path)] == [
        ("annotations/instances_*.json", 90),
        ("annotations/instances_train2017.json", 90),
        ("annotations/instances_val2017.json", 90),
    ]
    assert [(image.path, image.split, len(image.annotations)) for image in together.images] == [
        ("train2017/a.png", Split.TRAIN, 1),
        ("val2017/a.png", Split.VALIDATION, 1),
    ]
    assert [(image.path, len(image.annotations)) for image in alone.images] == [("val2017/a.png", 1)]
    assert together.problems == alone.problems == ()


def test_files_in_folders_of_the_splits_belong_together(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["train/a.png", "valid/b.png"])
    save_json(tmp_path / "train/_annotations.coco.json", document(drawn(1, bbox=[1, 1, 2, 2])))
    save_json(tmp_path / "valid/_annotations.coco.json", document(images=[picture(1, "b.png")]))

    listing = listing_of(coco, tmp_path)

    assert [(image.path, image.split) for image in listing.images] == [
        ("train/a.png", Split.TRAIN),
        ("valid/b.png", Split.VALIDATION),
    ]


def test_a_chosen_file_leaves_other_pictures_out(folder: Path) -> None:
    save_pictures(folder, ["other.png"])
    label_file = save_json(folder / "labels.json", document())

    assert [image.path for image in listing_of(coco, label_file).images] == ["a.png"]


def test_missing_pictures_keep_their_labels(tmp_path: Path) -> None:
    save_json(tmp_path / "labels.json", document(drawn(1, bbox=[1, 1, 2, 2])))

    listing = listing_of(coco, tmp_path)

    assert [(image.path, image.bytes, len(image.annotations)) for image in listing.images] == [("a.png", 0, 1)]
    assert told(listing.problems) == [("missing_picture", "a.png", "", "dropped")]
    assert [candidate.rank for candidate in candidates(coco, tmp_path)] == [30]


@pytest.mark.parametrize("name", ["/data/old/a.png", "C:\\old\\a.png", "../old/a.png", "http://host/a.png"])
def test_paths_of_another_computer_are_matched_by_name_and_told_once(folder: Path, name: str) -> None:
    listing = read(folder, drawn(1, bbox=[1, 1, 2, 2]), images=[picture(1, name)])

    assert len(drawn_on(listing, "a.png")) == 1
    assert told(listing.problems) == [("outside_folder", "labels.json", "", "repaired")]


def test_paths_that_leave_the_folder_are_not_listed(folder: Path) -> None:
    listing = read(folder, images=[picture(1), picture(2, "/etc/passwd")])

    assert [image.path for image in listing.images] == ["a.png"]
    assert told(listing.problems) == [("outside_folder", "labels.json", "images[1]", "dropped")]


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ({"bbox": [1, 2, 3]}, ("bad_annotation", "dropped")),
        ({"bbox": [1, 2, 3, float("nan")]}, ("bad_annotation", "dropped")),
        ({"bbox": [1, 2, 3, 1e300]}, ("bad_annotation", "dropped")),
        ({"bbox": "1 2 3 4"}, ("bad_annotation", "dropped")),
        ({}, ("bad_annotation", "dropped")),
        ({"keypoints": [1, 1, 2]}, ("unsupported_shape", "dropped")),
        ({"segmentation": [[1, 2, 3, 4, 5]]}, ("bad_annotation", "dropped")),
        ({"segmentation": {"size": [6, 8], "counts": [5, 5]}}, ("bad_annotation", "dropped")),
        ({"segmentation": {"size": [6, 8], "counts": "~~~"}}, ("bad_annotation", "dropped")),
        ({"segmentation": {"counts": [48]}}, ("bad_annotation", "dropped")),
        ({"segmentation": {"size": [10**9, 10**9], "counts": [10**18]}}, ("bad_annotation", "dropped")),
        ({"segmentation": [RING], "bbox": ["x"]}, ("bad_annotation", "repaired")),
        ({"segmentation": [RING, ["x"]]}, ("bad_annotation", "repaired")),
        ({"segmentation": "none", "bbox": [1, 1, 2, 2]}, ("bad_annotation", "repaired")),
        ({"category_id": 4, "bbox": [1, 1, 2, 2]}, ("unknown_class", "kept")),
        ({"category_id": None, "bbox": [1, 1, 2, 2]}, ("unknown_class", "kept")),
        ({"iscrowd": "no", "bbox": [1, 1, 2, 2]}, ("bad_annotation", "repaired")),
    ],
)
def test_each_damaged_annotation_is_one_problem_of_its_picture(
    folder: Path, damaged: dict[str, Any], expected: tuple[str, str]
) -> None:
    listing = read(folder, drawn(1, **damaged), drawn(1, bbox=[1, 1, 3, 3]))

    code, action = expected
    assert told(listing.problems) == [(code, "a.png", "labels.json, annotations[0]", action)]
    assert drawn_on(listing, "a.png")[-1].geometry == Box(1, 1, 4, 4)


def test_damaged_outline_leaves_the_box(folder: Path) -> None:
    listing = read(folder, drawn(1, bbox=[1, 1, 3, 3], segmentation=[["x", "y"]]))

    assert [annotation.geometry for annotation in drawn_on(listing, "a.png")] == [Box(1, 1, 4, 4)]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"annotations": [drawn(99, bbox=[1, 1, 2, 2])]}, "annotations[0]"),
        ({"annotations": ["text"]}, "annotations[0]"),
        ({"images": [picture(1), {"id": 2}]}, "images[1]"),
        ({"images": [picture(1), {"file_name": "b.png"}]}, "images[1]"),
        ({"images": [picture(1), 5]}, "images[1]"),
        ({"images": [picture(1), picture(1, "b.png")]}, "images[1]"),
        ({"images": [picture(1), picture(2)]}, "images[1]"),
        ({"categories": [*CATEGORIES, {"id": 3, "name": "bird"}]}, "categories[3]"),
        ({"categories": [*CATEGORIES, {"name": "bird"}]}, "categories[3]"),
        ({"categories": [*CATEGORIES, {"id": 4, "name": "dog"}]}, "categories[3]"),
        ({"categories": None, "annotations": [drawn(1, bbox=[1, 1, 2, 2])]}, "categories"),
        ({"annotations": None}, ""),
        ({"images": {}}, ""),
    ],
)
def test_each_damaged_entry_is_one_problem_of_the_file(folder: Path, more: dict[str, Any], place: str) -> None:
    listing = read(folder, **more)

    told_of_file = [(problem.path, problem.place) for problem in listing.problems if problem.path]
    assert told_of_file == [("labels.json", place)]
    assert [image.path for image in listing.images] == ["a.png"]


def test_annotations_with_the_same_id_are_both_kept_and_told(folder: Path) -> None:
    listing = read(folder, drawn(1, id=5, bbox=[1, 1, 2, 2]), drawn(1, id=5, bbox=[2, 2, 3, 3]))

    assert len(drawn_on(listing, "a.png")) == 2
    assert told(listing.problems) == [("duplicate_annotation", "a.png", "labels.json, annotations[1]", "kept")]


@pytest.mark.parametrize("content", ['{"images": [{"id": 1, "file_', '{"images":' * 100_000, '{"info": no JSON'])
def test_file_that_cannot_be_read_is_one_problem(folder: Path, content: str) -> None:
    (folder / "labels.json").write_text(content)

    listing = listing_of(coco, folder)

    assert told(listing.problems) == [("bad_label_file", "labels.json", "", "dropped")]
    assert [image.path for image in listing.images] == ["a.png"]


@pytest.mark.parametrize(
    "content",
    [
        {"name": "package", "version": "1"},
        {"shapes": [], "imagePath": "a.png"},
        {"images": [picture(1)], "annotations": [{"image_id": 1, "caption": "A cat."}]},
        {"images": [picture(1)], "annotations": [{"image_id": 1, "segments_info": [], "file_name": "a.png"}]},
        [1, 2, 3],
    ],
)
def test_other_json_files_are_not_taken(folder: Path, content: Any) -> None:
    save_json(folder / "labels.json", content)

    assert candidates(coco, folder) == []
