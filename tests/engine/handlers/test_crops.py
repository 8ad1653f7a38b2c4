"""The window's commands to cut crops out of boxes."""

from pathlib import Path

import numpy as np
import pytest

from engine.contract.crops import CropOptions, CropsPreviewed, CropsWritten, PreviewCrops, WriteCrops
from engine.contract.events import Progress
from engine.handlers.context import Cancelled, Context
from engine.handlers.crops import handle
from engine.worker import lane_of
from tests.engine.dataset.small_datasets import never
from tests.engine.handlers.window import Window
from tests.engine.tasks.boxed_dataset import write_boxes

SMALL = CropOptions(size_px=16)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_boxes(tmp_path / "source", pictures=3, held_out=1)
    return tmp_path / "source"


def test_a_preview_sends_a_crop_for_each_label_and_writes_nothing(source: Path) -> None:
    window = Window()

    event, (pixels,) = handle(PreviewCrops(path=str(source), options=SMALL), Context(window.send, never, window.leave))

    assert isinstance(event, CropsPreviewed)
    assert np.asarray(pixels).shape == (len(event.labels), 16, 16, 3)
    assert event.images == 3
    assert {one.name for one in event.planned} == {"disc", "box", "background"}
    assert [path.name for path in source.parent.iterdir()] == ["source"]


def test_the_crops_are_written_and_the_window_hears_how_far_it_is(source: Path, tmp_path: Path) -> None:
    window = Window()

    event, arrays = handle(
        WriteCrops(path=str(source), out=str(tmp_path / "out"), options=SMALL),
        Context(window.send, never, window.leave),
    )

    assert isinstance(event, CropsWritten)
    assert arrays == ()
    assert sum(one.count for one in event.classes) == len(list((tmp_path / "out").rglob("*.png")))
    assert window.events[-1] == Progress(what="Cutting crops", done=3, total=3)


def test_cancelled_crops_leave_no_folder(source: Path, tmp_path: Path) -> None:
    window = Window()

    def is_cutting() -> bool:
        return any(isinstance(event, Progress) and event.what == "Cutting crops" for event in window.events)

    with pytest.raises(Cancelled):
        handle(
            WriteCrops(path=str(source), out=str(tmp_path / "out"), options=SMALL),
            Context(window.send, is_cutting, window.leave),
        )

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_crops_do_not_keep_pictures_waiting() -> None:
    assert lane_of(PreviewCrops(path="/boxes")) == lane_of(WriteCrops(path="/boxes", out="/out")) == "data"
