"""What an engine answers to the question how much each pixel of a picture counts in learning."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.answers.true_masks import FoundTruth, find_truth
from engine.contract.annotations import NO_CLASS
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow, Split
from engine.contract.errors import UserError
from engine.contract.microscope import BordersWeighed, WeighBorders
from engine.data.fitting import place
from engine.data.label_fitting import fit_mask
from engine.dataset.index.dataset_index import DatasetIndex
from engine.evaluating.choosing import choose_pictures
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run
from engine.ops.border_weights import (
    PUBLISHED_SIGMA_PX,
    PUBLISHED_W_0,
    Weights,
    border_weights,
    two_distances,
    weight_map,
)
from engine.ops.class_balance import count_classes, median_frequency_weights
from engine.tasks.mask_truth import MaskTruth, codes_among, mask_classes
from engine.tasks.masked_pictures import BACKGROUND, LARGEST_WEIGHT, bordered_objects

COUNTING = "Counting the pixels of each class"
REACH_PX = 64


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What is learned of a picture: the class of each pixel for the run, the objects, and the distances to them."""

    classes: NDArray[np.uint8]
    objects: NDArray[np.int32]
    are_drawn: bool
    distances: tuple[Weights, Weights]


class _Kept:
    """What is known of the last run and its last picture, while sliders ask again and again."""

    def __init__(self) -> None:
        self._run: LoadedRun | None = None
        self._drawn: tuple[Path, _Drawn] | None = None
        self._class_weights: tuple[float, ...] | None = None

    def drawn(self, run: LoadedRun, image: Path, context: Context) -> _Drawn | None:
        self._take(run)
        if self._drawn is None or self._drawn[0] != image:
            found = find_truth(run, image, context)
            if found is None:
                return None
            self._drawn = (image, _draw(found))
        return self._drawn[1]

    def class_weights(self, run: LoadedRun, context: Context) -> tuple[float, ...]:
        """w_c of every class, as training counts them."""
        self._take(run)
        if self._class_weights is None:
            is_balanced = _require_config(run).training.class_weights == "balanced"
            self._class_weights = _balanced(run, context) if is_balanced else (1.0,) * len(run.classes)
        return self._class_weights

    def _take(self, run: LoadedRun) -> None:
        if run is not self._run:
            self._run, self._drawn, self._class_weights = run, None, None


_KEPT: Final = _Kept()


def weigh_borders(command: WeighBorders, context: Context) -> Result:
    """The weight of every pixel; attached: the map, and the distances to the two nearest objects."""
    run = load_run(command.run)
    config = _require_config(run)
    is_learned = config.masks.border_weight > 0
    own = (config.masks.border_weight, config.masks.border_sigma) if is_learned else (PUBLISHED_W_0, PUBLISHED_SIGMA_PX)
    w_0 = own[0] if command.w_0 is None else command.w_0
    sigma_px = own[1] if command.sigma_px is None else command.sigma_px
    weighed = BordersWeighed(run=command.run, image=command.image, w_0=w_0, sigma_px=sigma_px, is_learned=is_learned)
    drawn = _KEPT.drawn(run, Path(command.image), context)
    if drawn is None:
        return weighed, ()
    class_weights = _KEPT.class_weights(run, context)
    borders = border_weights(drawn.objects, w_0=w_0, sigma_px=sigma_px)
    told = weighed.model_copy(
        update={
            "class_weights": class_weights,
            "objects": np.unique(drawn.objects[drawn.objects > 0]).size,
            "are_drawn": drawn.are_drawn,
            "reach_px": REACH_PX,
        }
    )
    weights = weight_map(drawn.classes, borders, class_weights=class_weights)
    return told, (weights, *drawn.distances) if command.has_distances else (weights,)


def _require_config(run: LoadedRun) -> RunConfig:
    if run.config is None:
        raise UserError(
            f"It is not known how this network learned. Received: {run.path}.", "Choose a run that learned masks."
        )
    return run.config


def _draw(found: FoundTruth) -> _Drawn:
    objects, lines = bordered_objects(found.truth, found.path, found.truth.classes(found.path))
    classes = np.where(lines, BACKGROUND, found.classes()).astype(np.uint8)
    distances = two_distances(objects, reach_px=REACH_PX)
    return _Drawn(classes, objects, found.truth.has_objects(found.path), distances)


def _balanced(run: LoadedRun, context: Context) -> tuple[float, ...]:
    chosen = choose_pictures(
        run, split=Split.TRAIN.value, dataset=None, on_progress=context.progress, is_cancelled=context.is_cancelled
    )
    with DatasetIndex(chosen.index) as index:
        truth = MaskTruth.of(index, chosen.rows)
        codes = codes_among(run.classes, mask_classes(index))
    counts = []
    for done, row in enumerate(chosen.rows):
        context.progress(COUNTING, done, len(chosen.rows))
        counts.append(count_classes(_fitted(run, row, codes[truth.classes(row.path)]), classes=len(run.classes)))
    return median_frequency_weights(np.stack(counts), largest=LARGEST_WEIGHT)


def _fitted(run: LoadedRun, row: ImageRow, classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mask as training counts it: whole where the network looks at patches, else at the size of its input."""
    if run.input.fit == "patches":
        return classes
    return fit_mask(classes, place((row.width or 1, row.height or 1), run.input), outside=NO_CLASS)
