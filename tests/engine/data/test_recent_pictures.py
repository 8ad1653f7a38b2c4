import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import InputConfig
from engine.data import recent_pictures
from engine.data.recent_pictures import RecentPictures
from engine.dataset.pictures.decode import DecodeError

INPUT = InputConfig(height=10, width=10)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were really read."""
    names: list[str] = []
    original = recent_pictures.read_fitted

    def counted(path: Path, config: InputConfig) -> object:
        names.append(path.name)
        return original(path, config)

    monkeypatch.setattr(recent_pictures, "read_fitted", counted)
    return names


def paint(folder: Path, name: str, value: int = 9) -> Path:
    Image.fromarray(np.full((20, 20, 3), value, np.uint8)).save(folder / name)
    return folder / name


def test_a_picture_is_read_once(tmp_path: Path, reads: list[str]) -> None:
    recent = RecentPictures(budget_bytes=10_000)
    path = paint(tmp_path, "a.png")

    first, second = recent.read(path, INPUT), recent.read(path, INPUT)

    assert first[0] is second[0]
    assert reads == ["a.png"]


def test_the_oldest_ones_go_when_there_is_no_room(tmp_path: Path, reads: list[str]) -> None:
    recent = RecentPictures(budget_bytes=600)  # two pictures of 10 x 10 x 3 bytes
    paths = [paint(tmp_path, f"{name}.png") for name in "abc"]

    for path in [*paths, paths[2], paths[0]]:
        recent.read(path, INPUT)

    assert reads == ["a.png", "b.png", "c.png", "a.png"]


def test_a_picture_that_changed_is_read_again(tmp_path: Path) -> None:
    recent = RecentPictures(budget_bytes=10_000)
    path = paint(tmp_path, "a.png", 9)
    recent.read(path, INPUT)

    paint(tmp_path, "a.png", 200)
    os.utime(path, ns=(1, 1))

    assert recent.read(path, INPUT)[0][5, 5, 0] == 200


def test_another_input_is_another_picture(tmp_path: Path) -> None:
    recent = RecentPictures(budget_bytes=10_000)
    path = paint(tmp_path, "a.png")

    assert recent.read(path, INPUT)[0].shape == (10, 10, 3)
    assert recent.read(path, INPUT.model_copy(update={"channels": 1}))[0].shape == (10, 10, 1)


def test_a_missing_file_says_why(tmp_path: Path) -> None:
    with pytest.raises(DecodeError):
        RecentPictures(budget_bytes=100).read(tmp_path / "nothing.png", INPUT)
