"""Previews are read where they are, and missing or damaged ones are none."""

from pathlib import Path

import numpy as np

from engine.contract.run_events import PinnedPrediction, Preview
from gui.runs.previews import PreviewReader


def _write(folder: Path, epoch: int, *, maps: int | None) -> None:
    folder.mkdir(exist_ok=True)
    predictions = tuple(
        PinnedPrediction(image=f"{name}.png", truth="circle", predicted="square", score=0.7, scores=(0.3, 0.7))
        for name in "ab"
    )
    preview = Preview(epoch=epoch, method="cam", layer="last", predictions=predictions)
    (folder / f"epoch_{epoch:04d}.json").write_text(preview.model_dump_json())
    if maps is not None:
        np.save(folder / f"epoch_{epoch:04d}.cam.npy", np.ones((maps, 4, 4), np.float32))


def test_an_epoch_has_predictions_and_maps(tmp_path: Path) -> None:
    _write(tmp_path, 3, maps=2)

    found = PreviewReader(tmp_path).read(3)

    assert found is not None
    assert [said.image for said in found.preview.predictions] == ["a.png", "b.png"]
    assert found.maps is not None
    assert found.maps.shape == (2, 4, 4)


def test_a_network_without_maps_has_predictions_alone(tmp_path: Path) -> None:
    _write(tmp_path, 1, maps=None)

    found = PreviewReader(tmp_path).read(1)

    assert found is not None
    assert found.maps is None


def test_maps_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path, 1, maps=5)

    found = PreviewReader(tmp_path).read(1)

    assert found is not None
    assert found.maps is None


def test_a_missing_or_damaged_epoch_is_none(tmp_path: Path) -> None:
    (tmp_path / "epoch_0002.json").write_text("{")
    reader = PreviewReader(tmp_path)

    assert reader.read(1) is None
    assert reader.read(2) is None


def test_an_epoch_that_comes_later_is_found(tmp_path: Path) -> None:
    reader = PreviewReader(tmp_path)
    assert reader.read(1) is None

    _write(tmp_path, 1, maps=2)

    assert reader.read(1) is not None
