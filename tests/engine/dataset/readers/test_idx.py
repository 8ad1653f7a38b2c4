import gzip
from pathlib import Path

import pytest

from engine.contract.dataset import Split
from engine.dataset.readers import idx
from tests.engine.dataset.idx_files import save_labels, save_pictures
from tests.engine.dataset.readers.label_files import candidates, listing_of, save_text, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures for training, two for test."""
    save_pictures(tmp_path / "train-images-idx3-ubyte", count=3)
    save_labels(tmp_path / "train-labels-idx1-ubyte", [7, 0, 10])
    save_pictures(tmp_path / "t10k-images.idx3-ubyte.gz", count=2)
    save_labels(tmp_path / "t10k-labels.idx1-ubyte.gz", [0, 7])
    return tmp_path


def test_pictures_have_paths_inside_their_file_and_the_number_of_their_class(folder: Path) -> None:
    listing = listing_of(idx, folder)

    assert {(image.path, image.label, image.split) for image in listing.images} == {
        ("train-images-idx3-ubyte/00000", "7", Split.TRAIN),
        ("train-images-idx3-ubyte/00001", "0", Split.TRAIN),
        ("train-images-idx3-ubyte/00002", "10", Split.TRAIN),
        ("t10k-images.idx3-ubyte.gz/00000", "0", Split.TEST),
        ("t10k-images.idx3-ubyte.gz/00001", "7", Split.TEST),
    }
    assert {image.bytes for image in listing.images} == {12}
    assert (listing.classes, listing.problems) == (("0", "7", "10"), ())
    assert len(listing.used) == 4


def test_unpacked_file_is_taken_where_both_are_there(folder: Path) -> None:
    for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"):
        (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes()))

    assert len(listing_of(idx, folder).images) == 5


def test_pictures_without_classes_are_told_once(folder: Path) -> None:
    (folder / "train-labels-idx1-ubyte").unlink()

    listing = listing_of(idx, folder)

    assert [image.label for image in listing.images if image.split is Split.TRAIN] == [None] * 3
    assert told(listing.problems) == [("unlabelled", "train-images-idx3-ubyte", "", "dropped")]


def test_too_few_classes_are_told_and_used(folder: Path) -> None:
    save_labels(folder / "train-labels-idx1-ubyte", [7])

    listing = listing_of(idx, folder)

    assert [image.label for image in listing.images if image.split is Split.TRAIN] == ["7", None, None]
    assert told(listing.problems) == [("bad_label_file", "train-labels-idx1-ubyte", "", "kept")]


def test_file_that_was_cut_gives_what_is_there(folder: Path) -> None:
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-5])

    listing = listing_of(idx, folder)

    assert [image.label for image in listing.images if image.split is Split.TRAIN] == ["7", "0"]
    assert ("bad_label_file", "train-images-idx3-ubyte", "", "kept") in told(listing.problems)


def test_broken_file_is_told(folder: Path) -> None:
    save_text(folder / "val-images-idx3-ubyte", "no pictures")

    listing = listing_of(idx, folder)

    assert len(listing.images) == 5
    assert told(listing.problems) == [("bad_label_file", "val-images-idx3-ubyte", "", "dropped")]


def test_classes_alone_are_nothing_to_open(tmp_path: Path) -> None:
    save_labels(tmp_path / "train-labels-idx1-ubyte", [1, 2])

    assert candidates(idx, tmp_path) == []
