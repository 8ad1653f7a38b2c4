import shutil
from pathlib import Path

import keras
import numpy as np
import pytest

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.export import ExportReport, export, with_preparation
from engine.model_store import load_run


def write(run_folder: RunFolder, out: Path, file_format: str = "keras") -> ExportReport:
    return export(
        load_run(run_folder.path),
        out,
        file_format=file_format,
        on_progress=lambda _what, _done, _total: None,
        is_cancelled=lambda: False,
    )


def test_the_exported_network_takes_pixels_and_says_the_same(residual_run: RunFolder, tmp_path: Path) -> None:
    report = write(residual_run, tmp_path / "out" / "network.keras")

    run = load_run(residual_run.path)
    pixels = np.random.default_rng(0).integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
    exported = keras.models.load_model(report.path, compile=False)
    np.testing.assert_allclose(exported(pixels.astype("float32")), run.model(run.prepare(pixels)), atol=1e-5)


def test_the_report_tells_how_the_file_compares_on_pictures_of_the_dataset(
    residual_run: RunFolder, tmp_path: Path
) -> None:
    report = write(residual_run, tmp_path / "network.keras")

    assert (report.format, report.checked_images, report.agreement) == ("keras", 12, 1.0)
    assert report.max_abs_difference < 1e-5
    assert report.bytes == (tmp_path / "network.keras").stat().st_size


def test_without_the_dataset_random_pictures_are_compared(linear_run: RunFolder, colours: Path, tmp_path: Path) -> None:
    shutil.rmtree(colours)

    report = write(linear_run, tmp_path / "network.keras")

    assert report.checked_images == 32


def test_an_exported_network_is_opened_as_a_foreign_one(residual_run: RunFolder, tmp_path: Path) -> None:
    write(residual_run, tmp_path / "network.keras")

    run = load_run(tmp_path / "network.keras")

    np.testing.assert_array_equal(run.prepare(np.full((1, 16, 16, 3), 200, np.uint8)), 200.0)


def test_the_mean_image_goes_into_the_network(linear_run: RunFolder) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (5, 16, 16, 3), dtype=np.uint8)
    config = InputConfig(height=16, width=16, subtract="mean image", scale="-1..1")
    preparation = Preparation.fit(pictures, config)
    network = load_run(linear_run.path).model

    found = with_preparation(network, preparation, config)(pictures.astype("float32"))

    np.testing.assert_allclose(found, network(preparation.apply(pictures)), atol=1e-5)


def test_a_script_with_its_weights_says_the_same(residual_run: RunFolder, tmp_path: Path) -> None:
    report = write(residual_run, tmp_path / "out" / "network.py", "script")

    assert (report.format, report.agreement) == ("script", 1.0)
    assert report.max_abs_difference < 1e-5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["network.py", "network.weights.h5"]
    assert "Pixels from 0 to 255 are multiplied by" in (tmp_path / "out" / "network.py").read_text()


def test_an_unknown_format_is_refused(linear_run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"Received: onnx\. Choose one of: keras, script"):
        write(linear_run, tmp_path / "network.onnx", "onnx")


def test_a_name_that_does_not_fit_the_format_is_refused(linear_run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"End it with \.keras"):
        write(linear_run, tmp_path / "network.h5")


def test_nothing_but_the_file_is_left_in_its_folder(linear_run: RunFolder, tmp_path: Path) -> None:
    write(linear_run, tmp_path / "out" / "network.keras")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["network.keras"]
