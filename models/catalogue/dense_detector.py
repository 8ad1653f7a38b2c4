"""Catalogue entries of the detector without anchors, and of it with another network as its way down."""

from typing import Any

from models.architectures import dense_detector
from models.catalogue.architecture import DETECTION, Architecture
from models.catalogue.backbones import backbone_options, drawn_backbone
from models.catalogue.options import activation_option, batch_normalisation_option, depth_option, width_option
from models.graph import Graph
from models.nodes.base import Shape

FAMILY = "detectors"
HEAD_FILTERS = width_option(48, "Channels of the way up and of both branches.", title="Head filters")


def _with_backbone(
    input_shape: Shape, classes: int, *, backbone: str, width_factor: float, batch_normalisation: bool, **options: Any
) -> Graph:
    drawn = drawn_backbone(backbone, input_shape, width_factor=width_factor, batch_normalisation=batch_normalisation)
    return dense_detector.dense_detector_with_backbone(
        drawn, classes, batch_normalisation=batch_normalisation, **options
    )


DENSE_DETECTOR = Architecture(
    name="dense-detector",
    title="Dense detector",
    family=FAMILY,
    tasks=DETECTION,
    paper="Feng, Zhong, Gao, Scott, Huang: TOOD: task-aligned one-stage object detection, 2108.07755",
    year=2021,
    idea="One box for each cell of a fine map: how far its four sides are, and a score for each class.",
    introduced="Positions learn the objects for which they are good already, in class and in place.",
    default_input=(256, 256, 3),
    default_classes=4,
    make=dense_detector.dense_detector,
    options={
        "width": width_option(16, "Filters of the stem; they double with every stage, up to eight times."),
        "depth": depth_option(2, "Residual blocks of each stage."),
        "head_filters": HEAD_FILTERS,
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution but the last ones"),
    },
    default_for=DETECTION,
)
DENSE_DETECTOR_BACKBONE = Architecture(
    name="dense-detector-backbone",
    title="Dense detector with backbone",
    family=FAMILY,
    tasks=DETECTION,
    paper=DENSE_DETECTOR.paper,
    year=2021,
    idea="A classifier as the way down, which may have learned on ImageNet or in a run of one's own; a short way up.",
    introduced="Nothing: the dense detector whose first half need not learn from few boxes alone.",
    default_input=(256, 256, 3),
    default_classes=4,
    make=_with_backbone,
    options={
        **backbone_options(),
        "head_filters": HEAD_FILTERS,
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution but the last ones"),
    },
)
ENTRIES = (DENSE_DETECTOR, DENSE_DETECTOR_BACKBONE)
