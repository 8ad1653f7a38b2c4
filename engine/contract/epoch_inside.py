"""What is kept of the inside of a network after one epoch: feature maps, filters, histograms.

``previews/epoch_NNNN.inside.json`` holds an ``EpochInside``; beside it ``epoch_NNNN.inside.npy`` is one row of bytes:
for every entry of ``maps`` (pictures, channels, h, w), then the filters (n, h, w, channels). A byte b stands for
``low + b / 255 (high - low)``.
"""

from pydantic import Field

from engine.contract.base import Value

Range = tuple[float, float]


class Histogram(Value):
    """How many values lie in each of equally wide bins from ``low`` to ``high``."""

    low: float
    high: float
    counts: tuple[int, ...]


class LayerValues(Value):
    """The distribution of the values of one layer; None where a layer has none that are worth telling.

    ``gradients`` are those of the logit of the predicted class at the layer's output.
    """

    layer: str
    weights: Histogram | None = None
    activations: Histogram | None = None
    gradients: Histogram | None = None


class KeptMaps(Value):
    """Some channels of one layer for every pinned picture; one range for each channel."""

    layer: str
    size: tuple[int, int]
    channels: tuple[int, ...]
    ranges: tuple[Range, ...]


class KeptFilters(Value):
    """The first filters of the first layer, (n, h, w, channels), with one range for all."""

    layer: str
    shape: tuple[int, int, int, int]
    range: Range
    is_templates: bool


class EpochInside(Value):
    """The inside of a network after one epoch."""

    epoch: int
    pictures: int = Field(ge=0)
    maps: tuple[KeptMaps, ...] = ()
    filters: KeptFilters | None = None
    layers: tuple[LayerValues, ...] = ()
