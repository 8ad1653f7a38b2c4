"""The samples of detection and what is true of them, from a dataset on disk."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.contract.config import AugmentationConfig
from engine.contract.dataset import Split
from engine.data.augment.augmenter import changes_pictures
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks import detection_defaults
from engine.tasks.box_choices import needed_side
from engine.tasks.box_truth import box_classes, boxes_of, rows_with_truth
from engine.tasks.boxed_pictures import load_boxed_pictures
from engine.tasks.detection_defaults import propose_detection
from engine.tasks.samples import SampleSource
from engine.tasks.wishes import Wishes
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_boxes(tmp_path / "boxes")
    return tmp_path / "boxes"


@pytest.fixture
def index(root: Path) -> Iterator[DatasetIndex]:
    with DatasetIndex(open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)) as opened:
        yield opened


def source(index: DatasetIndex, **changes: object) -> SampleSource:
    config = run_config(NAMES, side=64, path=index.root)
    rows = tuple(row for row in rows_with_truth(index) if row.split is Split.TRAIN)
    return SampleSource(index.path, index.root, rows, config.model_copy(update=changes), ignore_progress)


def test_pictures_without_objects_are_learned_as_background(index: DatasetIndex) -> None:
    rows = rows_with_truth(index)

    truth = boxes_of(index, rows, box_classes(index))

    assert box_classes(index) == NAMES
    assert len(rows) == 10
    assert sorted(len(one.classes) == 0 for one in truth.values()) == [False] * 9 + [True]


def test_objects_of_classes_that_a_run_does_not_know_are_left_out(index: DatasetIndex) -> None:
    rows = rows_with_truth(index)
    all_classes, only_box = boxes_of(index, rows, NAMES), boxes_of(index, rows, ("box",))

    counts = [int((one.classes == 1).sum()) for one in all_classes.values()]
    assert [len(one.classes) for one in only_box.values()] == counts
    assert {int(number) for one in only_box.values() for number in one.classes} == {0}


def test_boxes_lie_where_the_fitted_picture_shows_them(index: DatasetIndex) -> None:
    samples = load_boxed_pictures(source(index))

    assert samples.pixels.shape == (8, 64, 64, 3)
    for pixels, labels in zip(samples.pixels, samples.labels, strict=True):
        for box, one in zip(labels.boxes_xyxy, labels.classes, strict=True):
            x, y = ((box[:2] + box[2:]) / 2).astype(int)
            bright, dark = (0, 2) if one == 0 else (2, 0)
            overlapped = sum((other[:2] < (x, y)).all() and (other[2:] > (x, y)).all() for other in labels.boxes_xyxy)
            assert overlapped > 1 or int(pixels[y, x, bright]) > int(pixels[y, x, dark]) + 80


def test_batches_hold_truth_rows(index: DatasetIndex) -> None:
    samples = load_boxed_pictures(source(index))
    preparation = Preparation.fit(samples.measured_pixels(), samples.config.input)

    pictures, rows, *_ = samples.batches(preparation, is_training=False).make(0, 0)

    assert pictures.shape == (8, 64, 64, 3)
    assert (rows[..., 5] > 0).sum(axis=1).tolist() == [len(one.classes) for one in samples.labels]
    assert samples.learned_labels() == ()


def test_batches_of_mixed_pictures_hold_more_rows(index: DatasetIndex) -> None:
    augmentation = AugmentationConfig(mosaic=1.0, mosaic_off=0.0, mixup=1.0)
    samples = load_boxed_pictures(source(index, augmentation=augmentation))
    preparation = Preparation.fit(samples.measured_pixels(), samples.config.input)

    _, rows, *_ = samples.batches(preparation, is_training=True).make(0, 0)

    most = max(len(one.classes) for one in samples.labels)
    assert rows.shape[1] == 8 * most
    assert (rows[..., 5] > 0).sum(axis=1).max() > most


def test_defaults_suit_the_pictures_and_say_why(index: DatasetIndex) -> None:
    config, reasons = propose_detection(index)

    assert (config.network.name, config.classes) == ("dense-detector", NAMES)
    assert (config.input.height % 32, config.input.width % 32) == (0, 0)
    assert config.training.batch_size <= 16
    assert {"network.name", "input.height", "training.epochs"} <= set(reasons)


@pytest.mark.parametrize(
    ("side_px", "sides", "needed"),
    [
        (640, [], 416),  # nothing is known
        (256, [0.9, 0.9], 80 / 0.9),  # large objects
        (640, [0.25] * 10, 320),
        (640, [0.25] * 9 + [0.04] * 5, 416),  # some are small: 500 px would show them well
        (200, [0.1] * 10, 200),  # no picture is enlarged
    ],
)
def test_a_picture_is_as_large_as_its_objects_need(side_px: int, sides: list[float], needed: float) -> None:
    assert needed_side(side_px, np.array(sides)) == pytest.approx(needed)


def test_few_pictures_are_learned_in_small_batches(index: DatasetIndex) -> None:
    few, _ = propose_detection(index, Wishes(image_size=(64, 64)))

    # 8 pictures, 200 times: even four at a time are less than the steps that are wanted.
    assert (few.training.epochs, few.training.batch_size) == (200, 4)


def test_letterbox_bars_hold_no_box(index: DatasetIndex) -> None:
    samples = load_boxed_pictures(source(index))

    for row, labels in zip(samples.rows, samples.labels, strict=True):
        if row.width == 80 and len(labels.classes):
            # 80 x 64 in 64 x 64: bars of 6.4 px above and below.
            assert labels.boxes_xyxy[:, 1].min() >= 6
            assert labels.boxes_xyxy[:, 3].max() <= 58
            assert np.isfinite(labels.boxes_xyxy).all()


def test_boxes_of_a_grid_start_from_shapes_of_the_dataset(index: DatasetIndex) -> None:
    config, reasons = propose_detection(index, Wishes(network="yolo-grid", image_size=(64, 64)))
    given, _ = propose_detection(index, Wishes(network="yolo-grid", options={"shapes": ((300, 300),)}))

    shapes = np.array(config.network.options["shapes"])
    # Sides of 10 to 26 px in pictures that fill 64 px, in thousandths.
    assert shapes.shape == (5, 2)
    assert shapes.min() >= 0.8 * 1000 * 10 / 64 - 1
    assert shapes.max() <= 1000 * 26 / 64 + 1
    assert "5 shapes around which the boxes gather" in reasons["network.options"]
    assert config.network.graph["nodes"][-1]["options"]["shapes"] == shapes.tolist()
    assert given.network.options["shapes"] == ((300, 300),)


def test_pictures_of_few_objects_are_shown_in_parts_of_four(
    index: DatasetIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = float(np.mean([len(labels.classes) for labels in load_boxed_pictures(source(index)).labels]))
    monkeypatch.setattr(detection_defaults, "FEW_OBJECTS", usual)
    few, reasons = propose_detection(index)
    monkeypatch.setattr(detection_defaults, "FEW_OBJECTS", usual - 0.01)
    many, others = propose_detection(index)

    assert (few.augmentation.mosaic, many.augmentation.mosaic) == (0.5, 0.0)
    assert "Few objects" in reasons["augmentation.mosaic"]
    assert "augmentation.mosaic" not in others


def test_where_regions_are_searched_pictures_have_few_versions(index: DatasetIndex) -> None:
    searching, reasons = propose_detection(index, Wishes(network="small-fast-rcnn", image_size=(64, 64)))
    proposing, _ = propose_detection(index, Wishes(network="small-faster-rcnn", image_size=(64, 64)))

    assert searching.augmentation == proposing.augmentation.model_copy(update={"mosaic": 0.0, "versions": 6})
    assert "each version" in reasons["augmentation.versions"]


def test_where_regions_of_many_pictures_are_searched_they_change_no_more_than_in_a_mirror(
    index: DatasetIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detection_defaults, "SEARCHED_PICTURES", 10)

    searching, reasons = propose_detection(index, Wishes(network="small-fast-rcnn", image_size=(64, 64)))

    assert changes_pictures(searching.augmentation)
    assert not changes_pictures(searching.augmentation.model_copy(update={"flip_horizontal": False}))
    assert "mirror image" in reasons["augmentation.scale"]
