from pathlib import Path

import numpy as np
import pytest

from engine.answers.invariance import look, measure
from engine.contract.errors import UserError
from engine.contract.events import Event
from engine.contract.framing import Array
from engine.contract.invariance import InvariancePart, LiveMethod, LookAtChanged, MeasureInvariance, PictureChange
from engine.contract.run_folder import RunFolder
from engine.handlers.context import Cancelled, Context, Result
from tests.engine.sample_run import SIDE


class Window:
    """Takes what a command sends, and may cancel it."""

    def __init__(self, *, is_cancelled: bool = False) -> None:
        self.parts: list[Result] = []
        self._is_cancelled = is_cancelled

    @property
    def context(self) -> Context:
        return Context(send=self._send, is_cancelled=self._asked, leave_window=list)

    def _send(self, event: Event, arrays: tuple[Array, ...]) -> None:
        if isinstance(event, InvariancePart):
            self.parts.append((event, arrays))

    def _asked(self) -> bool:
        return self._is_cancelled


@pytest.fixture
def image(residual_run: RunFolder) -> Path:
    return residual_run.path.parent / "colours" / "red" / "1.png"


def test_the_shown_channels_are_the_strongest_without_the_change(residual_run: RunFolder, image: Path) -> None:
    def command(amount: float) -> LookAtChanged:
        change = PictureChange(kind="light", amount=amount)
        return LookAtChanged(run=str(residual_run.path), image=str(image), change=change, method="cam", maps=5)

    plain, (_, _, _, maps, cam) = look(command(1.0))
    dark, (pixels, scores, originals, dark_maps, _) = look(command(0.1))

    strengths = np.abs(maps).mean(axis=(1, 2))
    assert [channel.index for channel in dark.channels] == [channel.index for channel in plain.channels]
    assert (np.diff(strengths) <= 1e-6).all()
    assert dark_maps.shape == maps.shape == (5, *cam.shape)
    assert pixels.shape == (SIDE, SIDE, 3)
    assert not np.array_equal(scores, originals)


def test_the_size_and_sign_of_a_map_are_those_without_the_change(residual_run: RunFolder, image: Path) -> None:
    def command(amount: float, method: LiveMethod | None) -> LookAtChanged:
        change = PictureChange(kind="light", amount=amount)
        return LookAtChanged(run=str(residual_run.path), image=str(image), change=change, method=method)

    _, (*_, cam) = look(command(1.0, "hirescam"))
    dark, _ = look(command(0.1, "hirescam"))
    without, _ = look(command(0.1, None))

    assert dark.largest == pytest.approx(np.abs(cam).max())
    assert dark.is_signed
    assert (without.largest, without.is_signed) == (0.0, False)


def test_a_network_without_maps_is_looked_at_by_its_scores(linear_run: RunFolder, colours: Path) -> None:
    change = PictureChange(kind="light", amount=0.5)
    image = str(colours / "red" / "0.png")

    seen, arrays = look(LookAtChanged(run=str(linear_run.path), image=image, change=change))

    assert seen.channels == ()
    assert len(arrays) == 3
    with pytest.raises(UserError, match="does not allow"):
        look(LookAtChanged(run=str(linear_run.path), image=image, change=change, method="gradcam"))
    with pytest.raises(UserError, match="no maps"):
        look(LookAtChanged(run=str(linear_run.path), image=image, change=change, layer="logits"))


def test_a_curve_comes_in_parts_and_counts_pixels_as_the_window_does(residual_run: RunFolder, image: Path) -> None:
    window = Window()

    def command(amount: float, input_px: tuple[int, int] | None) -> MeasureInvariance:
        return MeasureInvariance(
            run=str(residual_run.path),
            images=(str(image),),
            truths=("red",),
            change=PictureChange(kind="shift_x", amount=0),
            amounts=(0.0, amount),
            input_px=input_px,
        )

    event, (scores, _) = measure(command(8.0, (2 * SIDE, 2 * SIDE)), window.context)
    _, (own, _) = measure(command(4.0, None), window.context)

    assert event.target == "red"
    assert event.traits.head == "global pooling"
    assert window.parts
    np.testing.assert_allclose(scores, own, atol=1e-6)


def test_a_cancelled_curve_stops(residual_run: RunFolder, image: Path) -> None:
    command = MeasureInvariance(
        run=str(residual_run.path),
        images=(str(image),),
        change=PictureChange(kind="light", amount=1),
        amounts=(0.5, 1.0),
    )

    with pytest.raises(Cancelled):
        measure(command, Window(is_cancelled=True).context)
