import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine.contract.dataset import ImageFilter, ProblemCode, ProblemRow, Split
from engine.dataset.doctor import duplicates
from engine.dataset.doctor.examine import COMPARING, examine
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.splits.changes import change_split
from tests.engine.dataset.doctor.clouds import cloud
from tests.engine.dataset.small_datasets import ignore_progress, never, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of six different pictures each, all for training."""
    for number in range(12):
        path = tmp_path / "data" / "train" / f"class{number % 2}" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(cloud(number)).save(path)
    return tmp_path / "data"


def problems(index: DatasetIndex) -> list[ProblemRow]:
    codes = (ProblemCode.DUPLICATE_PICTURE, ProblemCode.NEAR_DUPLICATE, ProblemCode.SPLIT_LEAK)
    return index.problems(ImageFilter(problem_codes=codes))


def copy_into(folder: Path, split: str) -> None:
    """Picture 0 also in another split, where a second one keeps it company."""
    target = folder / split / "class0"
    target.mkdir(parents=True)
    shutil.copy(folder / "train" / "class0" / "0.png", target / "again.png")
    Image.fromarray(cloud(50)).save(target / "other.png")


def test_opening_finds_a_leak(folder: Path) -> None:
    copy_into(folder, "test")

    with opened(folder) as index:
        (problem,) = problems(index)
        row = index.image("test/class0/again.png")

    assert problem.code is ProblemCode.SPLIT_LEAK
    assert (problem.path, problem.related) == ("test/class0/again.png", "train/class0/0.png")
    assert problem.repair
    assert row is not None
    assert row.problem_count == 1


def test_a_leak_is_a_duplicate_once_both_are_in_one_split(folder: Path) -> None:
    copy_into(folder, "test")
    with opened(folder) as index:
        path = index.path
    change_split(path, moved={"test/class0/again.png": Split.TRAIN, "train/class0/0.png": Split.TRAIN})

    assert examine(path, on_progress=ignore_progress, is_cancelled=never)

    with DatasetIndex(path) as index:
        assert [problem.code for problem in problems(index)] == [ProblemCode.DUPLICATE_PICTURE]


def test_what_was_found_before_is_replaced(folder: Path) -> None:
    copy_into(folder, "test")
    with opened(folder) as index:
        before = index.problems()
    examine(index.path, on_progress=ignore_progress, is_cancelled=never)

    with DatasetIndex(index.path) as again:
        after = again.problems()
        assert again.summary().problem_count == len(after)

    assert [problem.message for problem in after] == [problem.message for problem in before]


def test_a_removed_duplicate_is_forgotten(folder: Path) -> None:
    copy_into(folder, "test")
    opened(folder).close()
    (folder / "test" / "class0" / "again.png").unlink()

    with opened(folder) as index:
        assert not problems(index)
        row = index.image("train/class0/0.png")

    assert row is not None
    assert row.problem_count == 0


def test_a_cancelled_examination_keeps_what_was_found(folder: Path) -> None:
    with opened(folder) as index:
        path = index.path
    copy_into(folder, "test")
    asked = []

    def cancel() -> bool:
        asked.append(True)
        return True

    _forget_near_pairs(path)
    assert not examine(path, on_progress=ignore_progress, is_cancelled=cancel)
    assert asked


def test_near_pairs_are_searched_once_for_the_same_pictures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.fromarray(cloud(0)[::2, ::2]).save(folder / "train" / "class0" / "small.png")
    with opened(folder) as index:
        found = problems(index)
    monkeypatch.setattr(duplicates, "find_near_duplicates", _fail)

    examine(index.path, on_progress=ignore_progress, is_cancelled=never)

    with DatasetIndex(index.path) as again:
        assert [problem.message for problem in problems(again)] == [problem.message for problem in found]
    assert len(found) == 1


def test_progress_is_told_up_to_the_last_picture(folder: Path) -> None:
    with opened(folder) as index:
        path = index.path
    _forget_near_pairs(path)
    told: list[tuple[str, int, int]] = []

    examine(path, on_progress=_recorder(told), is_cancelled=never)

    assert told[0] == (COMPARING, 0, 12)
    assert told[-1] == (COMPARING, 12, 12)


def test_damaged_hashes_do_not_make_duplicates(folder: Path) -> None:
    with opened(folder) as index:
        path = index.path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE images SET pixel_hash = x'00'")
        connection.execute("UPDATE images SET look = x'00' WHERE id < 3")
    connection.close()

    assert examine(path, on_progress=ignore_progress, is_cancelled=never)


def _forget_near_pairs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'near_pairs'")
    connection.close()


def _recorder(told: list[tuple[str, int, int]]) -> Callable[[str, int, int], None]:
    return lambda what, done, total: told.append((what, done, total))


def _fail(*arguments: object) -> None:
    raise AssertionError("searched again")
