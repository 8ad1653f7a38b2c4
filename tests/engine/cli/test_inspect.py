import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder
from tests.shared_data import golden


@pytest.fixture
def picture(colours: Path) -> Path:
    return colours / "red" / "1.png"


def inspect(capfd: pytest.CaptureFixture[str], run: Path, *arguments: object) -> dict[str, Any]:
    assert run_command(["inspect", str(run), *map(str, arguments), "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_gradcam_writes_array_picture_and_description(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, residual_run.path, picture, "--method", "gradcam", "--out", tmp_path / "out")

    values = np.load(tmp_path / "out" / "1.gradcam.npy")
    assert json.loads((tmp_path / "out" / "1.gradcam.json").read_text()) == document
    assert {"method", "variant", "layer", "target", "score", "range", "warnings"} <= set(document)
    assert (values.shape, values.dtype) == ((16, 16), np.float32)
    assert document["range"] == [values.min(), values.max()]
    assert document["target"] in ("blue", "green", "red")
    assert Image.open(tmp_path / "out" / "1.gradcam.png").size == (16, 16)


def test_the_original_size_is_that_of_the_upright_picture(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    inspect(capfd, residual_run.path, picture, "--method", "cam", "--out", tmp_path, "--original", "--target", "red")

    assert np.load(tmp_path / "1.cam.npy").shape == (24, 32)
    assert Image.open(tmp_path / "1.cam.png").size == (32, 24)


def test_a_heat_map_has_the_scores_of_an_enlarged_picture_s_windows(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    choice = ("--method", "heat-map", "--target", "red", "--side", 48)

    document = inspect(capfd, residual_run.path, picture, *choice, "--out", tmp_path)

    low, high = document["range"]
    assert (document["target"], document["variant"]) == ("red", "48 x 48 px")
    assert 0 <= low <= high <= 1
    assert np.load(tmp_path / "1.heat-map.npy").shape == (16, 16)


def test_mean_of_the_written_grid_of_the_cam_plus_bias_is_the_logit(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, residual_run.path, picture, "--method", "cam", "--out", tmp_path, "--target", "1")

    assert (document["target"], document["variant"]) == ("green", "exact")
    grid = np.load(tmp_path / "1.cam.grid.npy")
    assert grid.mean() + document["bias"] == pytest.approx(document["logit"], abs=1e-5)


def test_golden_gradcam_of_a_foreign_model_and_an_array(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = golden("gap")
    np.save(tmp_path / "picture.npy", np.load(folder / "images.npy")[0])
    target = json.loads((folder / "about.json").read_text())["classes"][0]

    document = inspect(
        capfd, folder / "model.keras", tmp_path / "picture.npy", "--method", "gradcam", "--target", target,
        "--out", tmp_path,
    )  # fmt: skip

    found, expected = np.load(tmp_path / "picture.gradcam.npy"), np.load(folder / "maps.npz")["gradcam"][0]
    assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] >= 0.999
    assert document["layer"] == "conv2"
    assert document["warnings"]


def test_feature_maps_are_written_most_important_first(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, residual_run.path, picture, "--method", "feature-maps", "--out", tmp_path)

    maps = np.load(tmp_path / "1.feature-maps.npy")
    contributions = [abs(channel["contribution"]) for channel in document["channels"]]
    assert len(maps) == len(contributions)
    assert contributions == sorted(contributions, reverse=True)


def test_templates_are_written_without_a_picture(
    linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, linear_run.path, "--method", "filters", "--out", tmp_path)

    assert np.load(tmp_path / "linear-run.filters.npy").shape == (3, 16, 16, 3)
    assert (document["variant"], document["labels"]) == ("templates", ["blue", "green", "red"])


def test_filters_of_the_first_layer_are_written(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(capfd, residual_run.path, picture, "--method", "filters", "--out", tmp_path)

    assert document["variant"] == "first layer"
    assert Image.open(tmp_path / "1.filters.png").width > 24


@pytest.mark.parametrize("method", ["integrated-gradients", "smoothgrad", "guided-backprop", "deconvnet"])
def test_attributions_are_written_with_their_channels(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], method: str
) -> None:
    document = inspect(capfd, residual_run.path, picture, "--method", method, "--out", tmp_path)

    values = np.load(tmp_path / f"1.{method}.npy")
    assert values.shape == (16, 16, 3)
    assert document["range"] == [values.min(), values.max()]


def test_saliency_is_one_map(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    inspect(capfd, residual_run.path, picture, "--method", "saliency", "--out", tmp_path, "--original")

    assert np.load(tmp_path / "1.saliency.npy").shape == (24, 32)


def test_what_excites_a_class_is_written_without_a_picture(
    linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(
        capfd, linear_run.path, "--method", "activation-maximisation", "--target", "red", "--out", tmp_path
    )

    assert document["target"] == "red"
    assert np.load(tmp_path / "linear-run.activation-maximisation.npy").shape == (16, 16, 3)


def test_the_receptive_field_is_written_with_its_window(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = inspect(
        capfd, residual_run.path, picture, "--method", "receptive-field", "--layer", "stem", "--out", tmp_path
    )

    values = np.load(tmp_path / "1.receptive-field.npy")
    x_min, y_min, x_max, y_max = map(int, document["box_xyxy"])
    assert (x_max - x_min, y_max - y_min) == (3, 3)
    assert np.argwhere(values).min(axis=0).tolist() == [y_min, x_min]
    assert np.argwhere(values).max(axis=0).tolist() == [y_max - 1, x_max - 1]


def test_a_method_that_nobody_knows_is_wrong_usage(residual_run: RunFolder, picture: Path, tmp_path: Path) -> None:
    arguments = ["inspect", str(residual_run.path), str(picture), "--method", "tea-leaves", "--out", str(tmp_path)]

    assert run_command(arguments) == 2


def test_a_map_needs_a_picture(residual_run: RunFolder, tmp_path: Path) -> None:
    assert run_command(["inspect", str(residual_run.path), "--method", "cam", "--out", str(tmp_path)]) == 2


def test_an_unknown_class_is_the_users_error(
    residual_run: RunFolder, picture: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["inspect", str(residual_run.path), str(picture), "--method", "cam", "--out", str(tmp_path)]

    assert run_command([*arguments, "--target", "yellow"]) == 1

    assert "Received: yellow." in capfd.readouterr().err


def test_the_bench_prints_a_table_of_methods(linear_run: RunFolder, capfd: pytest.CaptureFixture[str]) -> None:
    document = inspect(capfd, linear_run.path, "--bench", "--methods", "saliency,templates", "--pictures", 2)

    assert [row["method"] for row in document["methods"]] == ["saliency", "templates", "random", "centre"]
    assert document["pictures"] == 2


def test_a_map_without_a_method_is_refused(linear_run: RunFolder, picture: Path) -> None:
    assert run_command(["inspect", str(linear_run.path), str(picture)]) == 2
