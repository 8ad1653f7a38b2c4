"""The climb to the picture that excites a class or a channel of a run, within what its preparation makes of pixels."""

from collections.abc import Iterator

import numpy as np

from engine.contract.errors import UserError
from engine.explaining.class_grid import class_grid
from engine.inspect.activation_maximisation import Climb, ClimbSettings, climb
from engine.inspect.probe import Floats
from engine.inspect.program import program_of
from engine.inspect.targets import EVERYWHERE, ClassLogit, UnitOf
from engine.model_store import LoadedRun, Pixels


def climb_for(
    run: LoadedRun,
    *,
    layer: str | None,
    target: str,
    settings: ClimbSettings = ClimbSettings(),  # a frozen value
) -> Iterator[Climb]:
    """Yield the stages of the climb.

    Args:
        run: the network.
        layer: None for a class, of masks the mean logit of all pixels; otherwise the layer whose channel is excited,
            at all positions together.
        target: name or index of the class, or index of the channel.
        settings: how to climb.

    Raises:
        UserError: there is no such class, layer or channel.
    """
    size = (run.input.height, run.input.width)
    black, white = _ends(run)
    limits = {"low": np.minimum(black, white), "high": np.maximum(black, white)}
    if layer is None:
        numbers = [np.array([run.class_index(target)]), *_everywhere(run)]
        return climb(run.model, numbers, kind=ClassLogit(), size=size, settings=settings, **limits)
    everywhere = np.array([EVERYWHERE])
    numbers = [everywhere, everywhere, np.array([_channel(run, layer, target)])]
    return climb(run.model, numbers, kind=UnitOf(layer), size=size, settings=settings, **limits)


def _everywhere(run: LoadedRun) -> tuple[Floats, ...]:
    """Of a network that speaks of every pixel, each of them alike: the area of the class would change on the way."""
    grid = class_grid(run)
    return () if grid is None else (np.full(grid.cells, 1.0 / np.prod(grid.cells), np.float32),)


def picture_of(run: LoadedRun, prepared: Floats) -> Pixels:
    """A picture (h, w, c) as the network takes it, as one (h, w, 3) to look at: from black to white as it would be."""
    black, white = _ends(run)
    shares = np.divide(prepared - black, white - black, out=np.zeros_like(prepared), where=white != black)
    shown = shares if shares.shape[2] == 3 else shares.mean(axis=2, keepdims=True)
    return np.rint(np.broadcast_to(np.clip(shown, 0, 1), (*prepared.shape[:2], 3)) * 255).astype(np.uint8)


def _ends(run: LoadedRun) -> tuple[Floats, Floats]:
    """A black and a white picture as the network takes them."""
    shape = (run.input.height, run.input.width, run.input.channels)
    black, white = run.prepare(np.stack([np.full(shape, end, np.uint8) for end in (0, 255)]))
    return black, white


def _channel(run: LoadedRun, layer: str, target: str) -> int:
    program = program_of(run.model)
    call = program.producer(program.value_of(layer))
    channels = call.shape[-1] if call is not None else None
    if target.isdecimal() and (channels is None or int(target) < channels):
        return int(target)
    raise UserError(
        f"There is no such channel. Received: {target}, of {layer} with {channels} channels.",
        "Give a number from 0 on, below the number of channels.",
    )
