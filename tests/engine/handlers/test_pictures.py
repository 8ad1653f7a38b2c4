from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.contract.commands import DecodePicture, MakeThumbnails
from engine.contract.events import Done, Event, PictureDecoded, ThumbnailMade
from engine.contract.framing import Array
from engine.handlers.context import Cancelled, Context
from engine.handlers.pictures import decode, make_thumbnails
from tests.engine.dataset.readers.mask_samples import SIDE, save_mask, save_photo
from tests.engine.dataset.small_datasets import never, opened, save_picture

Sent = list[tuple[Event, Sequence[Array]]]


def always() -> bool:
    return True


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def context(sent: Sent) -> Context:
    return Context(lambda event, arrays: sent.append((event, arrays)), never, lambda: None)


@pytest.fixture
def masks(tmp_path: Path) -> tuple[str, str]:
    """A picture with a mask of two halves, and the index of its dataset."""
    for index in range(3):
        save_photo(tmp_path / f"set/images/{index}.png", index)
        save_mask(tmp_path / f"set/masks/{index}.png", (0, 255))
    with opened(tmp_path / "set") as index:
        return str(index.root / "images/1.png"), str(index.path)


def test_thumbnails_come_in_order_with_the_sizes_of_their_pictures(
    tmp_path: Path, context: Context, sent: Sent
) -> None:
    paths = tuple(str(save_picture(tmp_path / f"{index}.png", size=(20 + index, 10))) for index in range(6))

    event, _ = make_thumbnails(MakeThumbnails(paths=(*paths, "/nowhere.png"), size_px=16), context)

    made = [one for one, _ in sent if isinstance(one, ThumbnailMade)]
    assert isinstance(event, Done)
    assert [(one.path, one.width, one.height) for one in made[:-1]] == [
        (path, 20 + index, 10) for index, path in enumerate(paths)
    ]
    assert "nowhere.png" in made[-1].reason
    assert [len(arrays) for _, arrays in sent] == [1] * 6 + [0]


def test_thumbnails_bring_the_classes_of_their_masks(masks: tuple[str, str], context: Context, sent: Sent) -> None:
    picture, index = masks

    make_thumbnails(MakeThumbnails(paths=(picture,), size_px=16, index=index), context)

    (_, (pixels, classes)) = sent[0]
    assert pixels.shape == (16, 16, 3)
    assert classes.dtype == np.uint8
    assert classes.tolist() == [[0] * 8 + [1] * 8] * 16


def test_no_index_means_no_masks(masks: tuple[str, str], context: Context, sent: Sent) -> None:
    make_thumbnails(MakeThumbnails(paths=masks[:1], size_px=16), context)

    assert len(sent[0][1]) == 1


def test_a_cancelled_series_says_so(masks: tuple[str, str], context: Context, sent: Sent) -> None:
    cancelled = Context(context.send, always, context.leave_window)

    with pytest.raises(Cancelled):
        make_thumbnails(MakeThumbnails(paths=masks[:1], size_px=16), cancelled)
    assert not sent


def test_a_large_picture_brings_its_mask(masks: tuple[str, str]) -> None:
    picture, index = masks

    event, arrays = decode(DecodePicture(path=picture, index=index, max_side_px=12))

    assert isinstance(event, PictureDecoded)
    assert (event.width, event.height, event.exif) == (SIDE, SIDE, {})
    assert arrays[0].shape == (12, 12, 3)
    assert arrays[1].tolist() == [[0] * 6 + [1] * 6] * 12


def test_a_picture_of_another_dataset_brings_no_mask(tmp_path: Path, masks: tuple[str, str]) -> None:
    picture = save_picture(tmp_path / "other.png")

    _, arrays = decode(DecodePicture(path=str(picture), index=masks[1]))

    assert len(arrays) == 1
