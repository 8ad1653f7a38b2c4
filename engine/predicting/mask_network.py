"""The network of a run as it is asked for the classes of every pixel: of whole pictures, or of tiles of large ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.data.fitting import fit_picture, in_channels
from engine.dataset.pictures.regions.source import Region, RegionSource
from engine.model_store import LoadedRun, weight_bytes
from engine.tiling.blending import FinishedBlock
from engine.tiling.plan import Tiling, plan_tiles, tiling_for
from engine.tiling.prediction import OnProgress, Sink, predict_tiled
from engine.weighed_cache import WeighedCache
from models.arithmetic import analyse
from models.build import build_model
from models.fully_convolutional import with_input_shape
from models.graph import Graph, GraphError

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
KEPT_NETWORKS = 8  # as many as are compared beside each other
KEPT_BYTES = 2**30
LARGEST_WINDOW_PX = 512
PREDICTING = "Predicting"


class Asked(Protocol):
    """What gives class probabilities of prepared pictures: a network, or a way to ask one."""

    def predict_on_batch(self, x: Any) -> Any:
        """Probabilities (batch, height, width, classes) of pictures (batch, height, width, channels)."""


@dataclass(frozen=True, slots=True, eq=False)
class MaskNetwork:
    """Says of every pixel of a picture how probable each class is.

    Attributes:
        run: what is asked.
        model: its network, or a way to ask it, for windows of the tiling's size where there is one.
        tiling: how pictures are cut; None where the network looks at whole pictures, fitted to its size.
    """

    run: LoadedRun
    model: Asked
    tiling: Tiling | None

    def predict(self, source: RegionSource, sinks: Sequence[Sink], *, on_progress: OnProgress) -> None:
        """Give the class probabilities of a picture of any size to the sinks, at the picture's own size.

        Args:
            source: the upright picture.
            sinks: what gets the scores.
            on_progress: told (what, done, total) before each step; may raise to stop.

        Raises:
            DecodeError: the picture is damaged.
        """
        if self.tiling is None:
            self._predict_whole(source, sinks, on_progress)
            return
        plan = plan_tiles(self.tiling, height=source.height, width=source.width)
        predict_tiled(self._forward, source, plan, sinks, on_progress=on_progress)

    def _predict_whole(self, source: RegionSource, sinks: Sequence[Sink], on_progress: OnProgress) -> None:
        on_progress(PREDICTING, 0, 1)
        pixels = source.read(Region(top=0, bottom=source.height, left=0, right=source.width))
        fitted, placement = fit_picture(pixels, self.run.input)
        [scores] = self._scores(fitted[None])
        maps = [placement.map_on_original(scores[..., number]) for number in range(scores.shape[-1])]
        for sink in sinks:
            sink.add(FinishedBlock(0, 0, np.stack(maps, axis=-1)))
        on_progress(PREDICTING, 1, 1)

    def _forward(self, windows: Pixels) -> Floats:
        channels = self.run.input.channels
        return self._scores(np.stack([in_channels(window, channels) for window in windows]))

    def _scores(self, pictures: Pixels) -> Floats:
        return class_scores(self.run, self.model, self.run.prepare(pictures))


def _weigh(network: MaskNetwork) -> int:
    return weight_bytes(network.run.model)


_KEPT: WeighedCache[MaskNetwork] = WeighedCache(most=KEPT_NETWORKS, most_bytes=KEPT_BYTES, weigh=_weigh)


def mask_network(run: LoadedRun) -> MaskNetwork:
    """The network of a run, for windows as large as they can be; the last few are kept.

    Raises:
        UserError: it says nothing of single pixels.
    """
    return _KEPT.get(run, partial(_mask_network, run))


def _mask_network(run: LoadedRun) -> MaskNetwork:
    if run.config is None or len(run.model.outputs[0].shape) != 4:
        raise UserError(
            f"This network says nothing of single pixels. Received: {run.path}.", "Choose a run that learned masks."
        )
    if run.input.fit != "patches":
        return MaskNetwork(run, run.model, None)
    graph = Graph.from_json(run.config.network.graph).for_prediction()
    larger = _for_windows(graph, run)
    if larger is None:
        return MaskNetwork(run, run.model, _tiling(graph, run.input))
    model = build_model(larger, seed=0)
    model.set_weights(run.model.get_weights())
    height, width, _ = larger.shapes()[larger.inputs[0]]
    return MaskNetwork(run, model, _tiling(larger, run.input.model_copy(update={"height": height, "width": width})))


def class_scores(run: LoadedRun, model: Asked, prepared: Floats) -> Floats:
    """Probabilities (N, h, w, classes) of prepared pictures; with their mirror images where the run asks those too."""
    scores = _asked(model, prepared)
    if not run.mirrors:
        return scores
    mirrored = _asked(model, np.ascontiguousarray(prepared[:, :, ::-1]))
    return np.asarray((scores + mirrored[:, :, ::-1]) / 2, np.float32)


def _asked(model: Asked, prepared: Floats) -> Floats:
    return np.asarray(model.predict_on_batch(prepared), np.float32)


def _for_windows(graph: Graph, run: LoadedRun) -> Graph | None:
    """The network for large windows, of which less is lost to margins; None where it takes its own size only."""
    height, width, channels = graph.shapes()[graph.inputs[0]]
    if run.preparation.offset.ndim == 3 or max(height, width) >= LARGEST_WINDOW_PX:
        return None
    stride = coarsest_step(graph)
    side = height + (LARGEST_WINDOW_PX - height) // stride * stride
    try:
        return with_input_shape(graph, (side, side, channels))
    except GraphError:
        return None


def _tiling(graph: Graph, shown: InputConfig) -> Tiling:
    if shown.height != shown.width:
        raise UserError(
            f"Large pictures are cut into squares. Received: a network for {shown.width} x {shown.height} px.",
            "Train with patches of the same width and height.",
        )
    height, _, _ = graph.shapes()[graph.outputs[0]]
    field = analyse(graph).row(graph.outputs[0]).receptive_field
    tiling = tiling_for(
        receptive_field_px=max(field),
        stride_px=coarsest_step(graph),
        lost_px=(shown.height - height) // 2,
        window_px=shown.height,
    )
    return replace(tiling, seam_px=min(tiling.seam_px, 32))


def coarsest_step(graph: Graph) -> int:
    """By how many pixels a picture can be moved so that the network computes the same, moved: its coarsest step."""
    return max(int(max(row.stride)) for row in analyse(graph).rows if len(row.output_shape) == 3)
