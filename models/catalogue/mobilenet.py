"""Catalogue entries of MobileNet."""

from collections.abc import Mapping

from models.architectures import mobilenet
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import activation_option, batch_normalisation_option, dropout_option, factor_option
from models.catalogue.preprocessing import Preprocessing
from models.options import Option

FAMILY = "mobile"
INPUT = (224, 224, 3)


def _options(*, dropout: float) -> Mapping[str, Option]:
    return {
        "width_factor": factor_option("Width factor", "All filters are multiplied by it; alpha of the paper."),
        "activation": activation_option("relu6"),
        "dropout": dropout_option(dropout),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
    }


MOBILENET = Architecture(
    name="mobilenet",
    title="MobileNet v1",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="Howard et al.: MobileNets: efficient networks for mobile vision applications, 1704.04861",
    year=2017,
    idea="One filter for each channel, then a 1x1 convolution: nearly as good at an eighth of the work.",
    introduced="Whole networks of depthwise separable convolutions, with a factor for their width.",
    default_input=INPUT,
    default_classes=1000,
    make=mobilenet.mobilenet,
    preprocessing=Preprocessing.SIGNED,
    options=_options(dropout=0.001),
    facts=(PublishedFact("keras.applications", INPUT, 1000, parameters=4_253_864, receptive_field_px=315),),
)
MOBILENET_V2 = Architecture(
    name="mobilenet-v2",
    title="MobileNet v2",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2, 1801.04381",
    year=2018,
    idea="Bottlenecks turned inside out: narrow between the blocks, wide where filters look at single channels.",
    introduced="Inverted residuals with linear ends.",
    default_input=INPUT,
    default_classes=1000,
    make=mobilenet.mobilenet_v2,
    preprocessing=Preprocessing.SIGNED,
    options=_options(dropout=0.2),
    facts=(PublishedFact("keras.applications", INPUT, 1000, parameters=3_538_984, receptive_field_px=491),),
)
ENTRIES = (MOBILENET, MOBILENET_V2)
