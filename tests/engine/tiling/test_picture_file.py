from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.dataset.pictures.regions import opening
from engine.dataset.pictures.regions.source import Pixels
from engine.tiling.blending import Scores
from engine.tiling.picture_file import MaskSummary, ScoreOutput, predict_picture_file
from engine.tiling.plan import Tiling

PALETTE = np.array([[0, 0, 0], [200, 10, 20], [30, 180, 40]], np.uint8)
TILING = Tiling(24, 2, 3)
ORIENTATION = 274


class Stopped(Exception):
    pass


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def read_off(windows: Pixels) -> Scores:
    """A network that says what the red channel says."""
    return np.eye(len(PALETTE), dtype=np.float32)[windows[..., 0]]


def save_classes(path: Path, *, orientation: int) -> Pixels:
    """A picture whose red channel holds classes; returns them as they are stored."""
    ids = np.random.default_rng(5).integers(0, len(PALETTE), (50, 70), np.uint8)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    Image.fromarray(np.repeat(ids[:, :, None], 3, axis=2)).save(path, exif=exif)
    return ids


@pytest.mark.parametrize("ending", ["png", "tif"])
@pytest.mark.parametrize("whole_megapixels", [0, 32])
def test_mask_and_scores_of_a_turned_picture_are_upright(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_megapixels: int, ending: str
) -> None:
    picture, mask, scores = tmp_path / f"a.{ending}", tmp_path / "mask.png", tmp_path / "scores.npy"
    upright = np.rot90(save_classes(picture, orientation=6), -1)
    monkeypatch.setattr(opening, "WHOLE_MEGAPIXELS", whole_megapixels)

    summary = predict_picture_file(
        read_off, picture, TILING,
        mask=mask, palette=PALETTE, scores=ScoreOutput(scores, "float16"), on_progress=silent, batch=2,
    )  # fmt: skip

    assert summary == MaskSummary(width=50, height=70, areas_px=tuple(np.bincount(upright.ravel())))
    with Image.open(mask) as image:
        assert (np.asarray(image) == upright).all()
    assert (np.load(scores).argmax(axis=-1) == upright).all()


def test_nothing_is_left_of_a_prediction_that_was_stopped(tmp_path: Path) -> None:
    save_classes(tmp_path / "a.png", orientation=1)

    def stop_in_time(_what: str, done: int, _total: int) -> None:
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        predict_picture_file(
            read_off, tmp_path / "a.png", TILING,
            mask=tmp_path / "mask.png", palette=PALETTE, scores=ScoreOutput(tmp_path / "scores.npy"),
            on_progress=stop_in_time,
        )  # fmt: skip

    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
