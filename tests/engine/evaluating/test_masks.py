"""Masks that are known beforehand, measured by hand."""

import csv
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.contract.mask_doubts import DOUBTS_FILE, MaskDoubts
from engine.contract.masks import CONFUSIONS_FILE, OBJECTS_FILE, MaskEvaluation, ObjectEvaluation
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.preparation import Preparation
from engine.dataset.pictures.regions.source import RegionSource
from engine.dataset.splits.assigning import write_splits
from engine.evaluating import masks, measuring, writing
from engine.evaluating.choosing import choose_pictures
from engine.model_store import LoadedRun
from engine.ops.instance_scores import BOWL_THRESHOLDS
from engine.ops.instances import Objects
from engine.tiling import parts
from engine.tiling.blending import FinishedBlock
from engine.tiling.prediction import Sink
from tests.engine.dataset.small_datasets import opened
from tests.engine.dataset.writers.drawn import mask, pixels, polygon, save_coco
from tests.engine.tasks.masked_dataset import config_for, stripes, write_masked

OnProgress = Callable[[str, int, int], None]
CLASSES = ("ground", "disc", "box")
SIDE = 32
TRUE = {"a": stripes(0, 0, 0, 0, 1, 1, 1, 1), "b": stripes(0)}
PREDICTED = {"a": stripes(0, 0, 0, 0, 0, 1, 1, 1), "b": stripes(0, 0, 0, 0, 0, 0, 0, 2)}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return write_masked(tmp_path / "set", {**TRUE, "c": stripes(0, 1)})


@pytest.fixture
def run(tmp_path: Path, dataset: Path) -> LoadedRun:
    """A run that learned from picture c, and whose network is asked for nothing."""
    with opened(dataset) as index:
        config: RunConfig = config_for(index)
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    write_splits(
        folder.split,
        {"images/a.png": Split.TEST, "images/b.png": Split.TEST, "images/c.png": Split.TRAIN},
    )
    preparation = Preparation(np.ones(3, np.float32), np.zeros(3, np.float32))
    return LoadedRun(str(folder.path), None, CLASSES, config.input, preparation, config, ())


@dataclass
class KnownNetwork:
    """Is sure of one mask after the other, and gives them in two blocks, as tiles come."""

    said: Iterable[np.ndarray]
    classes: int = 3

    def __post_init__(self) -> None:
        self._said = iter(self.said)

    def predict(self, source: RegionSource, sinks: Sequence[Sink], *, on_progress: OnProgress) -> None:
        scores = np.eye(self.classes, dtype=np.float32)[next(self._said)]
        for left, right in ((0, 7), (7, source.width)):
            for sink in sinks:
                sink.add(FinishedBlock(0, left, scores[:, left:right]))


def say(monkeypatch: pytest.MonkeyPatch, network: object) -> None:
    monkeypatch.setattr(measuring, "mask_network", lambda run: network)


@pytest.fixture(autouse=True)
def known_predictions(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, KnownNetwork(PREDICTED.values()))


def evaluate(run: LoadedRun) -> MaskEvaluation:
    chosen = choose_pictures(run, split="test", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled)
    return masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)[0]


def test_scores_are_those_of_all_pixels_together(run: LoadedRun) -> None:
    evaluation = evaluate(run)

    eighth = SIDE * SIDE // 8
    ground, disc, box = evaluation.per_class
    assert np.array(evaluation.confusion).tolist() == [[11 * eighth, 0, eighth], [eighth, 3 * eighth, 0], [0, 0, 0]]
    assert (ground.iou, disc.iou, box.iou) == pytest.approx((11 / 13, 3 / 4, 0.0))
    assert (ground.pooled_dice, disc.pooled_dice, box.pooled_dice) == pytest.approx((22 / 24, 6 / 7, 0.0))
    assert (ground.images, disc.images, box.images) == (2, 1, 0)
    assert (box.true_pixels, box.predicted_pixels) == (0, eighth)
    assert evaluation.metrics["mIoU"] == pytest.approx((11 / 13 + 3 / 4) / 3)
    assert evaluation.metrics["pooled_dice"] == pytest.approx((22 / 24 + 6 / 7) / 3)
    assert evaluation.metrics["pixel_accuracy"] == pytest.approx(14 / 16)
    assert evaluation.metrics["image_mIoU"] == pytest.approx(((4 / 5 + 3 / 4) / 2 + (7 / 8 + 0) / 2) / 2)
    assert evaluation.metrics["object_score"] is None


