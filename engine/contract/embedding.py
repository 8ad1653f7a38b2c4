"""The pictures of a split as points in a plane: near each other where a layer finds them alike."""

from typing import Literal

from engine.contract.base import Command, Event

Layout = Literal["pca", "t-sne"]


class EmbedSplit(Command):
    """Lay out what a layer makes of every picture; None: the last layer with maps. Ends with ``SplitEmbedded``."""

    type: Literal["embed_split"] = "embed_split"
    run: str
    split: Literal["train", "validation", "test"] = "validation"
    layer: str | None = None
    layout: Layout = "pca"


class SplitEmbedded(Event):
    """The pictures of a split in a plane.

    Attachments: the points (N, 2) float32, and the layer's vectors (N, K) float32. ``predicted`` are class indices;
    ``shares`` the part of the variance along each axis of a PCA.
    """

    type: Literal["split_embedded"] = "split_embedded"
    run: str
    split: str
    layer: str
    layout: Layout
    images: tuple[str, ...]
    predicted: tuple[int, ...]
    shares: tuple[float, float] | None = None
