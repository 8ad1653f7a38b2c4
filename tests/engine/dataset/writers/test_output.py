"""Pictures are copied or linked byte for byte, under names that say what they are."""

import os
from pathlib import Path

import pytest
from PIL import Image

from engine.contract.errors import UserError
from engine.dataset.writers.output import Output, Transfer
from tests.engine.dataset.small_datasets import save_picture


@pytest.fixture
def root(tmp_path: Path) -> Path:
    save_picture(tmp_path / "source/a/1.png")
    save_picture(tmp_path / "source/b/1.png", (1, 2, 3))
    (tmp_path / "out").mkdir()
    return tmp_path / "source"


def output(root: Path, transfer: Transfer = "copy") -> Output:
    return Output(root.parent / "out", root=root, transfer=transfer)


def test_a_copy_is_the_same_bytes_in_a_file_of_its_own(root: Path) -> None:
    path = output(root).add_picture("a/1.png", "images")

    assert path == "images/1.png"
    assert (root.parent / "out" / path).read_bytes() == (root / "a/1.png").read_bytes()
    assert (root / "a/1.png").stat().st_nlink == 1


def test_a_link_is_the_same_file(root: Path) -> None:
    path = output(root, "link").add_picture("a/1.png", "")

    assert (root.parent / "out" / path).samefile(root / "a/1.png")


def test_pictures_are_copied_where_a_link_is_impossible(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: Path) -> None:
        raise OSError("another disk")

    monkeypatch.setattr(os, "link", refuse)
    written = output(root, "link")

    path = written.add_picture("a/1.png", "images")

    assert written.copied_anyway == 1
    assert (root.parent / "out" / path).read_bytes() == (root / "a/1.png").read_bytes()


def test_same_names_of_two_folders_stay_apart(root: Path) -> None:
    written = output(root)

    assert [written.add_picture(path, "images") for path in ("a/1.png", "b/1.png")] == [
        "images/1.png",
        "images/b_1.png",
    ]


def test_a_link_to_a_picture_becomes_the_picture(root: Path) -> None:
    (root / "link.png").symlink_to(root / "a/1.png")

    path = output(root).add_picture("link.png", "")

    assert not (root.parent / "out" / path).is_symlink()
    assert (root.parent / "out" / path).read_bytes() == (root / "a/1.png").read_bytes()


def test_a_picture_that_has_left_the_dataset_is_refused(root: Path) -> None:
    save_picture(root.parent / "elsewhere.png")
    (root / "link.png").symlink_to(root.parent / "elsewhere.png")

    with pytest.raises(UserError, match="left the dataset's folder"):
        output(root).add_picture("link.png", "")


def test_an_ending_that_says_nothing_is_replaced_by_that_of_the_content(root: Path) -> None:
    (root / "a/1.png").rename(root / "a/scan.dat")

    assert output(root).add_picture("a/scan.dat", "") == "scan.png"


def test_text_has_the_same_line_ends_on_every_system(root: Path) -> None:
    output(root).write_text("labels/a.txt", "1\n2\n")

    assert (root.parent / "out/labels/a.txt").read_bytes() == b"1\n2\n"


def test_pixels_of_copies_are_untouched(root: Path) -> None:
    path = output(root).add_picture("b/1.png", "images")

    with Image.open(root.parent / "out" / path) as copied:
        assert copied.getpixel((0, 0)) == (1, 2, 3)
