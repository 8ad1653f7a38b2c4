from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.classifier_detectors.effort import Effort, describe_efforts
from engine.classifier_detectors.sliding import find_by_windows, grids_of, score_windows, window_effort
from engine.contract.classifier_detectors import SlidingWindows
from engine.model_store import LoadedRun, load_run
from engine.ops.boxes.finding import Choice
from models.arithmetic import analyse
from models.graph import Graph
from tests.engine.classifier_detectors.colour_classifier import written_run
from tests.models.sliding import random_model, unpadded
from tests.models.small_networks import small_graph

CLASSES = ("a", "b", "nothing")
PICTURE = np.random.default_rng(1).integers(0, 256, (50, 70, 3), np.uint8)


def run_of(name: str, folder: Path, *, is_padded: bool = False) -> LoadedRun:
    graph = small_graph(name, classes=len(CLASSES))
    graph = graph if is_padded else unpadded(graph)
    run = written_run(folder, graph, random_model(graph.for_prediction()), dataset=folder, classes=CLASSES)
    return load_run(str(run.path))


def asked(**changes: object) -> SlidingWindows:
    fields = {"outputs": CLASSES, "background": "nothing", "shapes_px": ((24, 24), (18, 40)), "stride": 0.25}
    return SlidingWindows.model_validate(fields | changes)


@pytest.mark.parametrize("name", ["linear", "lenet5", "small-resnet"])
def test_one_pass_says_of_all_windows_what_the_network_says_of_each(name: str, tmp_path: Path) -> None:
    run = run_of(name, tmp_path / "run")

    at_once, one_by_one = (score_windows(run, asked(evaluation=kind), PICTURE) for kind in ("convolutional", "crops"))

    assert np.ptp(one_by_one.scores, axis=0).max() > 1e-4
    assert_array_equal(at_once.boxes_xyxy, one_by_one.boxes_xyxy)
    assert_allclose(at_once.scores, one_by_one.scores, atol=2e-6)


def test_where_layers_pad_a_window_sees_its_surroundings(tmp_path: Path) -> None:
    run = run_of("small-resnet", tmp_path / "run", is_padded=True)

    at_once, one_by_one = (score_windows(run, asked(evaluation=kind), PICTURE) for kind in ("convolutional", "crops"))

    assert at_once.scores.shape == one_by_one.scores.shape
    assert abs(at_once.scores - one_by_one.scores).max() > 1e-4


def test_effort_counts_windows_and_what_the_layers_compute(tmp_path: Path) -> None:
    run = run_of("lenet5", tmp_path / "run")
    assert run.config is not None
    of_one = analyse(Graph.from_json(run.config.network.graph).for_prediction()).multiply_adds

    at_once, one_by_one = (window_effort(run, asked(evaluation=kind), (50, 70)) for kind in ("convolutional", "crops"))

    windows = len(score_windows(run, asked(), PICTURE).boxes_xyxy)
    assert one_by_one == Effort(windows, windows * of_one, windows * of_one)
    assert (at_once.windows, at_once.alone) == (windows, windows * of_one)
    assert of_one < at_once.multiply_adds < one_by_one.multiply_adds


def test_efforts_are_told_in_a_sentence() -> None:
    both = [Effort(10, 2_000_000_000, 8_000_000_000), Effort(30, 4_000_000_000, 8_000_000_000)]

    assert describe_efforts(both) == (
        "A picture asks the classifier about 20 boxes: 3 billion of multiply-adds, where crop by crop it would be "
        "8 billion."
    )
    assert describe_efforts([Effort(10, 8, 8)]).endswith("multiply-adds.")


def test_a_smaller_stride_asks_about_more_windows(tmp_path: Path) -> None:
    run = run_of("linear", tmp_path / "run")

    fine, coarse = (
        sum(grid.windows for grid in grids_of(run, asked(stride=stride), (50, 70))) for stride in (0.1, 0.5)
    )

    assert fine > 4 * coarse


def test_found_objects_are_no_background_and_lie_within_the_picture(tmp_path: Path) -> None:
    run = run_of("lenet5", tmp_path / "run")
    assert run.config is not None
    config = run.config.model_copy(update={"classes": ("b", "a"), "detector": asked()})
    detector = replace(run, config=config)

    found, _ = find_by_windows(detector, asked(), PICTURE, Choice(score=0.01, most=30))

    assert set(found.classes) == {0, 1}
    assert (found.boxes_xyxy >= 0).all()
    assert (found.boxes_xyxy <= [70, 50, 70, 50]).all()
    assert (np.diff(found.scores) <= 0).all()
    scored = score_windows(detector, asked(), PICTURE).scores
    best = found.classes[0]
    assert found.scores[0] == pytest.approx(scored[:, :2].max(), abs=1e-6)
    assert scored[:, CLASSES.index(detector.object_classes[best])].max() == pytest.approx(found.scores[0], abs=1e-6)
