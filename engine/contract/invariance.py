"""What a network says while a picture is shifted, turned, scaled, darkened or covered."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value

ChangeKind = Literal["shift_x", "shift_y", "rotate", "scale", "light", "cover"]
LiveMethod = Literal["cam", "gradcam", "gradcam++", "hirescam", "layercam", "eigencam"]
"""Methods whose map costs one pass; Score-CAM costs hundreds, Finer-CAM needs a second class."""
HeadKind = Literal["global pooling", "flatten", "other"]


class PictureChange(Value):
    """One change of a picture as the network sees it, in pixels of the network's input.

    Attributes:
        kind: what is done.
        amount: of a shift the pixels to the right or down, of a rotation the degrees clockwise, of a scale the
            enlargement, of light the factor on all pixel values, of a cover the column of its middle.
        cover_px: side of the covering square.
        cover_y: row of its middle.
    """

    kind: ChangeKind
    amount: float
    cover_px: float = Field(0.0, ge=0)
    cover_y: float = 0.0


class LookAtChanged(Command):
    """What a network says of a changed picture. Ends with ``ChangedSeen``.

    ``method`` None asks for no class activation map. ``layer`` has the feature maps, None: the last one with maps.
    ``target`` None is the class that is predicted for the picture without the change.
    """

    type: Literal["look_at_changed"] = "look_at_changed"
    run: str
    image: str
    change: PictureChange
    method: LiveMethod | None = None
    layer: str | None = None
    target: str | None = None
    maps: int = Field(12, ge=1, le=256)


class MeasureInvariance(Command):
    """The score against the amount of a change. ``InvariancePart`` while it goes; ends with ``InvarianceMeasured``.

    ``truths`` are the labels of ``images``, empty where unknown; no truths at all is allowed. ``target`` is the class
    that is measured; None takes for each picture its label, or the class predicted without the change.
    ``change`` says kind and cover; its amount is replaced by each of ``amounts``. ``input_px`` is the (width, height)
    of the input that pixels are counted in, None: this network's.
    """

    type: Literal["measure_invariance"] = "measure_invariance"
    run: str
    images: tuple[str, ...] = Field(min_length=1)
    truths: tuple[str, ...] = ()
    change: PictureChange
    amounts: tuple[float, ...] = Field(min_length=1)
    target: str | None = None
    input_px: tuple[int, int] | None = None


class ShownChannel(Value):
    """A channel of the feature maps, and its smallest and largest value in the picture without the change."""

    index: int
    low: float
    high: float


class Following(Value):
    """How exactly the maps of a layer moved with a shifted picture.

    Attributes:
        distance: relative distance between the maps of the shifted picture and the shifted maps of the picture, 0 for
            equal ones; None where they cannot be compared.
        cells: how many positions were compared.
        is_inner: whether they are those that see nothing of the borders; otherwise all that stayed in the map.
        stride_px: pixels between two cells along the shift; None where the layer has no whole stride.
    """

    distance: float | None = None
    cells: int = 0
    is_inner: bool = False
    stride_px: int | None = None


class NetworkTraits(Value):
    """What in a network lets its answer stay the same while a picture moves.

    Attributes:
        poolings: layers that pool over windows.
        stride_px: pixels of the input between two cells of the last maps, by poolings and strides; 0 without maps.
        head: how maps become scores.
    """

    poolings: int
    stride_px: int
    head: HeadKind


class ChangedSeen(Event):
    """Attachments: the changed picture (h, w, c) uint8; its scores, those of the picture without the change (classes,).

    Then the feature maps of ``channels`` (K, h, w), and the raw class activation map (h, w) on the grid of its layer,
    both over the whole input of the network; none of them where the network has no maps, and no activation map where
    none was asked for. ``channels`` are the strongest ones in the picture without the change. ``is_signed``: the method
    also tells what speaks against the class; ``largest`` is the largest magnitude of its map without the change.
    """

    type: Literal["changed_seen"] = "changed_seen"
    run: str
    image: str
    change: PictureChange
    target: str
    layer: str | None
    channels: tuple[ShownChannel, ...] = ()
    total_channels: int = 0
    method: LiveMethod | None = None
    is_signed: bool = False
    largest: float = 0.0
    following: Following | None = None


class InvariancePart(Event):
    """Attachments: as of ``InvarianceMeasured``, of the pictures and amounts so far; NaN where nothing is known."""

    type: Literal["invariance_part"] = "invariance_part"
    run: str


class InvarianceMeasured(Event):
    """Attachments: mean score (amounts,), and share of the pictures whose measured class is predicted (amounts,).

    ``target`` is the measured class of a single picture. ``pictures`` of those that were asked for could be read.
    """

    type: Literal["invariance_measured"] = "invariance_measured"
    run: str
    target: str
    pictures: int
    traits: NetworkTraits


InvarianceCommand = LookAtChanged | MeasureInvariance
"""All of these commands."""

InvarianceEvent = ChangedSeen | InvariancePart | InvarianceMeasured
"""All events that belong to them."""
