import os
from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.listing import Listing
from tests.engine.dataset.small_datasets import ignored, listed, save_picture, save_pictures
from tests.shared_data import dataset


def labels(listing: Listing) -> dict[str, str | None]:
    return {image.path: image.label for image in listing.images}


def splits(listing: Listing) -> dict[str, Split | None]:
    return {image.path: image.split for image in listing.images}


def codes(listing: Listing) -> list[ProblemCode]:
    return [problem.code for problem in listing.problems]


def test_folders_name_classes_in_natural_order(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["10/a.png", "9/b.png", "9/c.png"])

    listing = listed(tmp_path)

    assert listing.format == "folders"
    assert listing.classes == ("9", "10")
    assert labels(listing)["10/a.png"] == "10"
    assert codes(listing) == []


def test_files_of_operating_systems_are_ignored(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png", "__MACOSX/cat/._a.png", "cat/._a.png", ".git/x.png"])
    (tmp_path / "cat" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "notes.txt").write_text("x")

    listing = listed(tmp_path)

    assert set(labels(listing)) == {"cat/a.png", "dog/b.png"}
    assert ignored(tmp_path) == {"cat/._a.png", "cat/Thumbs.db", "notes.txt"}


def test_empty_class_folder_is_a_problem(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["train/cat/a.png", "train/dog/b.png", "test/cat/c.png"])
    (tmp_path / "test" / "dog").mkdir()

    (problem,) = listed(tmp_path).problems

    assert (problem.code, problem.path) == (ProblemCode.EMPTY_CLASS, "test/dog")


def test_picture_outside_the_class_folders_has_no_label(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png", "stray.png"])

    listing = listed(tmp_path)

    assert labels(listing)["stray.png"] is None
    assert codes(listing) == [ProblemCode.UNLABELLED]


def test_single_class_is_a_problem(tmp_path: Path) -> None:
    listing = listed(save_pictures(tmp_path, ["cat/a.png", "cat/b.png"]))

    assert listing.classes == ("cat",)
    assert codes(listing) == [ProblemCode.SINGLE_CLASS]


@pytest.mark.parametrize("paths", [["a.png", "b.png"], ["images/a.png", "images/b.png"], ["a.png"]])
def test_pictures_without_classes_are_unlabelled(tmp_path: Path, paths: list[str]) -> None:
    listing = listed(save_pictures(tmp_path, paths))

    assert listing.format == "unlabelled"
    assert set(labels(listing).values()) == {None}


def test_single_picture_is_a_dataset(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])

    listing = listed(tmp_path / "a.png")

    assert (listing.root, [*labels(listing)]) == (tmp_path, ["a.png"])


def test_picture_with_a_strange_name_is_found_by_content(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])
    (tmp_path / "b.png").rename(tmp_path / "b")

    listing = listed(tmp_path)

    assert set(labels(listing)) == {"a.png", "b"}
    assert codes(listing) == [ProblemCode.UNKNOWN_EXTENSION]


@pytest.mark.parametrize("name", ["empty", "texts"])
def test_folder_without_pictures_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "texts" / "a.txt").parent.mkdir(exist_ok=True)
    (tmp_path / "texts" / "a.txt").write_text("x")

    with pytest.raises(UserError, match="Cannot find pictures") as raised:
        listed(tmp_path / name)

    assert raised.value.hint


def test_link_that_leaves_the_folder_is_not_read(tmp_path: Path) -> None:
    outside = save_picture(tmp_path / "outside.png")
    root = save_pictures(tmp_path / "set", ["cat/a.png", "dog/b.png"])
    (root / "cat" / "link.png").symlink_to(outside)
    (root / "bird").symlink_to(tmp_path)

    listing = listed(root)

    assert set(labels(listing)) == {"cat/a.png", "dog/b.png"}
    assert codes(listing) == [ProblemCode.OUTSIDE_FOLDER, ProblemCode.OUTSIDE_FOLDER]


