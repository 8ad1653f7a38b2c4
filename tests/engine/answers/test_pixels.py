"""Explaining pixels of a mask, as the window and the command line ask for it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.answers.maps import explain
from engine.answers.networks import compute_feature_maps
from engine.cli.app import run_command
from engine.contract.commands import ComputeFeatureMaps, Explain
from engine.contract.events import Explained, FeatureMapsComputed
from engine.contract.masks import PixelChoice
from engine.contract.run_folder import RunFolder
from engine.data.cache import never_cancelled
from engine.handlers.context import Context
from tests.engine.masked_run import write_masked_run, write_squares

UNHEARD = Context(send=lambda _event, _arrays: None, is_cancelled=never_cancelled, leave_window=lambda: None)
AREA = PixelChoice(kind="area", x=6, y=6)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = tmp_path_factory.mktemp("masked")
    return write_masked_run(folder / "run", write_squares(folder / "squares"))


@pytest.fixture
def picture(run: RunFolder) -> Path:
    return run.path.parent / "squares" / "images" / "1.png"


def inspect(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run_command(["inspect", *map(str, arguments), "--json"]) == 0
    return json.loads(capfd.readouterr().out)


@pytest.mark.parametrize("method", ["gradcam", "occlusion"])
def test_an_area_comes_with_the_pixels_that_it_has(run: RunFolder, picture: Path, method: str) -> None:
    command = Explain.model_validate({"run": str(run.path), "image": str(picture), "method": method, "pixels": AREA})

    explained, (values, inside) = explain(command, UNHEARD)

    assert isinstance(explained, Explained)
    assert explained.pixels is not None
    assert (explained.target, explained.pixels.label, explained.pixels.place) == ("red", "red", (6, 6))
    assert (explained.pixels.count, inside.dtype) == (inside.sum(), np.uint8)
    assert abs(explained.pixels.corner[0] - 4) <= 1
    assert values.ndim == 2
    assert explained.score > 0.5


def test_feature_maps_are_ranked_for_the_same_pixels(run: RunFolder, picture: Path) -> None:
    asked = {"run": str(run.path), "image": str(picture), "layer": "seen"}

    whole, _ = compute_feature_maps(ComputeFeatureMaps.model_validate(asked))
    of_blue, _ = compute_feature_maps(
        ComputeFeatureMaps.model_validate({**asked, "pixels": PixelChoice(kind="pixel", x=24, y=4)})
    )

    assert isinstance(whole, FeatureMapsComputed)
    assert isinstance(of_blue, FeatureMapsComputed)
    assert (whole.target, of_blue.target) == ("red", "blue")
    assert of_blue.channels[0].index == 2


def test_the_command_line_names_an_area_by_one_of_its_pixels(
    run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, run.path, picture, "--method", "gradcam", "--area", "6,6", "--out", tmp_path)

    about = document["pixels"]
    assert (about["kind"], about["x"], about["y"], about["class"]) == ("area", 6, 6, "red")
    assert about["count"] > 30
    assert document == json.loads((tmp_path / "1.gradcam.json").read_text())


def test_the_command_line_can_ask_about_a_class_at_a_pixel_that_has_another(
    run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    choice = ("--pixel", "6,6", "--target", "blue")

    document = inspect(capfd, run.path, picture, "--method", "saliency", *choice, "--out", tmp_path)

    assert (document["target"], document["pixels"]["class"]) == ("blue", "red")
    assert document["score"] < 0.5


def test_without_pixels_the_main_class_is_explained(
    run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, run.path, picture, "--method", "hirescam", "--out", tmp_path)

    assert (document["target"], document["pixels"]["kind"], document["pixels"]["x"]) == ("red", "class", None)


@pytest.mark.parametrize(
    "wrong", [("--area", "6"), ("--pixel", "a,b"), ("--area", "1,2", "--pixel", "1,2")], ids=["one", "words", "both"]
)
def test_pixels_that_are_none_are_wrong_usage(
    run: RunFolder, picture: Path, tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    command = ["inspect", str(run.path), str(picture), "--method", "gradcam", "--out", str(tmp_path), *wrong]

    assert run_command(command) == 2


def test_a_pixel_beyond_the_picture_is_a_user_s_error(
    run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = ["inspect", str(run.path), str(picture), "--method", "gradcam", "--out", str(tmp_path)]

    assert run_command([*command, "--pixel", "400,3"]) == 1
    assert "does not see this pixel" in capfd.readouterr().err