def test_dice_of_a_class_is_its_mean_over_the_pictures_that_show_it(run: LoadedRun) -> None:
    evaluation = evaluate(run)

    ground, disc, box = evaluation.per_class
    assert (ground.dice, disc.dice, box.dice) == pytest.approx(((8 / 9 + 14 / 15) / 2, 6 / 7, 0.0))
    assert evaluation.metrics["dice"] == pytest.approx(((8 / 9 + 14 / 15) / 2 + 6 / 7 + 0.0) / 3)


def test_the_background_does_not_count_in_dice(run: LoadedRun) -> None:
    run = replace(run, classes=("background", "disc", "box"))
    chosen = choose_pictures(run, split="test", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled)

    evaluation, _ = masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)

    assert evaluation.per_class[0].dice == 0.0
    assert evaluation.metrics["dice"] == pytest.approx(6 / 7)
    assert evaluation.metrics["pooled_dice"] == pytest.approx(6 / 7)


def test_each_picture_says_its_worst_class(run: LoadedRun) -> None:
    evaluate(run)

    rows = (RunFolder(Path(run.path)).evaluation / "test" / writing.IMAGES_NAME).read_text().splitlines()
    header = rows[0].split(",")
    worst = [row.split(",")[header.index("worst_class")] for row in rows[1:]]
    assert worst == ["disc", "box"]


def test_what_is_true_and_what_is_said_of_each_picture_is_kept(run: LoadedRun) -> None:
    evaluate(run)

    folder = RunFolder(Path(run.path)).evaluation / "test"
    rows = list(csv.DictReader((folder / writing.IMAGES_NAME).read_text().splitlines()))
    for row in rows:
        stem = Path(row["image"]).stem
        with Image.open(folder / row["mask"]) as said, Image.open(folder / row["truth"]) as true:
            np.testing.assert_array_equal(np.asarray(said), PREDICTED[stem])
            np.testing.assert_array_equal(np.asarray(true), TRUE[stem])


def test_without_single_objects_nothing_is_kept_of_them(run: LoadedRun) -> None:
    evaluate(run)

    assert not (RunFolder(Path(run.path)).evaluation / "test" / OBJECTS_FILE).exists()


def test_what_speaks_against_a_mask_is_kept(run: LoadedRun, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, KnownNetwork([np.where(true == 1, 2, 0).astype(np.uint8) for true in TRUE.values()]))
    evaluate(run)

    folder = RunFolder(Path(run.path)).evaluation / "test"
    first, second = MaskDoubts.model_validate_json((folder / DOUBTS_FILE).read_bytes()).pictures
    (area,) = first.areas
    assert (area.given, area.suggested, area.pixels, area.confidence) == ("disc", "box", SIDE * SIDE // 2, 1.0)
    assert set(area.rings[0]) == {(16, 0), (32, 0), (32, 32), (16, 32)}
    assert (first.trust, second.trust, second.areas) == (pytest.approx(0.0, abs=0.01), 1.0, ())


def test_confusions_of_the_pictures_add_up_to_that_of_all(run: LoadedRun) -> None:
    evaluation = evaluate(run)

    entries = np.load(RunFolder(Path(run.path)).evaluation / "test" / CONFUSIONS_FILE)
    summed = np.zeros((3, 3), np.int64)
    np.add.at(summed, (entries[:, 1], entries[:, 2]), entries[:, 3])
    assert summed.tolist() == [list(row) for row in evaluation.confusion]
    assert set(entries[:, 0]) == {0, 1}


def test_classes_that_never_occur_are_said(run: LoadedRun) -> None:
    notes = evaluate(run).notes

    assert any("No training picture shows box" in note for note in notes)
    assert any("No measured picture shows box" in note for note in notes)
    assert not any("ground" in note or "disc" in note for note in notes)


def test_a_picture_without_its_mask_is_left_out_with_a_reason(run: LoadedRun, dataset: Path) -> None:
    chosen = choose_pictures(run, split="test", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled)
    (dataset / "masks" / "b.png").unlink()

    evaluation, _ = masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)

    assert evaluation.images == 1
    assert any(note.startswith("images/b.png was left out: A mask cannot be read") for note in evaluation.notes)


