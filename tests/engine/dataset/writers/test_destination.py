"""A new dataset is written whole or not at all, and never into the one that is read."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.dataset.writers.destination import new_folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def write(out: Path, source: Path, needed_bytes: int = 0) -> None:
    with new_folder(out, source=source, needed_bytes=needed_bytes) as folder:
        (folder / "a.txt").write_text("a")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_is_there_at_the_end_and_nothing_else(tmp_path: Path, source: Path) -> None:
    write(tmp_path / "deep/out", source)

    assert (tmp_path / "deep/out/a.txt").read_text() == "a"
    assert names(tmp_path / "deep") == ["out"]


def test_nothing_is_there_before_the_end(tmp_path: Path, source: Path) -> None:
    with new_folder(tmp_path / "out", source=source, needed_bytes=0) as folder:
        (folder / "a.txt").write_text("a")

        assert not (tmp_path / "out").exists()


def test_nothing_stays_after_an_error(tmp_path: Path, source: Path) -> None:
    with pytest.raises(UnicodeEncodeError), new_folder(tmp_path / "out", source=source, needed_bytes=0) as folder:
        (folder / "a.txt").write_text("\udc80", encoding="utf-8")

    assert names(tmp_path) == ["source"]


def test_an_empty_folder_is_taken(tmp_path: Path, source: Path) -> None:
    (tmp_path / "out").mkdir()

    write(tmp_path / "out", source)

    assert names(tmp_path / "out") == ["a.txt"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path, source: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("x")

    with pytest.raises(UserError, match="which is not empty"):
        write(tmp_path / "out", source)

    assert names(tmp_path / "out") == ["mine.txt"]


def test_a_file_is_left_as_it_is(tmp_path: Path, source: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(UserError, match="which is a file"):
        write(tmp_path / "out", source)


def test_the_dataset_itself_is_refused(source: Path) -> None:
    with pytest.raises(UserError, match="into the dataset"):
        write(source, source)


def test_a_folder_inside_the_dataset_is_refused(source: Path) -> None:
    with pytest.raises(UserError, match="into the dataset"):
        write(source / "converted/coco", source)

    assert names(source) == []


def test_a_link_that_leads_into_the_dataset_is_refused(tmp_path: Path, source: Path) -> None:
    (tmp_path / "link").symlink_to(source)

    with pytest.raises(UserError, match="into the dataset"):
        write(tmp_path / "link/out", source)


def test_a_disk_that_is_too_full_is_told_before_anything_is_written(tmp_path: Path, source: Path) -> None:
    needed = shutil.disk_usage(tmp_path).free * 2

    with pytest.raises(UserError, match=r"too full.*needed"):
        write(tmp_path / "out", source, needed)

    assert names(tmp_path) == ["source"]


def test_a_disk_that_becomes_full_leaves_nothing(tmp_path: Path, source: Path) -> None:
    with pytest.raises(UserError, match="became full"), new_folder(tmp_path / "out", source=source, needed_bytes=0):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert names(tmp_path) == ["source"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, source: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)

    with pytest.raises(UserError, match="Permission denied"):
        write(tmp_path / "closed/out", source)
