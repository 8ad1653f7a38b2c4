"""The engine tells how much each pixel of a picture counts, by U-Net's equation and the run's settings."""

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.answers.borders import weigh_borders
from engine.contract.config import MaskConfig, TrainingConfig
from engine.contract.framing import Array
from engine.contract.microscope import BordersWeighed, WeighBorders
from tests.engine.sample_masks import QUIET, write_masked_run
from tests.gui.mask_pictures import write_masks


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masks(tmp_path_factory.mktemp("pictures") / "masks", count=4)


def weighed(run: Path, image: Path, **asked: float) -> tuple[BordersWeighed, tuple[Array, ...]]:
    event, arrays = weigh_borders(WeighBorders(run=str(run), image=str(image), **asked), QUIET)
    assert isinstance(event, BordersWeighed)
    return event, tuple(arrays)


def slow_distances(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From every pixel to every pixel of both objects, one by one."""
    rows, columns = np.indices(mask.shape)
    to_each = []
    for number in (1, 2):
        points = np.argwhere(mask == number)
        squares = [(rows - row) ** 2 + (columns - column) ** 2 for row, column in points]
        to_each.append(np.sqrt(np.min(squares, axis=0)))
    nearest, second = np.sort(to_each, axis=0)
    return nearest, second


def test_without_weights_of_its_own_a_run_gets_those_that_are_published(dataset: Path) -> None:
    run = write_masked_run(dataset.parent / "plain", dataset, "unet")
    mask = np.asarray(Image.open(dataset / "masks" / "1.png"))
    first, second = slow_distances(mask)

    event, (weights, nearest, farther) = weighed(run.path, dataset / "images" / "1.png")

    assert (event.w_0, event.sigma_px, event.is_learned) == (10.0, 5.0, False)
    assert (event.objects, event.are_drawn, event.class_weights) == (2, False, (1.0, 1.0, 1.0))
    np.testing.assert_allclose(nearest, first, atol=1e-4)
    np.testing.assert_allclose(farther, second, atol=1e-4)
    expected = 1 + 10 * np.exp(-((first + second) ** 2) / (2 * 5**2))
    np.testing.assert_allclose(weights, expected, atol=1e-3)


def test_the_settings_of_a_run_come_first_and_others_can_be_tried(dataset: Path) -> None:
    masks = MaskConfig(border_weight=4.0, border_sigma=3.0)
    run = write_masked_run(dataset.parent / "own", dataset, "unet", config={"masks": masks})
    image = dataset / "images" / "1.png"

    own, (own_weights, *_) = weighed(run.path, image)
    tried, (tried_weights,) = weighed(run.path, image, w_0=8.0, has_distances=False)

    assert (own.w_0, own.sigma_px, own.is_learned) == (4.0, 3.0, True)
    assert (tried.w_0, tried.sigma_px) == (8.0, 3.0)
    assert own_weights.max() > 1
    np.testing.assert_allclose(tried_weights - 1, 2 * (own_weights - 1), atol=1e-5)


def test_balanced_classes_count_as_training_counts_them(dataset: Path) -> None:
    training = TrainingConfig(class_weights="balanced")
    run = write_masked_run(dataset.parent / "balanced", dataset, "unet", config={"training": training})
    pixels = np.bincount(np.asarray(Image.open(dataset / "masks" / "0.png")).ravel()) / 32**2

    event, (weights, *_) = weighed(run.path, dataset / "images" / "0.png", w_0=0.0)

    assert event.class_weights == pytest.approx(np.median(pixels) / pixels)
    assert weights[6, 6] == pytest.approx(event.class_weights[1])
    assert math.isclose(weights[31, 31], event.class_weights[0], rel_tol=1e-6)


def test_a_picture_from_elsewhere_has_no_map(dataset: Path, tmp_path: Path) -> None:
    run = write_masked_run(dataset.parent / "other", dataset, "unet")
    image = tmp_path / "other.png"
    image.write_bytes((dataset / "images" / "0.png").read_bytes())

    event, arrays = weighed(run.path, image)

    assert arrays == ()
    assert event.objects == 0
