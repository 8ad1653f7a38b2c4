"""What a network says of pictures of any size, with weights of chance."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import (
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    TaskName,
    TrainingConfig,
)
from engine.contract.errors import UserError
from engine.data.preparation import Preparation
from engine.dataset.pictures.regions.source import ArraySource, Pixels
from engine.model_store import LoadedRun
from engine.predicting import mask_network as module
from engine.predicting.mask_network import mask_network
from engine.tiling.sinks import ScoreArray
from models.build import build_model
from models.catalogue import architecture

CLASSES = ("ground", "disc", "box")
SIDE = 32


def run_of(fit: str, *, channels: int = 3, mirror: bool = False, **options: Any) -> LoadedRun:
    graph = architecture("unet").graph(
        input_shape=(SIDE, SIDE, channels), classes=len(CLASSES), width=4, depth=1, **options
    )
    config = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path="/nowhere"),
        network=NetworkConfig(name="unet", graph=graph.to_json()),
        input=InputConfig(height=SIDE, width=SIDE, channels=channels, fit=fit),
        training=TrainingConfig(mirror_at_prediction=mirror),
        classes=CLASSES,
    )
    preparation = Preparation(np.full(channels, 1 / 64, np.float32), np.full(channels, -2, np.float32))
    return LoadedRun("run", build_model(graph, seed=3), CLASSES, config.input, preparation, config, ())


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def picture(height: int, width: int) -> Pixels:
    return np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)


def scores_of(run: LoadedRun, pixels: Pixels) -> np.ndarray:
    scores = np.full((*pixels.shape[:2], len(CLASSES)), np.nan, np.float32)
    mask_network(run).predict(ArraySource(pixels), [ScoreArray(scores)], on_progress=silent)
    return scores


def test_tiles_say_what_one_large_window_says(monkeypatch: pytest.MonkeyPatch) -> None:
    run, pixels = run_of("patches"), picture(150, 110)
    at_once = scores_of(run, pixels)
    monkeypatch.setattr(module, "LARGEST_WINDOW_PX", 96)
    again = replace(run)

    tiled = scores_of(again, pixels)

    tiling = mask_network(again).tiling
    assert tiling is not None
    assert tiling.window_px == 96
    assert tiled == pytest.approx(at_once, abs=1e-4)
    assert at_once.sum(axis=-1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("fit", ["patches", "letterbox", "stretch"])
@pytest.mark.parametrize("size", [(5, 9), (32, 32), (70, 41)])
def test_scores_have_the_size_of_the_picture(fit: str, size: tuple[int, int]) -> None:
    scores = scores_of(run_of(fit), picture(*size))

    assert scores.sum(axis=-1) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("fit", ["patches", "letterbox"])
def test_a_network_for_grey_pictures_sees_colours_by_their_brightness(fit: str) -> None:
    run, colours = run_of(fit, channels=1), picture(40, 40)
    grey = np.asarray(Image.fromarray(colours).convert("L").convert("RGB"))

    assert scores_of(run, colours) == pytest.approx(scores_of(run, grey), abs=1e-5 if fit == "patches" else 0.05)
    assert np.ptp(scores_of(run, colours)) > 0.01


def test_a_run_that_mirrors_says_the_mean_with_the_mirrored_picture() -> None:
    pixels = picture(SIDE, SIDE)
    turned = np.ascontiguousarray(pixels[:, ::-1])
    plain = run_of("letterbox")

    found = scores_of(run_of("letterbox", mirror=True), pixels)

    mean = (scores_of(plain, pixels) + scores_of(plain, turned)[:, ::-1]) / 2
    assert found == pytest.approx(mean, abs=1e-5)
    assert np.abs(found - scores_of(plain, pixels)).max() > 1e-3


def test_a_classifier_says_nothing_of_pixels() -> None:
    graph = architecture("linear").graph(input_shape=(SIDE, SIDE, 3), classes=3)
    run = replace(run_of("letterbox"), model=build_model(graph, seed=1))

    with pytest.raises(UserError, match="says nothing of single pixels"):
        mask_network(run)
