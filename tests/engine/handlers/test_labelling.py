"""The window's commands to correct labels."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.contract.commands import OpenDataset
from engine.contract.drawn import AnnotationChange
from engine.contract.errors import UserError
from engine.contract.events import DatasetListed, Event
from engine.contract.framing import Array
from engine.contract.labels import (
    ChangeAnnotations,
    CorrectLabels,
    DiscardCorrections,
    LabelsCorrected,
    LabelsKept,
    PicturesMoved,
    SaveLabels,
    SwitchLabelStep,
)
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import journal_of_index
from engine.handlers import dataset
from engine.handlers.context import Context
from engine.worker import lane_of
from tests.engine.dataset.labels.drawn_dataset import save_coco
from tests.engine.dataset.small_datasets import never, opened, save_pictures


class Listener:
    """Keeps what a handler says on its way."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def context(self) -> Context:
        return Context(self._hear, never, self._stay)

    def _hear(self, event: Event, _arrays: Sequence[Array]) -> None:
        self.events.append(event)

    def _stay(self) -> None:
        """Nothing to leave."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = save_pictures(
        tmp_path / "data", [f"{kind}/{number}.png" for kind in ("cat", "dog") for number in range(5)]
    )
    dataset.handle(OpenDataset(path=str(folder)), Listener().context())
    return folder


def test_corrections_have_a_lane_of_their_own_so_that_no_check_of_pictures_holds_them_up() -> None:
    commands = (
        ChangeAnnotations(path="a", picture="b", state="", changes=(), text="c"),
        CorrectLabels(path="a", text="b"),
        DiscardCorrections(path="a", text="b"),
        SwitchLabelStep(path="a", step="b", is_in_force=False),
    )

    assert {lane_of(command) for command in commands} == {"labels"}


def test_a_step_is_kept_then_listed_then_complete(folder: Path) -> None:
    listener = Listener()

    event, _ = dataset.handle(
        CorrectLabels(path=str(folder), labels={"cat/0.png": "dog"}, text="x"), listener.context()
    )

    assert isinstance(event, LabelsCorrected)
    with DatasetIndex(Path(event.index)) as index:
        assert (index.class_counts(), index.summary().is_complete) == ({"cat": 4, "dog": 6}, True)
    (step,) = journal_of_index(Path(event.index)).steps()
    told = [item for item in listener.events if isinstance(item, LabelsKept | DatasetListed)]
    assert told == [LabelsKept(step=step.id), DatasetListed(path=str(folder), index=event.index)]


def test_a_step_is_taken_back_by_its_id(folder: Path) -> None:
    listener = Listener()
    dataset.handle(CorrectLabels(path=str(folder), labels={"cat/0.png": "dog"}, text="x"), listener.context())
    (step,) = (item.step for item in listener.events if isinstance(item, LabelsKept))
    assert step is not None

    event, _ = dataset.handle(SwitchLabelStep(path=str(folder), step=step, is_in_force=False), listener.context())

    assert isinstance(event, LabelsCorrected)
    with DatasetIndex(Path(event.index)) as index:
        assert index.class_counts() == {"cat": 5, "dog": 5}


def test_discarding_takes_all_corrections_back(folder: Path) -> None:
    for number in range(3):
        command = CorrectLabels(path=str(folder), labels={f"cat/{number}.png": "dog"}, text="x")
        dataset.handle(command, Listener().context())

    event, _ = dataset.handle(DiscardCorrections(path=str(folder), text="discarded"), Listener().context())

    assert isinstance(event, LabelsCorrected)
    with DatasetIndex(Path(event.index)) as index:
        assert index.class_counts() == {"cat": 5, "dog": 5}


def test_nothing_to_correct_is_no_step(folder: Path) -> None:
    listener = Listener()

    dataset.handle(CorrectLabels(path=str(folder), labels={"cat/0.png": "cat"}, text="x"), listener.context())

    assert [item for item in listener.events if isinstance(item, LabelsKept)] == [LabelsKept(step=None)]


def test_a_dataset_that_was_never_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not open"):
        dataset.handle(CorrectLabels(path=str(tmp_path), labels={"a.png": "dog"}, text="x"), Listener().context())


def test_saving_labels_of_folders_tells_what_was_moved(folder: Path) -> None:
    labels: dict[str, str | None] = {"cat/0.png": "dog", "cat/1.png": "owl", "dog/2.png": "owl"}
    dataset.handle(CorrectLabels(path=str(folder), labels=labels, text="x"), Listener().context())
    (folder / "dog" / "2.png").write_bytes((folder / "dog" / "3.png").read_bytes() + b"more")
    listener = Listener()

    event, _ = dataset.handle(SaveLabels(path=str(folder), text="saved"), listener.context())

    assert isinstance(event, LabelsCorrected)
    (kept,) = (item for item in listener.events if isinstance(item, LabelsKept))
    assert kept.pictures is not None
    assert (kept.pictures.moved, kept.pictures.renamed, kept.pictures.is_back) == (2, 1, False)
    assert [(each.path, "changed" in each.reason) for each in kept.pictures.left] == [("dog/2.png", True)]
    with DatasetIndex(Path(event.index)) as index:
        assert index.class_counts() == {"cat": 3, "dog": 5, "owl": 2}
        assert index.summary().corrected == 1


def test_a_saving_of_folders_is_taken_back_by_its_id(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    labels: dict[str, str | None] = {"cat/0.png": "dog", "cat/1.png": "owl"}
    dataset.handle(CorrectLabels(path=str(folder), labels=labels, text="x"), Listener().context())
    saving, undoing = Listener(), Listener()
    dataset.handle(SaveLabels(path=str(folder), text="saved"), saving.context())
    (kept,) = (item for item in saving.events if isinstance(item, LabelsKept))
    assert kept.step is not None

    dataset.handle(SwitchLabelStep(path=str(folder), step=kept.step, is_in_force=False), undoing.context())

    assert sorted(folder.rglob("*")) == before
    (undone,) = (item for item in undoing.events if isinstance(item, LabelsKept))
    assert undone == LabelsKept(step=kept.step, pictures=PicturesMoved(is_back=True, moved=2, renamed=1))


def test_what_is_drawn_is_kept_listed_and_saved_into_its_label_file(tmp_path: Path) -> None:
    folder, listener = save_coco(tmp_path / "drawn"), Listener()
    dataset.handle(OpenDataset(path=str(folder)), listener.context())
    with opened(folder) as index:
        row = index.image("images/a.png")
        assert row is not None
        state = index.given_state(row.id)
    changes = (AnnotationChange(key="0", after=None),)
    command = ChangeAnnotations(path=str(folder), picture="images/a.png", state=state, changes=changes, text="removal")

    event, _ = dataset.handle(command, listener.context())
    dataset.handle(SaveLabels(path=str(folder), text="saving"), listener.context())
    with pytest.raises(UserError, match="have changed since"):  # the key of a removed box is another one's by now
        dataset.handle(command, listener.context())

    assert isinstance(event, LabelsCorrected)
    drawn, saved = journal_of_index(Path(event.index)).steps()
    assert [item.step for item in listener.events if isinstance(item, LabelsKept)] == [drawn.id, saved.id]
    assert '"id": 11' not in (folder / "labels.json").read_text()
    with DatasetIndex(Path(event.index)) as index:
        assert index.summary().corrected == 0
