import pytest

from engine.contract.dataset import Split
from engine.dataset.readers.folders.layout import understand_folders

TRAIN, VALIDATION, TEST = Split.TRAIN, Split.VALIDATION, Split.TEST


def understood(*paths: str) -> dict[str, tuple[Split | None, str | None]]:
    folders = {path: tuple(path.split("/")) if path else () for path in paths}
    layout = understand_folders(folders.values())
    return {path: layout.read(parts) for path, parts in folders.items()}


@pytest.mark.parametrize(
    ("split", "expected"),
    [("train", TRAIN), ("Training", TRAIN), ("val", VALIDATION), ("valid", VALIDATION), ("testing", TEST)],
)
def test_split_folders_have_many_names(split: str, expected: Split) -> None:
    assert understood(f"{split}/cat", f"{split}/dog")[f"{split}/cat"] == (expected, "cat")


def test_split_may_lie_above_or_below_the_class() -> None:
    assert understood("train/cat", "val/cat") == {"train/cat": (TRAIN, "cat"), "val/cat": (VALIDATION, "cat")}
    assert understood("cat/train", "dog/test") == {"cat/train": (TRAIN, "cat"), "dog/test": (TEST, "dog")}


def test_class_may_be_named_like_a_split() -> None:
    assert understood("car", "bus", "train")["train"] == (None, "train")
    assert understood("train/train", "train/car", "test/train")["train/train"] == (TRAIN, "train")


def test_folders_inside_a_class_belong_to_it() -> None:
    assert understood("cat", "cat/kittens", "dog")["cat/kittens"] == (None, "cat")
    assert understood("cat/indoor", "cat/outdoor", "dog/indoor", "dog/outdoor")["dog/indoor"] == (None, "dog")


def test_kinds_of_kinds_make_classes_of_two_names() -> None:
    read = understood("greek/alpha", "greek/beta", "latin/a", "latin/b", "latin/c")

    assert read["latin/c"] == (None, "latin/c")


def test_folders_around_everything_do_not_count() -> None:
    assert understood("set/data/cat", "set/data/dog")["set/data/cat"] == (None, "cat")
    assert understood("set/train/cat", "set/test/cat")["set/test/cat"] == (TEST, "cat")


def test_pictures_beside_split_folders_belong_to_none() -> None:
    assert understood("train/cat", "test/cat", "drafts")["drafts"] == (None, None)


def test_flat_split_folders_name_no_class() -> None:
    assert understood("train", "test") == {"train": (TRAIN, None), "test": (TEST, None)}


def test_pictures_without_a_folder_have_no_class() -> None:
    assert understood("", "cat", "dog")[""] == (None, None)
