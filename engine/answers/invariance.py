"""What an engine answers about changed pictures."""

import time
from pathlib import Path

import numpy as np

from engine.contract.invariance import (
    ChangedSeen,
    InvarianceMeasured,
    InvariancePart,
    LookAtChanged,
    MeasureInvariance,
    ShownChannel,
)
from engine.data.changing import rescaled
from engine.explaining.invariance import ChangedLook, invariance_stages, look_at_changed, sight_of
from engine.explaining.methods import target_index
from engine.explaining.traits import traits_of
from engine.handlers.context import Context, Result
from engine.inspect.probe import PREDICTED, Floats
from engine.model_store import LoadedRun, load_run

PART_SECONDS = 0.1
"""Parts of a curve come no faster than this: the window has to draw each of them."""
SIGNED_METHODS = ("cam", "hirescam", "eigencam")
"""Methods whose maps can be negative; told by the method, so that colours stay while a picture moves."""
MEASURING = "Changing the pictures"


def look(command: LookAtChanged) -> Result:
    """One changed picture; attached: the picture, scores, maps."""
    run = load_run(command.run)
    sight = sight_of(run, method=command.method, layer=command.layer, target=target_index(run, command.target))
    found = look_at_changed(run, Path(command.image), command.change, sight)
    channels, maps = _strongest(found, command.maps)
    has_map = found.activation_map is not None
    seen = ChangedSeen(
        run=command.run,
        image=command.image,
        change=command.change,
        target=run.classes[found.target],
        layer=sight.maps_layer,
        channels=channels,
        total_channels=0 if found.maps is None else found.maps.shape[-1],
        method=command.method if has_map else None,
        is_signed=command.method in SIGNED_METHODS,
        largest=found.largest,
        following=found.following,
    )
    optional = [array for array in (maps, found.activation_map) if array is not None]
    return seen, (found.pixels, found.scores, found.original_scores, *optional)


def measure(command: MeasureInvariance, context: Context) -> Result:
    """A curve; attached: mean scores and shares of right predictions."""
    run = load_run(command.run)
    own_px = (run.input.width, run.input.height)
    changes = [
        rescaled(command.change.model_copy(update={"amount": amount}), old_px=command.input_px or own_px, new_px=own_px)
        for amount in command.amounts
    ]
    images = [Path(image) for image in command.images]
    next_part = 0.0
    for stage in invariance_stages(run, images, _wanted(run, command), changes):
        context.progress(MEASURING, stage.done - 1, len(images))
        if time.monotonic() >= next_part:
            context.send(InvariancePart(run=command.run), (stage.scores, stage.hits))
            next_part = time.monotonic() + PART_SECONDS
    measured = InvarianceMeasured(
        run=command.run, target=run.classes[stage.target], pictures=stage.pictures, traits=traits_of(run)
    )
    return measured, (stage.scores, stage.hits)


def _wanted(run: LoadedRun, command: MeasureInvariance) -> list[int]:
    """The measured class of each picture."""
    if command.target is not None:
        return [run.class_index(command.target)] * len(command.images)
    truths = command.truths or ("",) * len(command.images)
    return [run.classes.index(truth) if truth in run.classes else PREDICTED for truth in truths]


def _strongest(found: ChangedLook, count: int) -> tuple[tuple[ShownChannel, ...], Floats | None]:
    """The channels that are strongest without the change, so that the same ones are shown while it goes on."""
    if found.maps is None or found.original_maps is None:
        return (), None
    strength = np.abs(found.original_maps).mean(axis=(0, 1))
    chosen = np.argsort(-strength, kind="stable")[:count]
    lows, highs = found.original_maps.min(axis=(0, 1)), found.original_maps.max(axis=(0, 1))
    channels = tuple(ShownChannel(index=int(i), low=float(lows[i]), high=float(highs[i])) for i in chosen)
    return channels, np.ascontiguousarray(np.moveaxis(found.maps[..., chosen], -1, 0))
