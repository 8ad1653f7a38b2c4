"""The answers of an engine that explain a score."""

from pathlib import Path

import numpy as np
import pytest

from engine.answers import maps as map_answers
from engine.contract.commands import Climb, DecomposeCam, Explain
from engine.contract.errors import UserError
from engine.contract.events import ClimbStep, Event, Explained, PartlyExplained
from engine.contract.run_folder import RunFolder
from engine.handlers.context import Cancelled, Context


class Window:
    """Keeps what an engine sends, and cancels when it is told to."""

    def __init__(self, *, is_cancelling: bool = False) -> None:
        self.events: list[Event] = []
        self.context = Context(send=self._keep, is_cancelled=lambda: is_cancelling, leave_window=lambda: None)

    def _keep(self, event: Event, _arrays: object) -> None:
        self.events.append(event)


def test_an_explanation_covers_the_original_picture(residual_run: RunFolder, colours: Path) -> None:
    command = Explain(run=str(residual_run.path), image=str(colours / "red" / "1.png"), method="cam", target="red")

    explained, (values,) = map_answers.explain(command, Window().context)

    assert isinstance(explained, Explained)
    assert values.dtype == np.float32
    assert explained.range == (values.min(), values.max())
    assert values.shape[0] * explained.cell_px[1] == pytest.approx(24, abs=explained.cell_px[1])
    assert values.shape[1] * explained.cell_px[0] == pytest.approx(32, abs=explained.cell_px[0])
    assert (explained.target, explained.method) == ("red", "cam")
    assert explained.bias is not None


def test_occlusion_is_shown_while_it_gets_finer(
    residual_run: RunFolder, colours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_answers, "PART_SECONDS", 0.0)
    window = Window()
    image = str(colours / "red" / "1.png")

    explained, (values,) = map_answers.explain(
        Explain(run=str(residual_run.path), image=image, method="occlusion", window_px=4), window.context
    )

    parts = [part for part in window.events if isinstance(part, PartlyExplained)]
    assert [part.done for part in parts] == sorted(part.done for part in parts)
    assert 0 < parts[0].done < parts[0].total
    assert isinstance(explained, Explained)
    assert explained.range == (values.min(), values.max())


def test_the_terms_of_an_exact_cam_add_up_to_the_logit(residual_run: RunFolder, colours: Path) -> None:
    image, run = str(colours / "red" / "1.png"), str(residual_run.path)

    decomposed, (maps,) = map_answers.decompose(DecomposeCam(run=run, image=image, target="red", limit=3))

    shares = [term.share for term in decomposed.terms]
    assert sum(shares) + decomposed.rest + decomposed.bias == pytest.approx(decomposed.logit, abs=1e-4)
    assert [abs(share) for share in shares] == sorted((abs(share) for share in shares), reverse=True)
    assert len(maps) == len(shares) == 3 < decomposed.total_channels


def test_the_weighted_maps_of_all_channels_add_up_to_the_cam(residual_run: RunFolder, colours: Path) -> None:
    image, run = str(colours / "red" / "1.png"), str(residual_run.path)
    _, (cam,) = map_answers.explain(Explain(run=run, image=image, method="cam", target="red"), Window().context)

    _, (maps,) = map_answers.decompose(DecomposeCam(run=run, image=image, target="red", limit=256))

    assert np.allclose(maps.sum(axis=0), cam, atol=1e-4)


def test_a_network_without_exact_cam_has_no_sum(linear_run: RunFolder, colours: Path) -> None:
    with pytest.raises(UserError, match="no exact CAM"):
        map_answers.decompose(DecomposeCam(run=str(linear_run.path), image=str(colours / "red" / "1.png")))


def test_a_climb_is_shown_on_its_way_and_ends_higher(linear_run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_answers, "PART_SECONDS", 0.0)
    window = Window()

    climbed, (picture,) = map_answers.climb(Climb(run=str(linear_run.path), target="red", steps=8), window.context)

    steps = [event for event in window.events if isinstance(event, ClimbStep)]
    assert [step.step for step in steps] == list(range(9))
    assert climbed.values == tuple(value for step in steps for value in step.values)
    assert climbed.values[-1] > climbed.values[0]
    assert (picture.dtype, picture.shape) == (np.uint8, (16, 16, 3))


def test_a_climb_ends_when_it_is_cancelled(linear_run: RunFolder) -> None:
    with pytest.raises(Cancelled):
        map_answers.climb(Climb(run=str(linear_run.path), target="red"), Window(is_cancelling=True).context)
