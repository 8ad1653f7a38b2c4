"""Catalogue entry of the detector without anchors."""

from models.architectures import dense_detector
from models.catalogue.architecture import DETECTION, Architecture
from models.catalogue.options import activation_option, batch_normalisation_option, depth_option, width_option

FAMILY = "detectors"
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
        "head_filters": width_option(48, "Channels of the way up and of both branches.", title="Head filters"),
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution but the last ones"),
    },
    default_for=DETECTION,
)
ENTRIES = (DENSE_DETECTOR,)
