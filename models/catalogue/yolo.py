"""Catalogue entries of YOLO."""

from functools import partial

from models.architectures import yolo
from models.catalogue.architecture import DETECTION, Architecture, PublishedFact
from models.catalogue.dense_detector import FAMILY
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    units_option,
    width_option,
)
from models.nodes.grids import SQUARES
from models.options import Option, OptionKind

PAPER = "Redmon, Divvala, Girshick, Farhadi: You only look once: unified, real-time object detection, 1506.02640"
SECOND_PAPER = "Redmon, Farhadi: YOLO9000: better, faster, stronger, 1612.08242"
INPUT, SMALL_INPUT = (448, 448, 3), (224, 224, 3)
WIDTH = "Filters of the first convolution; the last ones have sixteen times as many."
DEPTH = "Pairs of convolutions in the fourth stage; the fifth has half as many."
CELLS = "Pixels from one cell of the grid to the next."
ONE_LOOK = "One network says all boxes in one look at the whole picture, quick enough for films."


def _first(*, title: str, idea: str, is_small: bool) -> Architecture:
    """Return the entry of the first YOLO, in its published size or in one for small pictures and a small machine."""
    strides = [str(each) for each in yolo.STRIDES_PX]
    published = PublishedFact(
        "Redmon 2016", INPUT, 20, parameters=271_703_550, trainable_parameters=271_703_550,
        multiply_adds=20_285_153_280,
    )  # fmt: skip
    name = "small-yolo-v1" if is_small else "yolo-v1"
    return Architecture(
        name=name,
        title=title,
        family=FAMILY,
        tasks=DETECTION,
        paper=PAPER,
        year=2016,
        idea=idea,
        introduced=ONE_LOOK,
        default_input=SMALL_INPUT if is_small else INPUT,
        default_classes=4 if is_small else 20,
        make=partial(yolo.yolo_v1, name=name),
        options={
            "width": width_option(8 if is_small else 64, WIDTH),
            "depth": depth_option(1 if is_small else 4, DEPTH),
            "stride": choice_option("Stride", CELLS, *(reversed(strides) if is_small else strides)),
            "boxes": Option(OptionKind.INTEGER, "Boxes", 2, minimum=1, maximum=16, description="Boxes of each cell."),
            "dense_units": units_option(256 if is_small else 4096),
            "activation": activation_option("leaky relu"),
            "dropout": dropout_option(0.0 if is_small else 0.5, "behind the hidden dense layer"),
            "batch_normalisation": batch_normalisation_option(default=is_small, where="convolution"),
        },
        facts=() if is_small else (published,),
    )


YOLO_V1 = _first(
    title="YOLO v1",
    idea="A grid of 7x7 cells, each of which says two boxes and one class: S x S x (5 B + C).",
    is_small=False,
)
SMALL_YOLO_V1 = _first(
    title="Small YOLO v1",
    idea="The first YOLO with few filters and a finer grid, for small pictures and a small machine.",
    is_small=True,
)
YOLO_GRID = Architecture(
    name="yolo-grid",
    title="YOLO grid",
    family=FAMILY,
    tasks=DETECTION,
    paper=SECOND_PAPER,
    year=2017,
    idea="No dense layers; each box of a cell starts from a shape and has its own class: S x S x B x (5 + C).",
    introduced="Boxes as changes of shapes that are found among the boxes of the training pictures.",
    default_input=SMALL_INPUT,
    default_classes=4,
    make=yolo.yolo_grid,
    options={
        "width": width_option(8, WIDTH),
        "depth": depth_option(1, DEPTH),
        "stride": choice_option("Stride", CELLS, "16", "32", "64"),
        "shapes": Option(
            OptionKind.TABLE, "Shapes", SQUARES, minimum=1, unit="‰",
            description="Width and height that each box of a cell starts from, in thousandths of the picture.",
        ),
        "activation": activation_option("leaky relu"),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution but the last one"),
    },
)  # fmt: skip
ENTRIES = (YOLO_V1, SMALL_YOLO_V1, YOLO_GRID)
