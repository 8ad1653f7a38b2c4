"""What an engine answers to questions about skips."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.answers.true_masks import true_classes
from engine.contract.errors import UserError
from engine.contract.microscope import (
    ListedSkip,
    ListSkips,
    MeasureSkips,
    Meeting,
    PassedPositions,
    SkipEffect,
    SkipsListed,
    SkipsMeasured,
    SkipsWeakened,
    WeakenSkips,
)
from engine.dataset.pictures.regions.opening import opened_regions
from engine.explaining.field import graph_of_run
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run
from engine.ops.pixel_confusion import count_pixel_confusion
from engine.ops.segmentation_scores import score_confusion
from engine.predicting.masks import predict_mask
from engine.predicting.weak_skips import positions_passed, skips_of, weakened_network
from models.nodes import Add, Average, Maximum, NodeType

Codes = NDArray[np.uint8]
Shares = tuple[float, ...]
MEASURING = "Switching skips off"
KEPT_BYTES = 64 * 2**20
_MEETINGS: Final[dict[type[NodeType], Meeting]] = {Add: "sum", Average: "mean", Maximum: "maximum"}


class _KeptMasks:
    """The last masks of one run: a slider that goes back, and the table of all skips, ask for the same ones again."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget_bytes = budget_bytes
        self._run: LoadedRun | None = None
        self._masks: OrderedDict[tuple[object, ...], Codes] = OrderedDict()
        self._lock = Lock()  # sliders and the table are answered in two lanes

    def find(self, run: LoadedRun, key: tuple[object, ...]) -> Codes | None:
        with self._lock:
            if run is not self._run:
                self._run = run
                self._masks.clear()
            if key in self._masks:
                self._masks.move_to_end(key)
            return self._masks.get(key)

    def keep(self, run: LoadedRun, key: tuple[object, ...], mask: Codes) -> None:
        """Keep a mask, unless another run was asked about meanwhile."""
        with self._lock:
            if run is not self._run:
                return
            self._masks[key] = mask
            while sum(kept.nbytes for kept in self._masks.values()) > self._budget_bytes and len(self._masks) > 1:
                self._masks.popitem(last=False)


_KEPT: Final = _KeptMasks(KEPT_BYTES)


def list_skips(command: ListSkips) -> Result:
    """The skips of a network, and the pooling positions that it uses again."""
    run = load_run(command.run)
    graph = graph_of_run(run).for_prediction()
    shapes = graph.shapes()
    listed = []
    for skip in skips_of(run):
        rows, columns, channels = shapes[skip.source]
        meeting = _MEETINGS.get(type(graph.node(skip.merge).operation), "concatenation")
        listed.append(
            ListedSkip(merge=skip.merge, source=skip.source, meeting=meeting, shape=(rows, columns, channels))
        )
    positions = tuple(PassedPositions(pooling=first, unpooling=second) for first, second in positions_passed(run))
    return SkipsListed(run=command.run, skips=tuple(listed), positions=positions), ()


def weaken_skips(command: WeakenSkips, context: Context) -> Result:
    """A mask with weaker skips; attached: that of the whole network, the weaker one, and the truth."""
    run, image = load_run(command.run), Path(command.image)
    count = len(skips_of(run))
    if len(command.shares) != count:
        raise UserError(
            f"There has to be a share for each skip. Received: {len(command.shares)} for {count}.",
            "Open the network again.",
        )
    whole = _mask(run, image, (1.0,) * count, context)
    weaker = _mask(run, image, command.shares, context)
    truth = _truth(run, image, whole.shape, context)
    weakened = SkipsWeakened(
        run=command.run,
        image=command.image,
        shares=command.shares,
        iou=_iou(run, truth, whole),
        effect=_effect(run, truth, whole, weaker),
    )
    return weakened, (whole, weaker) if truth is None else (whole, weaker, truth)


def measure_skips(command: MeasureSkips, context: Context) -> Result:
    """What the mask is without each skip, and without all."""
    run, image = load_run(command.run), Path(command.image)
    count = len(skips_of(run))
    alone = [tuple(float(number != off) for number in range(count)) for off in range(count)]
    whole = _mask(run, image, (1.0,) * count, context)
    truth = _truth(run, image, whole.shape, context)
    effects = []
    for done, shares in enumerate([*alone, (0.0,) * count]):
        context.progress(MEASURING, done, count + 1)
        effects.append(_effect(run, truth, whole, _mask(run, image, shares, context)))
    measured = SkipsMeasured(
        run=command.run,
        image=command.image,
        iou=_iou(run, truth, whole),
        without=tuple(effects[:-1]),
        without_all=effects[-1],
    )
    return measured, ()


def _mask(run: LoadedRun, image: Path, shares: Shares, context: Context) -> Codes:
    """(H, W) the classes of the original picture."""
    key = (image, image.stat().st_mtime_ns if image.exists() else 0, shares)
    found = _KEPT.find(run, key)
    if found is None:
        network = weakened_network(run, shares)
        with opened_regions(image, on_progress=context.progress) as source:
            said = predict_mask(run, source, name=str(image), on_progress=context.progress, network=network)
        found = said.classes
        _KEPT.keep(run, key, found)
    return found


def _truth(run: LoadedRun, image: Path, shape: tuple[int, ...], context: Context) -> Codes | None:
    truth = true_classes(run, image, context)
    return truth if truth is not None and truth.shape == shape else None


def _iou(run: LoadedRun, truth: Codes | None, mask: Codes) -> float | None:
    if truth is None:
        return None
    return score_confusion(count_pixel_confusion(truth, mask, classes=len(run.classes))).mean_iou


def _effect(run: LoadedRun, truth: Codes | None, whole: Codes, weaker: Codes) -> SkipEffect:
    return SkipEffect(iou=_iou(run, truth, weaker), changed=float(np.mean(weaker != whole)))
