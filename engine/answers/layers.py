"""What an engine answers to questions about all layers, and about the filters of one."""

from pathlib import Path

import numpy as np
from keras import ops

from engine.contract.epoch_inside import Histogram
from engine.contract.layer_film import LayerStrip, ReadSlices, SeenThrough, SeeThrough, SlicesRead, StripChannel
from engine.explaining.methods import target_index
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.filter_slices import filter_slices
from engine.inspect.layer_strips import Strip, film_layers, layer_strips
from engine.inspect.program import LayerCall, program_of
from engine.model_store import load_run
from engine.previewing.quantising import histogram_of


def see_through(command: SeeThrough) -> Result:
    """Every layer of the network for one picture, in one compiled call; attached: the maps layer by layer."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    names = command.layers or tuple(call.name for call in film_layers(run.model))
    calls = {call.name: call for call in program_of(run.model).calls}
    target = target_index(run, command.target)
    strips, index = layer_strips(run.model, seen.prepared, names, count=command.channels, target=target)
    through = SeenThrough(
        run=command.run,
        image=command.image,
        target=run.classes[index],
        layers=tuple(_described(strip, calls.get(strip.layer)) for strip in strips),
    )
    return through, tuple(strip.maps for strip in strips)


def read_slices(command: ReadSlices) -> Result:
    """The filters of a layer as slices; attached: (n, h, w)."""
    found = filter_slices(load_run(command.run).model, command.layer, command.source)
    shown = found.slices[: command.limit]
    read = SlicesRead(
        run=command.run,
        layer=found.layer,
        filters=tuple(range(len(shown))),
        sources=tuple(int(source) for source in found.sources[: len(shown)]),
        total_filters=len(found.slices),
        source_channels=found.source_channels,
    )
    return read, (np.ascontiguousarray(shown),)


def _described(strip: Strip, call: LayerCall | None) -> LayerStrip:
    rows = zip(strip.channels, strip.contributions, strip.like, strict=True)
    return LayerStrip(
        layer=strip.layer,
        kind="" if call is None else call.kind,
        size=(strip.activations.shape[0], strip.activations.shape[1]),
        channels=tuple(
            StripChannel(index=int(index), contribution=float(contribution), like=int(like))
            for index, contribution, like in rows
        ),
        total_channels=strip.total,
        dead_channels=strip.dead,
        range=(float(strip.activations.min()), float(strip.activations.max())),
        activations=histogram_of(strip.activations),
        gradients=histogram_of(strip.gradients),
        weights=_weights(call),
    )


def _weights(call: LayerCall | None) -> Histogram | None:
    kernel = getattr(call.operation, "kernel", None) if call is not None else None
    return None if kernel is None else histogram_of(np.asarray(ops.convert_to_numpy(kernel), np.float32))
