from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from engine.data.synthetic.classification import draw
from engine.data.synthetic.writing import write_sample
from engine.explaining.known_boxes import boxes_of_sample


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Six pictures drawn with seed 3."""
    write_sample("classification", tmp_path / "sample", count=6, seed=3, size_px=32)
    return tmp_path / "sample"


def paths_of(folder: Path) -> list[str]:
    return sorted((path.relative_to(folder).as_posix() for path in folder.rglob("*.png")), key=lambda path: path[-9:])


def test_every_picture_of_the_sample_has_the_box_it_was_drawn_with(sample: Path) -> None:
    found = boxes_of_sample(sample, paths_of(sample))

    assert list(found.values()) == [(draw(3, number, side=32).box_xyxy,) for number in range(6)]


def test_a_changed_picture_has_no_known_box(sample: Path) -> None:
    paths = paths_of(sample)
    with Image.open(sample / paths[2]) as image:
        changed = image.convert("RGB")
    ImageDraw.Draw(changed).point((0, 0), (1, 2, 3))
    changed.save(sample / paths[2])

    assert set(boxes_of_sample(sample, paths)) == {*paths} - {paths[2]}


def test_other_pictures_are_not_taken_for_the_sample(colours: Path) -> None:
    assert boxes_of_sample(colours, ["red/0.png", "red/1.png"]) == {}
