"""The window's command to convert a dataset."""

from pathlib import Path

import pytest

from engine.contract.commands import ConvertDataset
from engine.contract.events import DatasetConverted, Progress
from engine.handlers.context import Cancelled, Context
from engine.handlers.conversion import convert_dataset
from engine.worker import lane_of
from tests.engine.dataset.small_datasets import never, save_pictures
from tests.engine.handlers.window import Window


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "source", ["cat/1.png", "dog/2.png"])


def command(source: Path, out: Path, *, is_plan: bool = False) -> ConvertDataset:
    return ConvertDataset(id="1", path=str(source), out=str(out), format="csv", is_plan=is_plan)


def test_the_dataset_is_written_and_the_window_hears_how_far_it_is(source: Path, tmp_path: Path) -> None:
    window = Window()

    event, arrays = convert_dataset(command(source, tmp_path / "out"), Context(window.send, never, window.leave))

    expected = DatasetConverted(out=str(tmp_path / "out"), format="csv", images=2, annotations=2, classes=2, lost=())
    assert (event, arrays) == (expected, ())
    assert (tmp_path / "out/labels.csv").exists()
    assert window.events[-1] == Progress(what="Writing pictures", done=2, total=2)


def test_a_plan_writes_nothing_for_the_window(source: Path, tmp_path: Path) -> None:
    window = Window()

    event, _ = convert_dataset(
        command(source, tmp_path / "out", is_plan=True), Context(window.send, never, window.leave)
    )

    assert isinstance(event, DatasetConverted)
    assert event.images == 2
    assert not (tmp_path / "out").exists()


def test_a_cancelled_conversion_leaves_no_folder(source: Path, tmp_path: Path) -> None:
    window = Window()

    def is_writing() -> bool:
        return any(isinstance(event, Progress) and event.what == "Writing pictures" for event in window.events)

    with pytest.raises(Cancelled):
        convert_dataset(command(source, tmp_path / "out"), Context(window.send, is_writing, window.leave))

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_conversions_do_not_keep_pictures_waiting(source: Path, tmp_path: Path) -> None:
    assert lane_of(command(source, tmp_path / "out")) == "data"
