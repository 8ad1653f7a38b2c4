"""Catalogue entry of the classifier that also says a box."""

from models.architectures.localiser import with_box_head
from models.catalogue.architecture import LOCALISATION, Architecture
from models.catalogue.backbones import backbone_options, drawn_classifier
from models.catalogue.options import batch_normalisation_option, units_option
from models.graph import Graph
from models.nodes.base import Shape

NAME = "localiser"


def _localiser(
    input_shape: Shape, classes: int, *, backbone: str, width_factor: float, box_units: int, batch_normalisation: bool
) -> Graph:
    drawn = drawn_classifier(
        backbone, input_shape, classes, width_factor=width_factor, batch_normalisation=batch_normalisation
    )
    return with_box_head(drawn, box_units=box_units, name=NAME)


LOCALISER = Architecture(
    name=NAME,
    title="Localiser",
    family="localisers",
    tasks=LOCALISATION,
    paper="Sermanet, Eigen, Zhang, Mathieu, Fergus, LeCun: OverFeat: integrated recognition, localization and "
    "detection using convolutional networks, 1312.6229",
    year=2013,
    idea="A classifier with a second head, which says one box: class and place of the main object.",
    introduced="Boxes as numbers that a network says, learned together with the classes from the same features.",
    default_input=(128, 128, 3),
    default_classes=4,
    make=_localiser,
    options={
        **backbone_options(),
        "box_units": units_option(128),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution of the backbone"),
    },
    default_for=LOCALISATION,
)
ENTRIES = (LOCALISER,)