def test_pipe_is_a_problem_and_not_a_wait(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png"])
    os.mkfifo(tmp_path / "cat" / "pipe.jpg")

    assert codes(listed(tmp_path)) == [ProblemCode.NOT_A_FILE]


def test_table_labels_pictures_beside_it(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/a.png", "images/b.png", "images/c.png"])
    (tmp_path / "labels.csv").write_text("species,photo,set\ncat,images/a.png,train\ndog,b,test\n")

    listing = listed(tmp_path)

    assert listing.format == "csv"
    assert labels(listing) == {"images/a.png": "cat", "images/b.png": "dog", "images/c.png": None}
    assert splits(listing) == {"images/a.png": Split.TRAIN, "images/b.png": Split.TEST, "images/c.png": None}
    assert codes(listing) == [ProblemCode.UNLABELLED]


def test_names_of_tables_give_splits(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])
    (tmp_path / "train.csv").write_text("path,label\na.png,cat\n")
    (tmp_path / "test_labels.csv").write_text("path,label\nb.png,dog\n")

    assert splits(listed(tmp_path)) == {"a.png": Split.TRAIN, "b.png": Split.TEST}


def test_bad_rows_are_problems_and_the_rest_is_read(tmp_path: Path) -> None:
    save_picture(tmp_path / "secret.png")
    root = save_pictures(tmp_path / "set", ["a.png", "b.png", "c.png", "d.png"])
    rows = ["a.png,cat", "b.png,dog", "gone.png,cat", "../secret.png,cat", "/etc/x.png,cat", "c.png,", "a.png,cat"]
    (root / "labels.csv").write_text("\n".join(["path,label", *rows, "d.png,cat", "d.png,dog"]))

    listing = listed(root)

    assert labels(listing) == {"a.png": "cat", "b.png": "dog", "c.png": None, "d.png": None}
    assert [(problem.code, problem.place, problem.action) for problem in listing.problems] == [
        (ProblemCode.MISSING_PICTURE, "line 4", "dropped"),
        (ProblemCode.OUTSIDE_FOLDER, "line 5", "dropped"),
        (ProblemCode.OUTSIDE_FOLDER, "line 6", "dropped"),
        (ProblemCode.UNLABELLED, "labels.csv, line 7", "dropped"),
        (ProblemCode.DUPLICATE_LABEL, "labels.csv, line 8", "repaired"),
        (ProblemCode.DUPLICATE_LABEL, "labels.csv, line 10", "dropped"),
    ]


def test_table_may_be_opened_itself(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png", "c.png"])
    (tmp_path / "labels.csv").write_text("path,label\na.png,cat\nb.png,dog\n")

    listing = listed(tmp_path / "labels.csv")

    assert labels(listing) == {"a.png": "cat", "b.png": "dog"}
    assert codes(listing) == []


def test_table_without_classes_is_refused(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png"])
    (tmp_path / "prices.csv").write_text("what,price\napple,3\n")

    with pytest.raises(UserError, match="no row leads"):
        listed(tmp_path / "prices.csv")


def test_folders_win_over_a_table_and_say_so(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png"])
    (tmp_path / "labels.csv").write_text("path,label\ncat/a.png,cat\ndog/b.png,cat\n")

    listing = listed(tmp_path)

    assert labels(listing)["dog/b.png"] == "dog"
    assert listing.notes[-1].endswith("which differ in 1 pictures; the folders are used.")
    assert [(problem.code, problem.action) for problem in listing.problems] == [(ProblemCode.DUPLICATE_LABEL, "kept")]


def test_mnist_is_recognised_by_folders_and_tables_agree() -> None:
    listing = listed(dataset("mnist-png"))

    assert listing.classes == tuple("0123456789")
    assert [*splits(listing).values()].count(Split.TRAIN) == 5000
    assert [*splits(listing).values()].count(Split.TEST) == 1000
    assert listing.problems == ()
    assert "which agree" in listing.notes[-1]


def test_omniglot_has_a_class_for_each_letter() -> None:
    listing = listed(dataset("omniglot-small1"))

    assert len(listing.classes) == 136
