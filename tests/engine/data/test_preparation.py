from pathlib import Path

import numpy as np
import pytest
from keras.applications import imagenet_utils

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.data.preparation import Preparation

SCALES = ("0..1", "-1..1", "0..255")
SUBTRACTS = ("nothing", "mean image", "channel means")


def config(scale: str = "0..1", subtract: str = "nothing", *, divide: bool = False) -> InputConfig:
    return InputConfig(height=8, width=10, scale=scale, subtract=subtract, divide_by_deviation=divide)


@pytest.fixture
def pictures() -> np.ndarray:
    rng = np.random.default_rng(1)
    return rng.normal((60, 120, 180), (10, 20, 30), (50, 8, 10, 3)).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(("scale", "black", "white"), [("0..1", 0, 1), ("-1..1", -1, 1), ("0..255", 0, 255)])
def test_the_scale_maps_black_and_white_to_its_ends(scale: str, black: float, white: float) -> None:
    ends = np.zeros((2, 8, 10, 3), np.uint8)
    ends[1] = 255

    prepared = Preparation.fit(ends, config(scale)).apply(ends)

    assert prepared[0] == pytest.approx(black, abs=1e-6)
    assert prepared[1] == pytest.approx(white, rel=1e-6)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("subtract", SUBTRACTS)
@pytest.mark.parametrize("divide", [False, True])
def test_every_choice_equals_its_definition(pictures: np.ndarray, scale: str, subtract: str, divide: bool) -> None:
    scaled = {"0..1": pictures / 255, "-1..1": pictures / 127.5 - 1, "0..255": pictures * 1.0}[scale]
    centre = {"nothing": 0.0, "mean image": scaled.mean(axis=0), "channel means": scaled.mean(axis=(0, 1, 2))}[subtract]
    centred = scaled - centre
    expected = centred / centred.std(axis=(0, 1, 2)) if divide else centred

    prepared = Preparation.fit(pictures, config(scale, subtract, divide=divide)).apply(pictures)

    assert prepared.dtype == np.float32
    assert prepared == pytest.approx(expected, abs=2e-5 * np.abs(expected).max())


def test_centred_and_divided_pictures_have_mean_zero_and_deviation_one(pictures: np.ndarray) -> None:
    prepared = Preparation.fit(pictures, config("0..1", "channel means", divide=True)).apply(pictures)

    assert prepared.mean(axis=(0, 1, 2)) == pytest.approx(0, abs=1e-5)
    assert prepared.std(axis=(0, 1, 2)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("subtract", SUBTRACTS)
def test_prepared_pictures_can_be_shown_again(pictures: np.ndarray, subtract: str) -> None:
    preparation = Preparation.fit(pictures, config("-1..1", subtract, divide=True))

    assert np.array_equal(preparation.undo(preparation.apply(pictures)), pictures)


@pytest.mark.parametrize("subtract", SUBTRACTS)
def test_it_comes_back_from_a_run_folder_bit_for_bit(pictures: np.ndarray, subtract: str, tmp_path: Path) -> None:
    preparation = Preparation.fit(pictures, config("0..1", subtract, divide=True))

    preparation.save(tmp_path)
    loaded = Preparation.load(tmp_path)

    assert np.array_equal(loaded.apply(pictures), preparation.apply(pictures))
    assert loaded.describe() == preparation.describe()


def test_scale_and_offset_alone_say_everything(pictures: np.ndarray) -> None:
    preparation = Preparation.fit(pictures, config("0..1", "mean image", divide=True))

    by_hand = pictures.astype(np.float32) * preparation.scale + preparation.offset

    assert preparation.apply(pictures) == pytest.approx(by_hand, abs=1e-6)


def test_a_constant_channel_is_not_divided_by_zero() -> None:
    flat = np.full((4, 8, 10, 3), 7, np.uint8)

    prepared = Preparation.fit(flat, config("0..1", "channel means", divide=True)).apply(flat)

    assert prepared == pytest.approx(0, abs=1e-6)


def test_it_may_write_into_the_pictures_themselves(pictures: np.ndarray) -> None:
    preparation = Preparation.fit(pictures, config("0..1", "channel means"))
    floats = pictures.astype(np.float32)

    result = preparation.apply(floats, out=floats)

    assert result is floats
    assert np.array_equal(result, preparation.apply(pictures))


@pytest.mark.parametrize("content", ["", "{}", '{"scale": [1], "offset": "preparation_offset.npy", "steps": []}'])
def test_a_damaged_file_is_an_error_that_says_what_to_do(content: str, tmp_path: Path) -> None:
    (tmp_path / "preparation.json").write_text(content)

    with pytest.raises(UserError, match="train again"):
        Preparation.load(tmp_path)


@pytest.mark.parametrize(
    ("mode", "chosen"),
    [
        ("torch", {"scale": "0..1", "subtract": "ImageNet means", "divide": True}),
        ("tf", {"scale": "-1..1", "subtract": "nothing"}),
    ],
)
def test_the_preparation_of_a_pretrained_network_is_that_of_keras(
    pictures: np.ndarray, mode: str, chosen: dict[str, object]
) -> None:
    expected = imagenet_utils.preprocess_input(pictures.astype(np.float32), mode=mode)
    prepared = Preparation.fit(pictures, config(**chosen)).apply(pictures)  # type: ignore[arg-type]
    assert prepared == pytest.approx(expected, abs=1e-4)


def test_the_preparation_of_caffe_leaves_the_order_of_channels_to_the_weights(pictures: np.ndarray) -> None:
    expected = imagenet_utils.preprocess_input(pictures.astype(np.float32), mode="caffe")
    prepared = Preparation.fit(pictures, config("0..255", "Caffe means")).apply(pictures)
    assert prepared[..., ::-1] == pytest.approx(expected, abs=1e-4)


def test_grey_pictures_take_the_mean_of_the_colours(pictures: np.ndarray) -> None:
    grey = pictures[..., :1]
    prepared = Preparation.fit(grey, config("0..255", "Caffe means")).apply(grey)
    assert prepared == pytest.approx(grey - 114.8, abs=0.01)
