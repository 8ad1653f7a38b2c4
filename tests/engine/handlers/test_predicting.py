"""Many pictures are predicted into a folder, and told while it goes."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.contract.events import Event, Progress
from engine.contract.framing import Array
from engine.contract.looking import Looking
from engine.contract.predicting import PicturesPredicted, PicturesWritten, PredictPictures
from engine.contract.predictions import ClassScores
from engine.contract.run_folder import RunFolder
from engine.handlers import predicting
from engine.handlers.context import Cancelled, Context
from engine.model_store import LoadedRun
from engine.worker import lane_of


class Window:
    """Hears what a command tells, and may cancel it as soon as it has heard of some pictures."""

    def __init__(self, *, cancels_after: int = 10**9) -> None:
        self.parts: list[PicturesPredicted] = []
        self.progress: list[Progress] = []
        self._cancels_after = cancels_after

    @property
    def images(self) -> list[str]:
        return [one.said.image for part in self.parts for one in part.pictures]

    @property
    def context(self) -> Context:
        return Context(self._hear, lambda: len(self.images) >= self._cancels_after, lambda: None)

    def _hear(self, event: Event, _arrays: Sequence[Array]) -> None:
        match event:
            case PicturesPredicted():
                self.parts.append(event)
            case Progress():
                self.progress.append(event)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predicting, "TOLD_EVERY_SECONDS", 0.0)


def command(run: RunFolder, *paths: Path, out: Path) -> PredictPictures:
    return PredictPictures(run=str(run.path), paths=tuple(map(str, paths)), out=str(out))


def test_each_picture_of_a_folder_is_told_and_written(linear_run: RunFolder, colours: Path, tmp_path: Path) -> None:
    window, out = Window(), tmp_path / "out"

    event, _ = predicting.predict_pictures(command(linear_run, colours / "red", out=out), window.context)

    count = len(list((colours / "red").iterdir()))
    assert event == PicturesWritten(folder=str(out), pictures=count, left_out=0)
    assert window.images == sorted(map(str, (colours / "red").iterdir()))
    said = window.parts[0].pictures[0].said
    assert isinstance(said, ClassScores)
    assert said.labels[0].label == "red"
    assert [entry["image"] for entry in json.loads((out / "predictions.json").read_text())] == window.images
    assert (window.progress[-1].done, window.progress[-1].total) == (count, count)


def test_a_broken_picture_is_told_and_does_not_stop_the_others(
    linear_run: RunFolder, colours: Path, tmp_path: Path
) -> None:
    window, broken = Window(), tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    event, _ = predicting.predict_pictures(
        command(linear_run, broken, colours / "red" / "0.png", out=tmp_path / "out"), window.context
    )

    assert event == PicturesWritten(folder=str(tmp_path / "out"), pictures=1, left_out=1)
    assert [list(part.problems) for part in window.parts if part.problems] == [[str(broken)]]


def test_what_was_told_before_a_cancel_is_written(linear_run: RunFolder, colours: Path, tmp_path: Path) -> None:
    window, out = Window(cancels_after=1), tmp_path / "out"
    pictures = [tmp_path / "many" / f"{number:02}.png" for number in range(40)]  # more than one batch
    pictures[0].parent.mkdir()
    for path in pictures:
        path.write_bytes((colours / "red" / "0.png").read_bytes())

    with pytest.raises(Cancelled):
        predicting.predict_pictures(command(linear_run, pictures[0].parent, out=out), window.context)

    written = [entry["image"] for entry in json.loads((out / "predictions.json").read_text())]
    assert 0 < len(written) < len(pictures)
    assert written == window.images


def test_pictures_are_looked_at_as_somebody_wants(
    linear_run: RunFolder, colours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = []

    def predict_into(run: LoadedRun, *_given: object, **_named: object) -> tuple[list[object], dict[str, str]]:
        ways.append(run.looking)
        return [], {}

    monkeypatch.setattr(predicting, "predict_into", predict_into)
    usual = command(linear_run, colours / "red", out=tmp_path / "out")
    for one in (usual, usual.model_copy(update={"in_tiles": True}), usual.model_copy(update={"is_soft": True})):
        predicting.predict_pictures(one, Window().context)

    assert ways == [Looking(), Looking(in_tiles=True), Looking(is_soft=True)]


def test_it_has_a_lane_of_its_own_so_that_other_questions_are_answered_meanwhile() -> None:
    assert lane_of(PredictPictures(run="a", paths=("b",), out="c")) == "folders"
