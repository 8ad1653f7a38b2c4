"""The climb to the picture that excites a class or a channel of a run, within what its preparation makes of pixels."""

from collections.abc import Iterator

import numpy as np

from engine.contract.errors import UserError
from engine.inspect.activation_maximisation import Climb, ClimbSettings, climb
from engine.inspect.program import program_of
from engine.inspect.targets import EVERYWHERE, ClassLogit, UnitOf
from engine.model_store import LoadedRun


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
        layer: None for a class; otherwise the layer whose channel is excited, at all positions together.
        target: name or index of the class, or index of the channel.
        settings: how to climb.

    Raises:
        UserError: there is no such class, layer or channel.
    """
    size = (run.input.height, run.input.width)
    ends = np.stack([np.full((*size, run.input.channels), end, np.uint8) for end in (0, 255)])
    black, white = run.prepare(ends)
    limits = {"low": np.minimum(black, white), "high": np.maximum(black, white)}
    if layer is None:
        numbers = [np.array([run.class_index(target)])]
        return climb(run.model, numbers, kind=ClassLogit(), size=size, settings=settings, **limits)
    everywhere = np.array([EVERYWHERE])
    numbers = [everywhere, everywhere, np.array([_channel(run, layer, target)])]
    return climb(run.model, numbers, kind=UnitOf(layer), size=size, settings=settings, **limits)


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
