import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.following import MapDistance, map_distance
from models.receptive_field import AxisField

SIDE = 24
PIXEL = AxisField(spans=((0, 1),), advance=1)


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (1, SIDE, SIDE, 3)).astype("float32")


def distance(model: keras.Model, picture: np.ndarray, field: AxisField, *, shift: int, axis: int = 1) -> MapDistance:
    shifted = np.roll(picture, shift, axis=axis + 1)  # what is rolled in belongs to the border
    maps, moved = (np.asarray(model(each, training=False))[0] for each in (picture, shifted))
    found = map_distance(maps, moved, field, shift_px=shift, side_px=SIDE, axis=axis)
    assert found is not None
    return found


@pytest.mark.parametrize(("shift", "axis"), [(1, 1), (-5, 1), (3, 0)])
def test_the_maps_of_a_convolution_move_exactly_with_the_picture(picture: np.ndarray, shift: int, axis: int) -> None:
    entry = keras.Input((SIDE, SIDE, 3))
    model = keras.Model(entry, layers.Conv2D(4, 5, padding="same", activation="relu")(entry))
    field = PIXEL.through(5, 1, 2, 1)

    found = distance(model, picture, field, shift=shift, axis=axis)

    assert found.is_inner
    assert found.cells == SIDE - 4 - abs(shift)
    assert found.distance < 1e-6


def test_pooled_maps_move_exactly_with_shifts_by_their_stride(picture: np.ndarray) -> None:
    entry = keras.Input((SIDE, SIDE, 3))
    x = layers.MaxPooling2D(2)(layers.Conv2D(4, 3, padding="same", activation="relu")(entry))
    model = keras.Model(entry, layers.Conv2D(4, 3, padding="same")(x))
    field = PIXEL.through(3, 1, 1, 1).through(2, 2, 0, 1).through(3, 1, 1, 1)

    found = distance(model, picture, field, shift=4)

    assert field.stride == 2
    assert found.is_inner
    assert found.distance < 1e-6


def test_maps_that_depend_on_the_place_do_not_move_with_the_picture(picture: np.ndarray) -> None:
    ramp = np.linspace(0, 2, SIDE, dtype="float32")[None, :, None]
    maps = picture[0] * ramp
    moved = np.roll(picture, 6, axis=2)[0] * ramp

    found = map_distance(maps, moved, PIXEL, shift_px=6, side_px=SIDE, axis=1)

    assert found is not None
    assert found.distance > 0.2


def test_a_window_as_wide_as_the_picture_is_compared_with_its_borders(picture: np.ndarray) -> None:
    wide = PIXEL.through(2 * SIDE + 1, 1, SIDE, 1)

    found = map_distance(picture[0], np.roll(picture, 3, axis=2)[0], wide, shift_px=3, side_px=SIDE, axis=1)

    assert found == MapDistance(0.0, SIDE - 3, is_inner=False)


def test_a_shift_out_of_the_map_cannot_be_compared(picture: np.ndarray) -> None:
    assert map_distance(picture[0], picture[0], PIXEL, shift_px=SIDE, side_px=SIDE, axis=1) is None


def test_two_empty_maps_are_equal() -> None:
    empty = np.zeros((4, 4, 2), np.float32)

    assert map_distance(empty, empty, PIXEL, shift_px=1, side_px=4, axis=1) == MapDistance(0.0, 3, is_inner=True)
