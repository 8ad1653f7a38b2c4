import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from engine.data.mirroring import mirrored
from engine.dataset.pictures.regions.source import ArraySource, Pixels, Region
from engine.tiling import prediction
from engine.tiling.blending import Scores
from engine.tiling.plan import Tiling, plan_tiles
from engine.tiling.prediction import predict_tiled
from engine.tiling.sinks import ScoreArray, class_ids, class_mask_file, score_file

CLASSES = 3
STRIDE = 2
MARGIN = 8  # The network sees 5 pixels far: 1 and 1 at full size, 2 at half, and 1 within a pooling window.


class Stopped(Exception):
    pass


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def noise(height: int, width: int) -> Pixels:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)


@pytest.fixture(scope="module")
def padded_network() -> keras.Model:
    keras.utils.set_random_seed(3)
    first = picture = keras.Input((None, None, 3))
    first = layers.Conv2D(4, 3, padding="same", activation="relu")(layers.Rescaling(1 / 64)(first))
    deep = layers.Conv2D(6, 3, padding="same", activation="relu")(layers.MaxPooling2D(STRIDE)(first))
    joined = layers.Concatenate()([first, layers.UpSampling2D(STRIDE)(deep)])
    return keras.Model(picture, layers.Conv2D(CLASSES, 3, padding="same", activation="softmax")(joined))


@pytest.fixture(scope="module")
def unpadded_network() -> keras.Model:
    keras.utils.set_random_seed(4)
    picture = keras.Input((None, None, 3))
    hidden = layers.Conv2D(4, 5, activation="relu")(layers.Rescaling(1 / 64)(picture))
    return keras.Model(picture, layers.Conv2D(CLASSES, 3, activation="softmax")(hidden))


def scores_of(model: keras.Model, windows: Pixels) -> Scores:
    return np.asarray(model(windows.astype(np.float32), training=False))


def whole(model: keras.Model, pixels: Pixels, *, border: int, lost: int) -> Scores:
    """The scores of the picture at once, mirrored at its borders and up to whole strides."""
    height, width = pixels.shape[:2]
    rows = mirrored(-border, height + border + height % STRIDE, length=height)
    columns = mirrored(-border, width + border + width % STRIDE, length=width)
    scores = scores_of(model, pixels[rows][:, columns][None])[0]
    start = border - lost
    return scores[start : start + height, start : start + width]


def tiled(model: keras.Model, pixels: Pixels, tiling: Tiling) -> Scores:
    scores = np.full((*pixels.shape[:2], CLASSES), np.nan, np.float32)
    plan = plan_tiles(tiling, height=pixels.shape[0], width=pixels.shape[1])
    predict_tiled(
        lambda windows: scores_of(model, windows),
        ArraySource(pixels), plan, [ScoreArray(scores)], on_progress=silent,
    )  # fmt: skip
    return scores


@pytest.mark.parametrize("size", [(100, 75), (33, 130), (9, 7), (1, 1)])
def test_tiles_say_what_the_network_says_of_the_whole_picture(
    padded_network: keras.Model, size: tuple[int, int]
) -> None:
    pixels = noise(*size)

    scores = tiled(padded_network, pixels, Tiling(48, MARGIN, 6, STRIDE))

    np.testing.assert_allclose(scores, whole(padded_network, pixels, border=MARGIN, lost=0), atol=1e-5)


def test_tiles_of_an_unpadded_network_say_what_it_says_of_the_mirrored_picture(unpadded_network: keras.Model) -> None:
    pixels = noise(70, 55)

    scores = tiled(unpadded_network, pixels, Tiling(30, 3, 5))

    np.testing.assert_allclose(scores, whole(unpadded_network, pixels, border=3, lost=3), atol=1e-5)


def test_without_a_margin_tiles_differ_from_the_whole_picture_at_seams_only(padded_network: keras.Model) -> None:
    pixels = noise(60, 96)
    tiling = Tiling(32, 0, 0, STRIDE)
    seams = [column.start for column in plan_tiles(tiling, height=60, width=96).columns[1:]]

    differences = np.abs(tiled(padded_network, pixels, tiling) - whole(padded_network, pixels, border=0, lost=0))

    assert differences[:, seams].max() > 1e-3
    assert differences[20:25, 12:20].max() < 1e-5


def test_neighbours_that_disagree_cross_linearly(padded_network: keras.Model) -> None:
    pixels = np.zeros((16, 28, 3), np.uint8)
    answers = iter([0.0, 1.0])
    scores = np.zeros((16, 28, 1), np.float32)

    predict_tiled(
        lambda windows: np.full((len(windows), 16, 16, 1), next(answers), np.float32),
        ArraySource(pixels), plan_tiles(Tiling(16, 0, 4), height=16, width=28), [ScoreArray(scores)],
        on_progress=silent,
    )  # fmt: skip

    assert scores[5, 12:16, 0].tolist() == [0.125, 0.375, 0.625, 0.875]
    assert not scores[:, :12].any()
    assert (scores[:, 16:] == 1).all()


