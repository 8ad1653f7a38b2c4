from collections import Counter
from pathlib import Path

import pytest

from engine.contract.annotations import Box
from engine.contract.dataset import Split
from engine.dataset.listing import Listing
from engine.dataset.readers.yolo import reader as yolo
from tests.engine.dataset.readers.label_files import candidates, drawn_on, listing_of, save_text, told
from tests.engine.dataset.small_datasets import save_pictures
from tests.shared_data import dataset

BOX = "0.5 0.5 0.5 0.5"
MIDDLE = Box(0.25, 0.25, 0.75, 0.75)
NAMES = "names: [cat, dog, zebra]\n"
TRAIN, VALIDATION, TEST = Split.TRAIN, Split.VALIDATION, Split.TEST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures and labels of two splits, as Roboflow lays them out, without ``data.yaml``."""
    save_pictures(tmp_path, ["train/images/a.png", "train/images/b.png", "valid/images/c.png"])
    save_text(tmp_path / "train/labels/a.txt", f"0 {BOX}\n1 {BOX}")
    save_text(tmp_path / "train/labels/b.txt", "")
    save_text(tmp_path / "valid/labels/c.txt", f"1 {BOX}\n\n")
    return tmp_path


def read(folder: Path, config: str, place: str = "data.yaml") -> Listing:
    save_text(folder / place, config)
    return listing_of(yolo, folder, candidate=place)


def splits(listing: Listing) -> dict[str, Split | None]:
    return {image.path.rpartition("/")[2]: image.split for image in listing.images}


def labels(listing: Listing) -> Counter[str | None]:
    return Counter(drawn.label for image in listing.images for drawn in image.annotations)


def test_shared_dataset_has_the_counts_of_its_description() -> None:
    listing = listing_of(yolo, dataset("road-signs-yolo"), candidate="data.yaml")

    assert (len(listing.images), labels(listing).total()) == (384, 466)
    assert (len(listing.classes), len(labels(listing))) == (21, 8)
    assert Counter(image.split for image in listing.images) == {TRAIN: 128, VALIDATION: 128, TEST: 128}
    assert told(listing.problems) == [("outside_folder", "data.yaml", "", "repaired")]


def test_second_division_of_shared_dataset_is_a_candidate_of_its_own() -> None:
    root = dataset("road-signs-yolo")
    listing = listing_of(yolo, root, candidate="resplit/data.yaml")

    assert [found.place for found in candidates(yolo, root)] == ["data.yaml", "resplit/data.yaml"]
    assert Counter(image.split for image in listing.images) == {TRAIN: 272, VALIDATION: 38, TEST: 74}
    assert labels(listing) == {
        "green_light": 167, "yellow_light": 88, "parking": 71, "bus_stop": 54, "red_light": 35, "do_not_turn_r": 31,
        "do_not_turn_l": 11, "left_right_lane": 9,
    }  # fmt: skip
    assert listing.problems == ()


def test_boxes_are_shares_of_their_pictures(folder: Path) -> None:
    first, second = drawn_on(read(folder, NAMES), "train/images/a.png")

    assert (first.geometry, first.label, first.is_relative) == (MIDDLE, "cat", True)
    assert (second.label, second.file, second.place) == ("dog", "train/labels/a.txt", "line 2")


def test_classes_that_nobody_used_stay(folder: Path) -> None:
    assert read(folder, NAMES).classes == ("cat", "dog", "zebra")


def test_names_may_be_numbered_with_gaps(folder: Path) -> None:
    listing = read(folder, "names:\n  7: zebra\n  1: dog\n  0: no\n")

    assert listing.classes == ("no", "dog", "zebra")
    assert labels(listing) == {"no": 1, "dog": 2}


@pytest.mark.parametrize(
    ("train", "val"),
    [
        ("train/images", "valid/images"),
        ("./train", "valid/"),
        ("../train/images", "../valid/images"),
        ("/content/set/train/images", "C:\\set\\valid\\images"),
    ],
)
def test_splits_are_found_however_their_folders_are_written(folder: Path, train: str, val: str) -> None:
    listing = read(folder, f"{NAMES}train: {train}\nval: {val}\ntest:\n")

    assert splits(listing) == {"a.png": TRAIN, "b.png": TRAIN, "c.png": VALIDATION}
    assert all(problem.action == "repaired" for problem in listing.problems)


def test_folders_that_are_not_there_are_told_and_folders_of_that_name_used(folder: Path) -> None:
    listing = read(folder, f"{NAMES}train: /data/one\nval: /data/two\n")

    assert splits(listing) == {"a.png": TRAIN, "b.png": TRAIN, "c.png": VALIDATION}
    assert told(listing.problems) == [
        ("missing_picture", "data.yaml", "train: /data/one", "dropped"),
        ("missing_picture", "data.yaml", "validation: /data/two", "dropped"),
    ]


def test_two_wrong_folders_with_the_same_end_are_not_guessed(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/a.png"])
    save_text(tmp_path / "labels/a.txt", f"0 {BOX}")

    listing = read(tmp_path, f"{NAMES}train: /x/train/images\nval: /x/val/images\n")

    assert splits(listing) == {"a.png": None}
    assert told(listing.problems) == [
        ("missing_picture", "data.yaml", "train: /x/train/images", "dropped"),
        ("missing_picture", "data.yaml", "validation: /x/val/images", "dropped"),
    ]


def test_lists_of_pictures_are_splits(folder: Path) -> None:
    save_text(folder / "lists/train.txt", "./valid/images/c.png\n")
    save_text(folder / "lists/val.txt", "D:\\set\\train\\images\\a.png\n../../x.png\ntrain/images/z.png\n")
    save_text(folder / "train/labels/z.txt", f"1 {BOX}")

    listing = read(folder, f"{NAMES}train: lists/train.txt\nval: lists/val.txt\n")

    assert splits(listing) == {"c.png": TRAIN, "a.png": VALIDATION, "z.png": VALIDATION}
    assert len(drawn_on(listing, "train/images/z.png")) == 1
    assert "1 picture is in none of the splits and is left out." in listing.notes
    assert told(listing.problems) == [
        ("outside_folder", "lists/val.txt", "line 2", "dropped"),
        ("missing_picture", "train/images/z.png", "lists/val.txt, line 3", "dropped"),
        ("outside_folder", "lists/val.txt", "", "repaired"),
    ]


def test_config_in_a_folder_counts_from_its_base(folder: Path) -> None:
    save_text(folder / "other/train.txt", "valid/images/c.png\n")

    listing = read(folder, f"{NAMES}path: ..\ntrain: other/train.txt\nval: train/images\n", "other/data.yaml")

    assert splits(listing) == {"c.png": TRAIN, "a.png": VALIDATION, "b.png": VALIDATION}
    assert listing.problems == ()


def test_class_without_a_name_is_told_on_its_picture(folder: Path) -> None:
    listing = read(folder, "names: [cat]\n")

    assert labels(listing) == {"cat": 1}
    assert sorted(told(listing.problems))[1:] == [
        ("unknown_class", "train/images/a.png", "train/labels/a.txt, line 2", "dropped"),
        ("unknown_class", "valid/images/c.png", "valid/labels/c.txt, line 1", "dropped"),
    ]


@pytest.mark.parametrize(
    ("config", "classes"),
    [
        ("names: [cat, dog]\nnc: 3\n", ("cat", "dog")),
        ("names: [cat, cat, dog]\n", ("cat", "dog")),
        ("names:\n  0: cat\n  1: dog\n  x: zebra\n", ("cat", "dog")),
        ("nc: 2\nnames: cat\ntrain: train\n", ("0", "1")),
    ],
)
def test_doubtful_names_are_told_and_kept(folder: Path, config: str, classes: tuple[str, ...]) -> None:
    listing = read(folder, config)

    assert listing.classes == classes
    assert told(listing.problems) == [("bad_label_file", "data.yaml", "", "kept")]


def test_broken_lines_are_told_and_others_kept(folder: Path) -> None:
    save_text(folder / "train/labels/b.txt", f"0 {BOX}\n0 nan 1 1 1\nx\n0 {BOX}\n")

    listing = read(folder, NAMES)

    assert len(drawn_on(listing, "train/images/b.png")) == 2
    assert [(path, place) for _, path, place, _ in told(listing.problems)] == [
        ("train/images/b.png", "train/labels/b.txt, line 2"),
        ("train/images/b.png", "train/labels/b.txt, line 3"),
    ]


def test_label_file_that_is_no_text_is_told(folder: Path) -> None:
    (folder / "train/labels/b.txt").write_bytes(b"0 \0\0 0.5")

    assert told(read(folder, NAMES).problems) == [
        ("bad_label_file", "train/images/b.png", "train/labels/b.txt", "dropped")
    ]


def test_picture_without_a_label_file_is_background(folder: Path) -> None:
    (folder / "valid/labels/c.txt").unlink()

    listing = read(folder, NAMES)

    assert (drawn_on(listing, "valid/images/c.png"), listing.problems) == ((), ())


def test_labels_without_a_picture_are_told_and_other_texts_are_not(folder: Path) -> None:
    save_text(folder / "train/labels/z.txt", f"0 {BOX}")
    save_text(folder / "README.txt", "A set of cats.")

    assert told(read(folder, NAMES).problems) == [("missing_picture", "train/labels/z.txt", "", "dropped")]


@pytest.mark.parametrize("name", ["classes.txt", "obj.names", "train/_darknet.labels", "my.names"])
def test_names_may_stand_in_a_list(folder: Path, name: str) -> None:
    save_text(folder / name, "cat\ndog\n\n")

    listing = listing_of(yolo, folder)

    assert (listing.classes, listing.problems) == (("cat", "dog"), ())
    assert splits(listing) == {"a.png": TRAIN, "b.png": TRAIN, "c.png": VALIDATION}


def test_without_names_classes_have_their_numbers(folder: Path) -> None:
    listing = listing_of(yolo, folder)

    assert (listing.classes, listing.problems) == (("0", "1"), ())


def test_broken_config_is_told_and_labels_are_read(folder: Path) -> None:
    save_text(folder / "data.yaml", "names: [cat, dog")

    listing = listing_of(yolo, folder)

    assert labels(listing) == {"0": 1, "1": 2}
    assert told(listing.problems) == [("bad_label_file", "data.yaml", "", "dropped")]


@pytest.mark.parametrize(
    ("picture", "label"),
    [
        ("a.png", "a.txt"),
        ("images/a.png", "labels/a.txt"),
        ("images/train/a.png", "labels/train/a.txt"),
        ("data/images/a.png", "data/annotations/a.txt"),
        ("JPEGImages/a.png", "labels/a.txt"),
    ],
)
def test_labels_are_found_in_every_usual_place(tmp_path: Path, picture: str, label: str) -> None:
    save_pictures(tmp_path, [picture])
    save_text(tmp_path / label, f"0 {BOX}\n1 {BOX}")

    listing = listing_of(yolo, tmp_path)

    assert len(drawn_on(listing, picture)) == 2


def test_darknet_lists_at_the_root_are_splits(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["obj_train_data/a.png", "obj_train_data/b.png"])
    save_text(tmp_path / "obj_train_data/a.txt", f"0 {BOX}")
    save_text(tmp_path / "obj.names", "cat\ndog\n")
    save_text(tmp_path / "train.txt", "data/obj_train_data/a.png\n")
    save_text(tmp_path / "valid.txt", "data/obj_train_data/b.png\n")

    assert splits(listing_of(yolo, tmp_path)) == {"a.png": TRAIN, "b.png": VALIDATION}


@pytest.mark.parametrize("text", ["a cat on a mat", "1 2", ""])
def test_other_texts_beside_pictures_are_no_labels(tmp_path: Path, text: str) -> None:
    save_pictures(tmp_path, ["a.png"])
    save_text(tmp_path / "a.txt", text)

    assert candidates(yolo, tmp_path) == []
