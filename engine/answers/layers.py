"""What an engine answers to questions about all layers, and about the filters of one."""

from pathlib import Path

import numpy as np
from keras import ops

from engine.contract.epoch_inside import Histogram
from engine.contract.layer_film import (
    DistributionsRead,
    LayerStrip,
    ReadDistributions,
    ReadSlices,
    SeenThrough,
    SeeThrough,
    SlicesRead,
    StripChannel,
)
from engine.explaining.explanation import Question
from engine.explaining.methods import target_index, with_pixels
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.filter_slices import filter_slices
from engine.inspect.layer_strips import Strip, Wanted, film_layers, layer_strips
from engine.inspect.probe import probe_of
from engine.inspect.program import LayerCall, program_of
from engine.model_store import load_run
from engine.previewing.quantising import histogram_of


def see_through(command: SeeThrough) -> Result:
    """Every layer of the network for one picture, in one compiled call; attached: the maps layer by layer."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    question = with_pixels(run, seen, Question(target=target_index(run, command.target)))
    wanted = Wanted(target=question.target, order=command.order, count=command.channels, also=command.also)
    strips, index = layer_strips(run.model, seen.prepared, tuple(call.name for call in film_layers(run.model)), wanted)
    kinds = {call.name: call.kind for call in program_of(run.model).calls}
    through = SeenThrough(
        run=command.run,
        image=command.image,
        target=run.classes[index],
        order=command.order,
        layers=tuple(_described(strip, kinds.get(strip.layer, "")) for strip in strips),
    )
    return through, tuple(strip.maps for strip in strips)


def read_distributions(command: ReadDistributions) -> Result:
    """The values of one layer as histograms."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    call = next((call for call in program_of(run.model).calls if call.name == command.layer), None)
    question = with_pixels(run, seen, Question(target=target_index(run, command.target)))
    target = np.array([question.target])
    probed = probe_of(run.model, (command.layer,))(seen.prepared[np.newaxis], target, question.weights)
    read = DistributionsRead(
        run=command.run,
        layer=command.layer,
        weights=_weights(call),
        activations=histogram_of(probed.activations[0]),
        gradients=histogram_of(probed.gradients[0]),
    )
    return read, ()


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


def _described(strip: Strip, kind: str) -> LayerStrip:
    contributions = (None,) * len(strip.channels) if strip.contributions is None else strip.contributions.tolist()
    rows = zip(strip.channels.tolist(), contributions, strip.like.tolist(), strict=True)
    return LayerStrip(
        layer=strip.layer,
        kind=kind,
        size=strip.size,
        channels=tuple(
            StripChannel(index=index, contribution=contribution, like=like) for index, contribution, like in rows
        ),
        total_channels=strip.total,
        dead_channels=strip.dead,
        range=strip.range,
    )


def _weights(call: LayerCall | None) -> Histogram | None:
    kernel = getattr(call.operation, "kernel", None) if call is not None else None
    return None if kernel is None else histogram_of(np.asarray(ops.convert_to_numpy(kernel), np.float32))