def test_progress_counts_tiles_and_can_stop(padded_network: keras.Model) -> None:
    told: list[tuple[int, int]] = []

    def stop_in_time(_what: str, done: int, total: int) -> None:
        told.append((done, total))
        if done >= 4:
            raise Stopped

    with pytest.raises(Stopped):
        predict_tiled(
            lambda windows: scores_of(padded_network, windows),
            ArraySource(noise(64, 64)), plan_tiles(Tiling(32, 4, 4), height=64, width=64), [],
            on_progress=stop_in_time,
        )  # fmt: skip

    assert list(dict.fromkeys(told)) == [(0, 9), (1, 9), (2, 9), (3, 9), (4, 9)]


def test_reading_a_wide_row_of_tiles_can_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prediction, "ROWS_AT_ONCE", 10)
    calls: list[int] = []

    def stop_while_reading(_what: str, done: int, _total: int) -> None:
        calls.append(done)
        if len(calls) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        predict_tiled(
            np.zeros_like, ArraySource(noise(64, 64)), plan_tiles(Tiling(32, 4, 4), height=64, width=64), [],
            on_progress=stop_while_reading,
        )  # fmt: skip

    assert calls == [0, 0, 0]


def test_a_plan_for_another_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="another picture"):
        predict_tiled(
            np.zeros_like, ArraySource(noise(8, 8)), plan_tiles(Tiling(8, 0, 0), height=8, width=9), [],
            on_progress=silent,
        )  # fmt: skip


def test_scores_smaller_than_a_tile_are_refused(unpadded_network: keras.Model) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        tiled(unpadded_network, noise(40, 40), Tiling(30, 2, 2))


class EndlessSource:
    """A picture that is made where it is read."""

    def __init__(self, height: int, width: int) -> None:
        self.height = height
        self.width = width

    def read(self, region: Region) -> Pixels:
        return np.full((*region.shape, 3), region.top % 256, np.uint8)


class Nowhere:
    """Forgets all scores."""

    def add(self, block: object) -> None:
        pass


def peak_bytes(height: int) -> int:
    tracemalloc.start()
    try:
        predict_tiled(
            lambda windows: np.zeros((*windows.shape[:3], CLASSES), np.float32),
            EndlessSource(height, 1000), plan_tiles(Tiling(128, 16, 8), height=height, width=1000), [Nowhere()],
            on_progress=silent,
        )  # fmt: skip
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_height_of_the_picture() -> None:
    low, high = peak_bytes(400), peak_bytes(8000)

    assert high < 1.2 * low
    assert high < 3_000_000  # all scores of the high picture would be 96 MB


def one_hot(ids: Pixels) -> Sequence[Scores]:
    return np.eye(CLASSES, dtype=np.float32)[ids]


def test_class_mask_and_scores_are_written_in_full_size(tmp_path: Path) -> None:
    ids = np.random.default_rng(5).integers(0, CLASSES, (50, 70), np.uint8)
    palette = np.array([[0, 0, 0], [200, 10, 20], [30, 180, 40]], np.uint8)
    plan = plan_tiles(Tiling(24, 2, 3), height=50, width=70)
    pixels = np.repeat(ids[:, :, None], 3, axis=2)

    with (
        class_mask_file(tmp_path / "mask.png", height=50, width=70, palette=palette) as mask,
        score_file(tmp_path / "scores.npy", height=50, width=70) as scores,
    ):
        predict_tiled(
            lambda windows: one_hot(windows[..., 0]), ArraySource(pixels), plan, [mask, scores], on_progress=silent
        )

    with Image.open(tmp_path / "mask.png") as image:
        assert image.mode == "P"
        assert (np.asarray(image) == ids).all()
        assert (np.asarray(image.convert("RGB")) == palette[ids]).all()
    assert mask.areas_px == tuple(np.bincount(ids.ravel()))
    stored = np.load(tmp_path / "scores.npy")
    assert stored.dtype == np.float16
    assert (stored == one_hot(ids)).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mask.png", "scores.npy"]


def test_nothing_is_left_of_a_mask_that_was_stopped(tmp_path: Path) -> None:
    with (
        pytest.raises(Stopped),
        class_mask_file(tmp_path / "mask.png", height=5, width=7, palette=np.zeros((2, 3), np.uint8)),
    ):
        raise Stopped

    assert list(tmp_path.iterdir()) == []


def test_a_class_without_a_colour_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="needs a colour"),
        class_mask_file(tmp_path / "mask.png", height=4, width=4, palette=np.zeros((2, 3), np.uint8)) as mask,
    ):
        predict_tiled(
            lambda windows: one_hot(windows[..., 0]), ArraySource(np.full((4, 4, 3), 2, np.uint8)),
            plan_tiles(Tiling(4, 0, 0), height=4, width=4), [mask], on_progress=silent,
        )  # fmt: skip


def test_a_single_score_decides_between_two_classes() -> None:
    assert class_ids(np.array([[[0.2], [0.5], [0.9]]], np.float32)).tolist() == [[0, 1, 1]]
