"""How a classifier of whole pictures is asked for boxes: values of a run's configuration."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue

from engine.contract.base import Value

BACKGROUND = "background"
"""The class of crops that show no object."""

TITLES: Final[Mapping[str, str]] = {"sliding-window": "Sliding windows", "r-cnn": "R-CNN"}
"""What people call the ways to ask, by their kinds."""

_ASKED: dict[str, JsonValue] = {"group": "asked"}
"""Of the fields that somebody may want otherwise; all others follow from the dataset."""

Side = Annotated[float, Field(gt=0)]


class AskedClassifier(Value):
    """What both ways have in common.

    Attributes:
        outputs: the classes of the classifier, in the order of its outputs; those of the run are among them.
        background: which of them means that there is no object; None where none does.
        iou: of two boxes of a class whose IoU is above it, only the better one is an object.
    """

    outputs: tuple[str, ...]
    background: str | None
    iou: float = Field(
        0.3, ge=0, le=1, title="Suppression", description="IoU above which only the better of two boxes stays.",
        json_schema_extra=_ASKED,
    )  # fmt: skip


class SlidingWindows(AskedClassifier):
    """The classifier is asked about windows of some shapes all over the picture.

    Attributes:
        shapes_px: widths and heights of the boxes that windows are for, in pixels of the original.
        stride: distance of neighbouring windows, as a share of their sides; where the network is made fully
            convolutional, in whole strides of the network.
        evaluation: in one pass of the network made fully convolutional for each shape, or crop by crop.
    """

    kind: Literal["sliding-window"] = "sliding-window"
    shapes_px: tuple[tuple[Side, Side], ...] = Field(title="Windows", min_length=1)
    stride: float = Field(
        0.17, gt=0, le=1, title="Stride", description="Distance of neighbouring windows, as a share of their sides.",
        json_schema_extra=_ASKED,
    )  # fmt: skip
    evaluation: Literal["convolutional", "crops"] = Field(
        "convolutional", title="Evaluation", description="The network made fully convolutional, or crop by crop.",
        json_schema_extra=_ASKED,
    )  # fmt: skip


class RegionClassifier(AskedClassifier):
    """R-CNN: linear support vector machines look at what the classifier makes of proposals, and mend their boxes.

    Girshick et al. 2014 (1311.2524, sections 2.3 and 3.5, appendices B and C).

    Attributes:
        search: how many groupings selective search makes: one, or eight.
        side_px: the longer side at which a picture is searched.
        proposals: of a picture, at most.
        negative_iou: proposals that overlap the objects of a class less are negatives of that class.
        regression_iou: proposals that overlap an object more learn to become its box.
        ridge: lambda of the box regressor.
        penalty: C of the support vector machines.
    """

    kind: Literal["r-cnn"] = "r-cnn"
    search: Literal["single", "fast"] = Field(
        "fast", title="Search", description="One grouping of the regions of a picture, or eight.",
        json_schema_extra=_ASKED,
    )  # fmt: skip
    side_px: int = Field(
        256, ge=32, le=2000, title="Searched side", description="The longer side at which a picture is searched.",
        json_schema_extra={**_ASKED, "unit": "px"},
    )  # fmt: skip
    proposals: int = Field(
        2000, ge=1, le=20_000, title="Proposals", description="Of a picture, at most.", json_schema_extra=_ASKED
    )
    negative_iou: float = Field(0.3, ge=0, le=1, title="Negative below")
    regression_iou: float = Field(0.6, ge=0, le=1, title="Boxes learn above")
    ridge: float = Field(1000.0, ge=0, title="Lambda")
    penalty: float = Field(1e-3, gt=0, title="C")


ClassifierDetector = Annotated[SlidingWindows | RegionClassifier, Field(discriminator="kind")]
