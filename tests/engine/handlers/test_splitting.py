"""The window's commands to divide a dataset."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.contract.commands import ChangeSplit, ProposeConfig, SaveSplit
from engine.contract.config import SplitConfig
from engine.contract.dataset import ProblemCode, Split
from engine.contract.events import ConfigProposed, Done, Event, SplitChanged
from engine.contract.framing import Array
from engine.dataset.index.dataset_index import DatasetIndex
from engine.handlers import dataset
from engine.handlers.context import Context
from engine.worker import lane_of
from tests.engine.dataset.small_datasets import never, save_picture, save_pictures


def ignore(_event: Event, _arrays: Sequence[Array]) -> None:
    """Nobody listens."""


def leave() -> None:
    """Nothing to leave."""


CONTEXT = Context(ignore, never, leave)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "data", [f"{kind}/{number}.png" for kind in ("cat", "dog") for number in range(5)])


def test_changes_of_the_split_are_work_on_data() -> None:
    assert lane_of(ChangeSplit(path="a")) == "data"
    assert lane_of(SaveSplit(path="a", out="b")) == "data"


def test_a_changed_split_is_in_the_index(folder: Path) -> None:
    command = ChangeSplit(
        path=str(folder), config=SplitConfig(validation_fraction=0.4), moved={"cat/0.png": Split.TEST}
    )

    event, _ = dataset.handle(command, CONTEXT)

    assert isinstance(event, SplitChanged)
    with DatasetIndex(Path(event.index)) as index:
        assert index.split_counts() == {Split.TRAIN: 5, Split.VALIDATION: 4, Split.TEST: 1}


def test_leaks_are_looked_for_again(folder: Path) -> None:
    save_picture(folder / "cat" / "copy.png", (0, 0, 90))  # as cat/0.png

    event, _ = dataset.handle(
        ChangeSplit(path=str(folder), moved={"cat/0.png": Split.TRAIN, "cat/copy.png": Split.TEST}), CONTEXT
    )

    assert isinstance(event, SplitChanged)
    with DatasetIndex(Path(event.index)) as index:
        (problem,) = (problem for problem in index.problems() if problem.code is ProblemCode.SPLIT_LEAK)
    assert (problem.path, problem.related) == ("cat/copy.png", "cat/0.png")


def test_a_saved_split_can_be_followed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "split.csv"
    dataset.handle(ChangeSplit(path=str(folder), config=SplitConfig(seed=3)), CONTEXT)
    event, _ = dataset.handle(SaveSplit(path=str(folder), out=str(out)), CONTEXT)
    saved = out.read_text()
    dataset.handle(ChangeSplit(path=str(folder), config=SplitConfig(seed=4)), CONTEXT)

    dataset.handle(ChangeSplit(path=str(folder), file=str(out)), CONTEXT)

    dataset.handle(SaveSplit(path=str(folder), out=str(out)), CONTEXT)
    assert event == Done()
    assert out.read_text() == saved


def test_the_next_run_divides_as_the_dataset_was_divided(folder: Path) -> None:
    config = SplitConfig(folds=5, fold=2)
    dataset.handle(ChangeSplit(path=str(folder), config=config), CONTEXT)

    event, _ = dataset.handle(ProposeConfig(path=str(folder)), CONTEXT)

    assert isinstance(event, ConfigProposed)
    assert event.config.split == config
