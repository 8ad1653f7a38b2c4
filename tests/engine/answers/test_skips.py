"""The engine tells the skips of a network, and what each of them contributes to the mask of a picture."""

from pathlib import Path

import numpy as np
import pytest

from engine.answers.skips import list_skips, measure_skips, weaken_skips
from engine.contract.errors import UserError
from engine.contract.framing import Array
from engine.contract.microscope import (
    ListSkips,
    MeasureSkips,
    PassedPositions,
    SkipsListed,
    SkipsMeasured,
    SkipsWeakened,
    WeakenSkips,
)
from tests.engine.sample_masks import QUIET, write_masked_run
from tests.gui.mask_pictures import write_masks


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masks(tmp_path_factory.mktemp("pictures") / "masks", count=3)


@pytest.fixture(scope="module")
def unet(dataset: Path) -> str:
    return str(write_masked_run(dataset.parent / "unet", dataset, "unet").path)


def weakened(run: str, image: Path, *shares: float) -> tuple[SkipsWeakened, tuple[Array, ...]]:
    event, arrays = weaken_skips(WeakenSkips(run=run, image=str(image), shares=shares), QUIET)
    assert isinstance(event, SkipsWeakened)
    return event, tuple(arrays)


def slow_iou(truth: np.ndarray, mask: np.ndarray) -> float:
    """The mean over the classes that occur, counted one by one."""
    overlaps = []
    for number in sorted({*np.unique(truth), *np.unique(mask)}):
        both = int(((truth == number) & (mask == number)).sum())
        overlaps.append(both / int(((truth == number) | (mask == number)).sum()))
    return sum(overlaps) / len(overlaps)


def test_skips_are_listed_with_the_maps_they_pass(unet: str) -> None:
    event, arrays = list_skips(ListSkips(run=unet))

    assert isinstance(event, SkipsListed)
    assert arrays == ()
    assert [(skip.merge, skip.meeting, skip.shape) for skip in event.skips] == [
        ("up2_joined", "concatenation", (16, 16, 8)), ("up1_joined", "concatenation", (32, 32, 4)),
    ]  # fmt: skip
    assert event.positions == ()


def test_a_network_without_skips_tells_the_positions_that_it_passes(dataset: Path) -> None:
    run = write_masked_run(dataset.parent / "segnet", dataset, "segnet")

    event, _ = list_skips(ListSkips(run=str(run.path)))

    assert isinstance(event, SkipsListed)
    assert event.skips == ()
    assert len(event.positions) == 5
    assert isinstance(event.positions[0], PassedPositions)


def test_what_changes_is_counted_against_the_whole_network(unet: str, dataset: Path) -> None:
    event, (whole, weaker, truth) = weakened(unet, dataset / "images" / "1.png", 0.0, 0.5)

    assert whole.shape == weaker.shape == truth.shape == (32, 32)
    assert event.effect.changed == np.mean(whole != weaker) > 0
    assert event.iou == pytest.approx(slow_iou(truth, whole))
    assert event.effect.iou == pytest.approx(slow_iou(truth, weaker))


def test_whole_shares_change_nothing(unet: str, dataset: Path) -> None:
    event, (whole, weaker, _) = weakened(unet, dataset / "images" / "1.png", 1.0, 1.0)

    np.testing.assert_array_equal(whole, weaker)
    assert event.effect.changed == 0
    assert event.effect.iou == event.iou


def test_the_table_has_each_skip_switched_off_alone_and_all_of_them(unet: str, dataset: Path) -> None:
    image = dataset / "images" / "2.png"

    event, _ = measure_skips(MeasureSkips(run=unet, image=str(image)), QUIET)

    assert isinstance(event, SkipsMeasured)
    assert event.without == (weakened(unet, image, 0, 1)[0].effect, weakened(unet, image, 1, 0)[0].effect)
    assert event.without_all == weakened(unet, image, 0, 0)[0].effect
    assert event.iou == weakened(unet, image, 1, 1)[0].iou


def test_a_picture_from_elsewhere_has_no_truth(unet: str, dataset: Path, tmp_path: Path) -> None:
    image = tmp_path / "other.png"
    image.write_bytes((dataset / "images" / "0.png").read_bytes())

    event, arrays = weakened(unet, image, 0.0, 1.0)

    assert len(arrays) == 2
    assert event.iou is None
    assert event.effect.iou is None


def test_another_number_of_shares_is_refused(unet: str, dataset: Path) -> None:
    with pytest.raises(UserError, match="1 for 2"):
        weakened(unet, dataset / "images" / "0.png", 0.5)
