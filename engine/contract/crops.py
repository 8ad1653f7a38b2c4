"""Crops of the boxes of a dataset: what is asked, and what comes of it."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from engine.contract.base import Command, Event, Value

_CROPS: dict[str, JsonValue] = {"group": "crops"}


class CropOptions(Value):
    """Which parts of pictures become crops, and of which size.

    Attributes:
        size_px: side of a crop.
        moved: crops of an object beside the one of its box as it is, each a little moved and resized.
        near_iou: a moved box overlaps the object at least so much, so that it still shows its class.
        backgrounds: crops that show no object, for each object of a picture.
        least_backgrounds: such crops of a picture with few objects or none.
        far_iou: what overlaps every object less than this is background.
        seed: of how boxes are moved, and of which background is taken.
    """

    size_px: int = Field(
        48, ge=8, le=512, title="Side", description="Side of a crop in pixels.",
        json_schema_extra={**_CROPS, "unit": "px"},
    )  # fmt: skip
    moved: int = Field(
        2, ge=0, le=20, title="Moved crops", description="Crops of an object that are a little moved, beside the box "
        "as it is.", json_schema_extra=_CROPS,
    )  # fmt: skip
    near_iou: float = Field(
        0.6, ge=0.1, le=1, title="Object from IoU", description="So much a moved box overlaps its object at least.",
        json_schema_extra=_CROPS,
    )  # fmt: skip
    backgrounds: int = Field(
        6, ge=0, le=100, title="Background", description="Crops without an object, for each object of a picture.",
        json_schema_extra=_CROPS,
    )  # fmt: skip
    least_backgrounds: int = Field(
        8, ge=0, le=1000, title="Least background", description="Such crops of a picture with few objects or none.",
        json_schema_extra=_CROPS,
    )  # fmt: skip
    far_iou: float = Field(
        0.3, ge=0, le=1, title="Background to IoU", description="What overlaps every object less is background.",
        json_schema_extra=_CROPS,
    )  # fmt: skip
    seed: int = Field(1, ge=0, title="Seed", description="Same seed, same crops.", json_schema_extra=_CROPS)


class ClassCrops(Value):
    """How many crops show a class."""

    name: str
    count: int


class PreviewCrops(Command):
    """Cut the crops of a few pictures, and write none. Ends with ``CropsPreviewed``."""

    type: Literal["preview_crops"] = "preview_crops"
    path: str
    reading: str | None = None
    index: str | None = Field(None, description="Index of the dataset, where it is known: it is read as it is.")
    options: CropOptions = CropOptions()


class WriteCrops(Command):
    """Write a dataset of crops into the new folder ``out``. Ends with ``CropsWritten``."""

    type: Literal["write_crops"] = "write_crops"
    path: str
    reading: str | None = None
    out: str
    options: CropOptions = CropOptions()


class CropsPreviewed(Event):
    """Some crops, as they would be written; their pixels come along, (n, side, side, 3).

    Attributes:
        labels: the class of each crop.
        images: pictures of the dataset.
        planned: crops of each class that would be written; of background at most so many.
    """

    type: Literal["crops_previewed"] = "crops_previewed"
    labels: tuple[str, ...]
    images: int
    planned: tuple[ClassCrops, ...]


class CropsWritten(Event):
    """The crops are in the folder ``out``.

    Attributes:
        out: the folder.
        images: pictures whose crops were taken.
        unread: pictures that could not be read.
        classes: crops of each class.
    """

    type: Literal["crops_written"] = "crops_written"
    out: str
    images: int
    unread: int
    classes: tuple[ClassCrops, ...]


CropCommand = PreviewCrops | WriteCrops
CropEvent = Annotated[CropsPreviewed | CropsWritten, Field(discriminator="type")]
