"""Thumbnails of two evaluated pictures, whose masks were written as an evaluation does."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.contract.class_colours import ClassColours
from engine.contract.events import Event, ThumbnailMade
from engine.contract.framing import Array
from engine.contract.mask_differences import ComparedMasks, MakeDifferenceThumbnails
from engine.evaluating.mask_files import make_mask_folders, write_masks
from engine.handlers.context import Context
from engine.handlers.mask_differences import make_difference_thumbnails
from engine.ops.mask_difference import Difference
from tests.engine.dataset.small_datasets import never, save_picture
from tests.engine.evaluating.planes import nothing, plane_of

Sent = list[tuple[Event, Sequence[Array]]]
WIDTH, HEIGHT = 40, 20
QUARTERS = np.repeat(np.arange(4), WIDTH // 4)


@pytest.fixture
def compared(tmp_path: Path) -> ComparedMasks:
    """Quarters from left to right: a hit, missed, false, nobody knows."""
    picture = save_picture(tmp_path / "a.png", size=(WIDTH, HEIGHT))
    true = np.tile(np.array([1, 1, 0, NO_CLASS], np.uint8)[QUARTERS], (HEIGHT, 1))
    predicted = np.tile(np.array([1, 0, 1, 1], np.uint8)[QUARTERS], (HEIGHT, 1))
    make_mask_folders(tmp_path)
    colours = ClassColours.of(("background", "a"))
    with plane_of(predicted) as claimed, plane_of(true) as given:
        said, truth = write_masks(tmp_path, 0, predicted=claimed, true=given, colours=colours, step=nothing)
    return ComparedMasks(picture=str(picture), predicted=str(tmp_path / said), truth=str(tmp_path / truth))


def thumbnails_of(*compared: ComparedMasks, background: int | None = 0) -> Sent:
    sent: Sent = []
    context = Context(lambda event, arrays: sent.append((event, arrays)), never, lambda: None)
    make_difference_thumbnails(MakeDifferenceThumbnails(pictures=compared, background=background, size_px=16), context)
    return sent


def test_a_thumbnail_brings_what_is_right_and_wrong(compared: ComparedMasks) -> None:
    ((event, (pixels, codes)),) = thumbnails_of(compared)

    assert isinstance(event, ThumbnailMade)
    assert (event.width, event.height, pixels.shape) == (WIDTH, HEIGHT, (8, 16, 3))
    kinds = (Difference.HIT, Difference.MISS, Difference.FALSE, Difference.UNKNOWN)
    assert codes.tolist() == [[int(kind) for kind in kinds for _ in range(4)]] * 8


def test_without_a_background_a_wrong_pixel_is_of_a_wrong_class(compared: ComparedMasks) -> None:
    ((_, (_, codes)),) = thumbnails_of(compared, background=None)

    assert codes[0, 4] == codes[0, 8] == Difference.WRONG_CLASS


def test_a_picture_whose_masks_are_gone_is_shown_without_them(compared: ComparedMasks) -> None:
    Path(compared.truth).unlink()

    ((_, (_, codes)),) = thumbnails_of(compared)

    assert (codes == Difference.UNKNOWN).all()


def test_masks_of_another_size_are_not_laid_over_a_picture(tmp_path: Path, compared: ComparedMasks) -> None:
    save_picture(tmp_path / "a.png", size=(WIDTH, HEIGHT + 2))

    ((_, (_, codes)),) = thumbnails_of(compared)

    assert (codes == Difference.UNKNOWN).all()
