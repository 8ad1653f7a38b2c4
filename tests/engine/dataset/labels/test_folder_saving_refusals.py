"""What cannot be saved into folders is told, and nothing of it is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.contract.errors import UserError
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.folder_saving import save_into_folders
from tests.engine.dataset.labels.folder_dataset import (
    correct,
    files,
    labels_of,
    make_folder,
    problems_of,
    save,
)
from tests.engine.dataset.small_datasets import save_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "data")


def test_a_link_is_left_where_it_is(folder: Path) -> None:
    (folder / "cat" / "link.png").symlink_to("0.png")

    saved = save(folder, {"cat/link.png": "dog", "cat/1.png": "dog"})

    assert [each.source for each in saved.left] == ["cat/link.png"]
    assert (folder / "cat" / "link.png").is_symlink()


@pytest.mark.parametrize("is_inside", [True, False])
def test_a_folder_that_is_a_link_is_refused(folder: Path, tmp_path: Path, *, is_inside: bool) -> None:
    target = folder / "dog" if is_inside else tmp_path / "elsewhere"
    target.mkdir(exist_ok=True)
    (folder / "owl").symlink_to(target)
    before, outside = files(folder), files(target)

    with pytest.raises(UserError, match="is a link"):
        save(folder, {"cat/0.png": "owl"})

    assert files(folder) == before
    assert files(target) == outside
    assert labels_of(folder)["cat/0.png"] == ("owl", True)


@pytest.mark.parametrize("label", ["..", ".hidden", "a/b", "con", "what?", "@eaDir"])
def test_a_class_that_cannot_be_a_folder_is_refused(folder: Path, label: str) -> None:
    before = files(folder)

    with pytest.raises(UserError, match=r"Cannot move|cannot be the name"):
        save(folder, {"cat/0.png": label})

    assert files(folder) == before
    assert labels_of(folder)["cat/0.png"] == (label, True)


def test_a_move_after_which_the_folders_would_say_something_else_is_refused(tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "data", ["cat/site/0.png", "dog/site/1.png"])

    with pytest.raises(
        UserError, match="read in another way"
    ):  # dog would only be around the dataset, and site a class
        save(folder, {"cat/site/0.png": "dog"})

    assert sorted(files(folder)) == ["cat/site/0.png", "dog/site/1.png"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_moves_nothing_and_keeps_the_corrections(folder: Path) -> None:
    before = files(folder)
    index = correct(folder, {"cat/0.png": "dog", "dog/1.png": "cat"})
    (folder / "dog").chmod(0o555)
    try:
        with pytest.raises(UserError, match="Permission denied"):
            save_into_folders(index, "saving")
    finally:
        (folder / "dog").chmod(0o755)

    assert files(folder) == before
    assert labels_of(folder)["cat/0.png"] == ("dog", True)
    assert not journal_of_index(index).steps()[-1].is_in_force


@pytest.mark.parametrize(
    ("name", "number"), [("open", errno.ENOSPC), ("replace", errno.EROFS), ("replace", errno.EDQUOT)]
)
def test_a_disk_that_fails_in_the_middle_moves_all_pictures_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    before = files(folder)
    index = correct(folder, {"cat/0.png": "dog", "dog/1.png": "owl"})
    monkeypatch.setattr(os, name, failing(getattr(os, name), on="owl/1.png", number=number))

    with pytest.raises(UserError, match="Cannot move the pictures") as caught:
        save_into_folders(index, "saving")

    monkeypatch.undo()
    assert "save again" in caught.value.hint
    assert files(folder) == before
    assert not (folder / "owl").exists()
    assert labels_of(folder)["dog/1.png"] == ("owl", True)
    assert problems_of(folder) == []


def failing(call: Callable[..., Any], *, on: str, number: int) -> Callable[..., Any]:
    """A system call that fails for one new place."""

    def fail(*arguments: Any, **others: Any) -> Any:
        if any(str(argument).endswith(on) for argument in arguments):
            raise OSError(number, os.strerror(number), str(arguments[0]))
        return call(*arguments, **others)

    return fail


def test_a_folder_on_another_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(folder)
    index = correct(folder, {"cat/0.png": "owl", "cat/1.png": "dog"})
    monkeypatch.setattr(os, "replace", failing(os.replace, on="owl/0.png", number=errno.EXDEV))

    saved = save_into_folders(index, "saving")

    monkeypatch.undo()
    assert saved is not None
    assert [(each.source, "another disk" in each.reason) for each in saved.left] == [("cat/0.png", True)]
    assert files(folder)["cat/0.png"] == before["cat/0.png"]
    assert not (folder / "owl" / "0.png").exists()
