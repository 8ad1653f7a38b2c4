"""The inside of an epoch is read as it was written; of thinned runs the epoch before stands in."""

from pathlib import Path

from gui.runs.insides import InsideReader
from tests.gui.pages.train.inside.inside_runs import write_epoch


def test_an_epoch_has_maps_filters_and_histograms(tmp_path: Path) -> None:
    write_epoch(tmp_path, 7)

    found = InsideReader(tmp_path).read(7)

    assert found is not None
    maps = found.maps_of("first")
    assert maps is not None
    assert maps.pixels.shape == (6, 2, 4, 4)
    assert found.filters is not None
    assert found.filters.shape == (5, 3, 3, 3)
    assert found.maps_of("scores") is None


def test_an_epoch_that_was_removed_is_stood_in_for_by_the_one_before(tmp_path: Path) -> None:
    write_epoch(tmp_path, 1)
    write_epoch(tmp_path, 5)
    reader = InsideReader(tmp_path)

    assert (reader.nearest(1), reader.nearest(4), reader.nearest(9)) == (1, 1, 5)
    assert reader.epochs() == (1, 5)


def test_nothing_is_nearest_before_the_first_epoch(tmp_path: Path) -> None:
    assert InsideReader(tmp_path / "previews").nearest(3) == 0


def test_an_epoch_whose_bytes_are_missing_is_none(tmp_path: Path) -> None:
    write_epoch(tmp_path, 1)
    (tmp_path / "epoch_0001.inside.npy").unlink()

    assert InsideReader(tmp_path).read(1) is None
