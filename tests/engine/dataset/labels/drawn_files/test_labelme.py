"""What was drawn, in files of LabelMe."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.contract.annotations import Polygon
from engine.contract.drawn import DrawnAnnotation
from tests.engine.dataset.labels.drawn_dataset import annotations_of, box, draw
from tests.engine.dataset.labels.drawn_files.saved import bring_back, require_saved, save
from tests.engine.dataset.small_datasets import opened, save_picture

TRIANGLE = Polygon((((1.0, 1.0), (9.5, 1.0), (9.0, 9.0)),))


def shape(label: str, points: list[list[float]], kind: str, **others: object) -> dict[str, object]:
    return {"label": label, "points": points, "group_id": None, "shape_type": kind, "flags": {}, **others}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        save_picture(tmp_path / f"{name}.png", size=(40, 30))
    shapes = [
        shape("cat", [[12, 15], [2, 3]], "rectangle", mood="calm"),
        shape("dog", [[20, 5], [28, 5], [28, 13]], "polygon"),
        shape("dog", [[1, 20], [5, 20], [5, 25]], "polygon", group_id=7),
        shape("dog", [[30, 20], [35, 20], [35, 25]], "polygon", group_id=7),
        shape("sun", [[20, 20], [22, 20]], "circle"),
        shape("way", [[0, 0], [3, 3]], "line"),
    ]
    content = {"version": "4.0", "shapes": shapes, "imagePath": "a.png", "imageData": "ü", "imageHeight": 30}
    (tmp_path / "a.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def document(folder: Path, name: str = "a.json") -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_every_edit_is_read_again_as_it_was_drawn(folder: Path) -> None:
    parts = Polygon((TRIANGLE.rings[0], ((30.0, 20.0), (36.0, 20.0), (35.0, 25.0))))
    draw(folder, "a.png", {"0": box("dog", 4, 5, 14.5, 17), "1": DrawnAnnotation.of("dog", TRIANGLE)})
    draw(folder, "a.png", {"2": DrawnAnnotation.of("cat", parts), "3": None, "new": box("bird", 1, 2, 6, 8)})
    draw(folder, "b.png", {"new": DrawnAnnotation.of("dog", TRIANGLE)})

    require_saved(folder, ["a.png", "b.png"])

    with opened(folder) as index:
        assert [item.geometry for item in annotations_of(index, "a.png")][1:3] == [TRIANGLE, parts]


def test_what_is_not_understood_stays(folder: Path) -> None:
    before = document(folder)
    draw(folder, "a.png", {"0": box("cat", 4, 5, 14, 17)})

    save(folder)

    moved = {**before["shapes"][0], "points": [[4, 5], [14, 17]]}
    assert document(folder) == {**before, "shapes": [moved, *before["shapes"][1:]]}


def test_only_the_letters_of_another_class_are_others(folder: Path) -> None:
    text = (folder / "a.json").read_text(encoding="utf-8")
    with opened(folder) as index:
        sun = annotations_of(index, "a.png")[3]
    assert isinstance(sun.geometry, Polygon)
    draw(folder, "a.png", {"3": DrawnAnnotation.of("moon", sun.geometry)})

    save(folder)

    assert (folder / "a.json").read_text(encoding="utf-8") == text.replace('"sun"', '"moon"')


def test_a_picture_without_a_file_gets_one_that_undo_takes_away(folder: Path) -> None:
    draw(folder, "b.png", {"new": box("cat", 1, 2, 6, 8)})

    step = save(folder)
    written = document(folder, "b.json")
    bring_back(folder, step)

    assert (written["imagePath"], written["imageWidth"], written["imageHeight"]) == ("b.png", 40, 30)
    assert not (folder / "b.json").exists()
