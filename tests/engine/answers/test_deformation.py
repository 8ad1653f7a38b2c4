"""A picture is deformed as training deforms it, and lines over it bend with what they lie on."""

from pathlib import Path

import numpy as np
import pytest

from engine.answers.deformation import deform_picture
from engine.contract.annotations import NO_CLASS
from engine.contract.config import AugmentationConfig, InputConfig
from engine.contract.framing import Array
from engine.contract.microscope import DeformPicture, PictureDeformed
from engine.data.augment.augmenter import Augmenter
from engine.data.augment.elastic import LARGEST_SLOPE, largest_slopes
from engine.data.deforming import PUBLISHED_ELASTIC_PX, draw_deformation, elastic_only, straight_lines
from tests.engine.sample_masks import QUIET, write_masked_run
from tests.gui.mask_pictures import write_masks


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masks(tmp_path_factory.mktemp("pictures") / "masks", count=3)


@pytest.fixture(scope="module")
def run(dataset: Path) -> str:
    learned = AugmentationConfig(elastic=2.0, elastic_probability=0.5)
    return str(write_masked_run(dataset.parent / "run", dataset, "unet", config={"augmentation": learned}).path)


def deformed(run: str, image: Path, **asked: float) -> tuple[PictureDeformed, tuple[Array, ...]]:
    command = DeformPicture.model_validate({"run": run, "image": str(image), **asked})
    event, arrays = deform_picture(command, QUIET)
    assert isinstance(event, PictureDeformed)
    return event, tuple(arrays)


def test_pixels_are_those_of_the_augmentation_of_training(run: str, dataset: Path) -> None:
    event, (before, after, *_) = deformed(run, dataset / "images" / "1.png", variant=3)

    augmenter = Augmenter(
        elastic_only(2.0, points=3), seed=1, count=1, read=lambda _positions: np.asarray(before)[np.newaxis]
    )
    np.testing.assert_array_equal(after, np.rint(augmenter.augment(3, np.array([0])).pixels[0]).astype(np.uint8))
    assert (event.strength_px, event.is_learned, event.probability) == (2.0, True, 0.5)
    assert event.grid_points == 3
    assert event.largest_px > 0.5
    assert np.any(before != after)


def test_another_grid_is_another_draw_of_the_same_strength(run: str, dataset: Path) -> None:
    coarse, fine = (deformed(run, dataset / "images" / "1.png", grid_points=points) for points in (3, 9))

    assert (fine[0].strength_px, fine[0].grid_points) == (coarse[0].strength_px, 9)
    assert np.any(fine[1][1] != coarse[1][1])


def test_lines_bend_with_the_pixels_under_them() -> None:
    """A point of light moves to where the line through it goes."""
    drawn = draw_deformation(strength_px=6.0, points=3, size=(64, 48), seed=5, variant=2)
    lines = straight_lines(5, size=(64, 48))
    light = np.zeros((48, 64, 1), np.uint8)
    light[20, 30] = 255

    moved = drawn.lines(np.array([[[30.5, 20.5]]], np.float32))[0, 0]

    warm = drawn.pixels(light)[..., 0].astype(float)
    rows, columns = np.indices(warm.shape) + 0.5
    middle = ((columns * warm).sum() / warm.sum(), (rows * warm).sum() / warm.sum())
    assert moved == pytest.approx(middle, abs=0.6)
    assert np.hypot(moved[0] - 30.5, moved[1] - 20.5) > 1
    assert lines.shape == (10, 65, 2)
    assert lines[0, -1].tolist() == [64, 0]
    assert lines[9, -1].tolist() == [64, 48]


def test_masks_follow_and_tell_where_nobody_knows(run: str, dataset: Path) -> None:
    _, (before, after, _, _, mask, moved) = deformed(run, dataset / "images" / "2.png", strength_px=5.0)

    inside = moved != NO_CLASS
    assert set(np.unique(mask)) == {0, 1, 2}
    assert np.any(moved != mask)
    said = np.abs(np.asarray(after, int)[..., 0] - 90 * moved.astype(int))[inside]
    assert np.median(said) <= 1
    assert before.shape == after.shape == (32, 32, 3)


def test_no_strength_changes_nothing(run: str, dataset: Path) -> None:
    event, (before, after, lines, bent, mask, moved) = deformed(run, dataset / "images" / "0.png", strength_px=0.0)

    np.testing.assert_array_equal(before, after)
    np.testing.assert_allclose(lines, bent)
    np.testing.assert_array_equal(mask, moved)
    assert (event.largest_px, event.kept_share) == (0.0, 1.0)


def test_too_strong_draws_are_weakened_and_said_to_be() -> None:
    drawn = draw_deformation(strength_px=60.0, points=3, size=(32, 32), seed=1, variant=0)

    assert 0 < drawn.kept_share < 1
    assert drawn.warp.fields is not None
    assert largest_slopes(drawn.warp.fields, size=(32, 32))[0] == pytest.approx(LARGEST_SLOPE)


def test_patches_are_shown_with_their_margin(dataset: Path) -> None:
    config = {
        "input": InputConfig(height=32, width=32, fit="patches"),
        "augmentation": AugmentationConfig(enabled=False),
    }
    patches = write_masked_run(dataset.parent / "patches", dataset, "unet", config=config)

    event, (before, *_) = deformed(str(patches.path), dataset / "images" / "0.png")

    assert (event.strength_px, event.is_learned) == (PUBLISHED_ELASTIC_PX, False)
    x_min, y_min, x_max, y_max = event.kept_xyxy
    assert (x_max - x_min, y_max - y_min) == (32, 32)
    assert before.shape[0] == y_min + y_max > 32


def test_a_picture_from_elsewhere_is_deformed_without_a_mask(run: str, dataset: Path, tmp_path: Path) -> None:
    image = tmp_path / "other.png"
    image.write_bytes((dataset / "images" / "0.png").read_bytes())

    _, arrays = deformed(run, image)

    assert len(arrays) == 4
