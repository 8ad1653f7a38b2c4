"""Events that explain a network: maps of a score, their parts, and pictures that excite a unit."""

from typing import Literal

from engine.contract.base import Event, Value
from engine.contract.boxes import BoxChoice
from engine.contract.masks import ExplainedPixels


class Explained(Event):
    """Attachments: the raw map on the whole original picture, (h, w) float32, not normalised.

    The grid of values covers the original picture exactly (letterbox bars are cut away), at its own coarse
    resolution; ``cell_px`` is the size of one cell of the layer in pixels of the original, (width, height).

    ``pixels`` are those whose logits were explained in sum, None where the network speaks of whole pictures; attached
    as the second array, (h, w) uint8: which pixels of the original they are, from their ``corner`` on. ``score`` is
    then the mean over them, and ``logit`` the sum. ``box`` is the one of a detector that was asked about.
    """

    type: Literal["explained"] = "explained"
    run: str
    image: str
    method: str
    layer: str
    target: str
    score: float
    logit: float
    bias: float | None = None
    range: tuple[float, float]
    cell_px: tuple[float, float]
    variant: str | None = None
    is_signed: bool = False
    gap: float | None = None
    pixels: ExplainedPixels | None = None
    box: BoxChoice | None = None
    warnings: tuple[str, ...] = ()


class PartlyExplained(Event):
    """Attachments: as of ``Explained``, a map that is still coarse; more of them follow, and then ``Explained``."""

    type: Literal["partly_explained"] = "partly_explained"
    run: str
    image: str
    method: str
    is_signed: bool = False
    done: int
    total: int


class CamTerm(Value):
    """One channel of the layer of an exact CAM: its weight, and what it adds to the logit."""

    channel: int
    weight: float
    share: float


class CamDecomposed(Event):
    """Attachments: the weighted maps of ``terms`` on the whole original picture, (K, h, w) float32.

    The shares of the terms, that of all other channels (``rest``) and ``bias`` add up to ``logit``.
    """

    type: Literal["cam_decomposed"] = "cam_decomposed"
    run: str
    image: str
    layer: str
    target: str
    terms: tuple[CamTerm, ...]
    total_channels: int
    rest: float
    bias: float
    logit: float


class ClimbStep(Event):
    """Attachments: the picture after ``step`` steps, (h, w, 3) uint8. ``values`` are those since the last event."""

    type: Literal["climb_step"] = "climb_step"
    step: int
    steps: int
    values: tuple[float, ...]


class Climbed(Event):
    """Attachments: the picture at the end, (h, w, 3) uint8. ``values`` are those of all steps, the first one first."""

    type: Literal["climbed"] = "climbed"
    run: str
    layer: str | None
    target: str
    values: tuple[float, ...]
