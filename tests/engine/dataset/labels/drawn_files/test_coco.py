"""What was drawn, in a COCO file."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.contract.annotations import Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.labels.drawn_files.saving import save_drawn
from tests.engine.dataset.labels.drawn_dataset import box, draw, drawn_on, open_index, save_coco
from tests.engine.dataset.labels.drawn_files.saved import bring_back, corrected, require_saved, save

A, B, C = "images/a.png", "images/b.png", "images/c.png"
LABELS = "labels.json"


@pytest.fixture(params=[None, 2])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file in one line, and one with indents."""
    folder = save_coco(tmp_path / "data")
    (folder / LABELS).write_text(json.dumps(document(folder), indent=request.param))
    return folder


def document(folder: Path) -> Any:
    return json.loads((folder / LABELS).read_text())


def test_every_edit_is_read_again_as_it_was_drawn(folder: Path) -> None:
    triangle = Polygon((((10.0, 10.0), (25.5, 10.0), (20.0, 22.0)),))
    draw(folder, A, {"0": box("dog", 4, 5, 14.5, 17), "1": None, "new": box("bird", 1, 2, 6, 8)})
    draw(folder, B, {"1": DrawnAnnotation.of("dog", triangle)})
    draw(folder, C, {"new": DrawnAnnotation.of("cat", triangle)})

    require_saved(folder, [A, B, C])

    assert document(folder)["categories"][-1] == {"id": 3, "name": "bird"}


def test_what_is_not_understood_stays_and_so_does_the_order(folder: Path) -> None:
    before = document(folder)
    draw(folder, A, {"0": box("cat", 4, 5, 14, 17), "new": box("dog", 1, 2, 6, 8)})

    save(folder)

    after = document(folder)
    moved = {**before["annotations"][0], "bbox": [4, 5, 10, 12], "area": 120}
    new = {"id": 15, "image_id": 1, "category_id": 2, "bbox": [1, 2, 5, 6], "area": 30, "iscrowd": 0}
    assert after == {**before, "annotations": [moved, *before["annotations"][1:], new]}
    assert list(after["annotations"][0]) == list(before["annotations"][0])


def test_only_the_letters_of_what_changed_are_others(folder: Path) -> None:
    text = (folder / LABELS).read_text()
    draw(folder, A, {"1": box("cat", 20, 5, 28, 13)})

    save(folder)

    assert (folder / LABELS).read_text() == text.replace('"category_id": 2', '"category_id": 1', 1)


def test_the_first_state_stays_beside_it_and_undo_brings_it_back(folder: Path) -> None:
    first = (folder / LABELS).read_bytes()
    draw(folder, A, {"0": None})
    save(folder)
    draw(folder, A, {"0": None})

    step = save(folder)
    second = drawn_on(folder, A)
    bring_back(folder, step)

    assert (folder / f"{LABELS}.bak").read_bytes() == first
    assert second == []
    assert drawn_on(folder, A) == []  # the correction holds again
    assert corrected(folder) == (1, 0)
    assert len(document(folder)["annotations"]) == 3


def test_nothing_is_saved_where_nothing_was_drawn(folder: Path) -> None:
    assert save_drawn(open_index(folder), "saving") is None


def test_a_picture_that_no_file_names_is_told_and_nothing_is_written(folder: Path) -> None:
    content = document(folder)
    content["images"].pop()
    (folder / LABELS).write_text(json.dumps(content))
    before = (folder / LABELS).read_bytes()
    draw(folder, C, {"new": box("cat", 1, 2, 6, 8)})

    with pytest.raises(UserError, match=r"c\.png, which no COCO file names"):
        save_drawn(open_index(folder), "saving")

    assert (folder / LABELS).read_bytes() == before