def test_an_evaluation_can_be_cancelled_within_a_picture(run: LoadedRun, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = choose_pictures(run, split="test", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled)
    asked: list[bool] = []

    class Endless:
        def predict(self, source: RegionSource, sinks: Sequence[Sink], *, on_progress: OnProgress) -> None:
            asked.append(True)
            on_progress("Predicting", 1, 9)
            raise AssertionError("It went on.")

    say(monkeypatch, Endless())

    with pytest.raises(CancelledError):
        masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=lambda: bool(asked))


def test_objects_are_scored_without_what_is_found_in_crowds(
    tmp_path: Path, run: LoadedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = mask("dog", pixels(20, 20, 40, 30), iscrowd=1)
    cat = polygon("cat", [5, 5, 15, 5, 15, 15, 5, 15])
    root = save_coco(tmp_path / "coco", {"": {"a.png": [cat, crowd], "b.png": [cat]}})
    found = np.zeros((30, 40), np.int32)
    found[5:15, 5:15] = 1
    found[22:28, 25:35] = 2

    say(monkeypatch, KnownNetwork([(found > 0).astype(np.uint8)] * 2, classes=4))
    monkeypatch.setattr(measuring, "separate", lambda codes, masks: Objects(found, (1, 1)))
    run = replace(run, classes=("background", "cat", "dog", "unused"))
    chosen = choose_pictures(run, split="all", dataset=root, on_progress=ignore_progress, is_cancelled=never_cancelled)

    evaluation, folder = masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)

    # Alone with the crowd the second object costs nothing; on the other picture it is one too many.
    assert evaluation.metrics["object_score"] == pytest.approx((1.0 + 0.5) / 2)
    kept = ObjectEvaluation.model_validate_json((folder / OBJECTS_FILE).read_bytes())
    first, second = kept.pictures
    assert (first.row, first.hits, first.truths, first.predictions) == (0, (1,) * 10, 1, 1)
    assert (second.row, second.truths, second.predictions, second.merged, second.split) == (1, 1, 2, 0, 0)
    assert kept.thresholds == BOWL_THRESHOLDS


def test_objects_of_a_picture_that_is_too_large_are_not_told_apart_and_that_is_said(
    tmp_path: Path, run: LoadedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = save_coco(tmp_path / "coco", {"": {"a.png": [polygon("cat", [5, 5, 15, 5, 15, 15, 5, 15])]}})
    say(monkeypatch, KnownNetwork([np.zeros((30, 40), np.uint8)]))
    monkeypatch.setattr(measuring, "LARGEST_WITH_OBJECTS_PIXELS", 30 * 40 - 1)
    run = replace(run, classes=("background", "cat", "dog"))
    chosen = choose_pictures(run, split="all", dataset=root, on_progress=ignore_progress, is_cancelled=never_cancelled)

    evaluation, folder = masks.evaluate_masks(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)

    assert evaluation.metrics["object_score"] is None
    assert not (folder / OBJECTS_FILE).exists()
    assert any(note.startswith("Single objects of a.png were not told apart") for note in evaluation.notes)
    assert evaluation.confusion[1][0] == 100


def test_a_picture_that_is_too_large_for_memory_is_measured_to_the_same_numbers(
    run: LoadedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = evaluate(run)
    say(monkeypatch, KnownNetwork(PREDICTED.values()))
    monkeypatch.setattr(measuring, "LARGEST_AT_ONCE_PIXELS", 0)
    monkeypatch.setattr(measuring, "_SIDE_PX", 9)
    monkeypatch.setattr(parts, "STRIP_PIXELS", 5 * SIDE)

    assert evaluate(run) == expected
