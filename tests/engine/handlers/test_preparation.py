"""The values of training pictures are measured before and after preparation."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.commands import MeasurePreparation
from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.contract.events import Event, PreparationMeasured, Progress
from engine.handlers.context import Cancelled, Context
from engine.handlers.preparation import measure
from engine.worker import lane_of

INPUT = InputConfig(height=16, width=20)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Thirty grey pictures, each of one value."""
    folder = tmp_path / "grey"
    for number in range(30):
        path = folder / "ab"[number % 2] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((16, 20, 3), number * 8, np.uint8)).save(path)
    return folder


def _context(events: list[Event]) -> Context:
    return Context(lambda event, arrays: events.append(event), is_cancelled=lambda: False, leave_window=lambda: None)


def _measure(dataset: Path, **more: object) -> tuple[PreparationMeasured, list[np.ndarray]]:
    settings: dict[str, object] = {"input": INPUT, **more}
    event, arrays = measure(MeasurePreparation(path=str(dataset), **settings), _context([]))  # type: ignore[arg-type]
    assert isinstance(event, PreparationMeasured)
    return event, list(arrays)


def test_the_training_pictures_alone_are_measured(dataset: Path) -> None:
    event, arrays = _measure(dataset)

    example, prepared, counts, edges, after_counts, after_edges = arrays
    assert event.pictures == event.training_pictures == 24
    assert counts.sum() == after_counts.sum() == 24 * 16 * 20 * 3
    assert edges.shape == after_edges.shape == (3, 65)
    assert example.shape == prepared.shape == (16, 20, 3)
    assert event.after[0].mean == pytest.approx(0, abs=1e-5)
    assert len(event.steps) == 3


def test_the_same_seed_takes_the_same_pictures(dataset: Path) -> None:
    first, _ = _measure(dataset, pictures=5, seed=3)
    again, _ = _measure(dataset, pictures=5, seed=3)
    other, _ = _measure(dataset, pictures=5, seed=4)

    assert first.pictures == 5
    assert first == again
    assert first.before != other.before


def test_each_picture_of_the_sample_can_be_the_example(dataset: Path) -> None:
    shown = {_measure(dataset, pictures=5, example=place)[0].image for place in range(6)}

    assert len(shown) == 5


def test_a_change_of_scale_shows_in_the_values_after(dataset: Path) -> None:
    raw = InputConfig(height=16, width=20, scale="0..255", subtract="nothing", divide_by_deviation=False)

    event, arrays = _measure(dataset, input=raw)

    assert event.before == event.after
    np.testing.assert_array_equal(arrays[0], arrays[1])


def test_a_dataset_without_training_pictures_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "a" / "picture.png"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no picture")

    with pytest.raises(UserError, match="no values to measure"):
        _measure(tmp_path / "broken")


def test_progress_is_told_and_the_command_can_be_cancelled(dataset: Path) -> None:
    events: list[Event] = []
    command = MeasurePreparation(path=str(dataset), input=INPUT, seed=99)
    measure(command, _context(events))

    assert any(isinstance(event, Progress) and event.what == "Measuring values" for event in events)
    with pytest.raises(Cancelled):
        measure(command, Context(lambda event, arrays: None, is_cancelled=lambda: True, leave_window=lambda: None))


def test_it_is_carried_out_without_keras() -> None:
    assert lane_of(MeasurePreparation(path="/pictures", input=INPUT)) == "data"
