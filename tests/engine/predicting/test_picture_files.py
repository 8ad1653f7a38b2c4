from pathlib import Path

import pytest
from PIL import Image

from engine.contract.errors import UserError
from engine.predicting.picture_files import picture_files, picture_names, require_room


def draw(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), "red").save(path)
    return path


def test_pictures_of_the_same_name_get_names_of_their_own() -> None:
    assert picture_names(["a/x.png", "b/x.jpg", "x.png", "y.png"]) == ["x.png", "x-2.png", "x-3.png", "y.png"]


def test_a_folder_stands_for_all_pictures_below_it_each_once(tmp_path: Path) -> None:
    first, deep = draw(tmp_path / "a.png"), draw(tmp_path / "deep" / "b.jpg")
    (tmp_path / "notes.txt").write_text("no picture")

    assert picture_files([tmp_path, first], apart_from=tmp_path / "out") == [first, deep]


def test_results_of_before_are_not_looked_at(tmp_path: Path) -> None:
    first = draw(tmp_path / "a.png")
    draw(tmp_path / "out" / "a.png")

    assert picture_files([tmp_path], apart_from=tmp_path / "out") == [first]


def test_a_folder_without_pictures_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no picture"):
        picture_files([tmp_path], apart_from=tmp_path / "out")


def test_no_picture_is_written_over_itself(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="written over itself"):
        require_room([draw(tmp_path / "a.png")], ["a.png"], tmp_path)
