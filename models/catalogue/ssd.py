"""Catalogue entries of SSD."""

from functools import partial

from models.architectures import ssd
from models.catalogue.architecture import DETECTION, Architecture, PublishedFact
from models.catalogue.dense_detector import FAMILY
from models.catalogue.options import activation_option, batch_normalisation_option, depth_option, width_option
from models.catalogue.preprocessing import Preprocessing

PAPER = "Liu, Anguelov, Erhan, Szegedy, Reed, Fu, Berg: SSD: single shot multibox detector, 1512.02325"
INPUT, SMALL_INPUT = (300, 300, 3), (256, 256, 3)
FACT = PublishedFact(
    "torchvision, ssd300_vgg16", INPUT, 90, parameters=35_641_826, trainable_parameters=35_641_826,
    multiply_adds=34_858_153_472,
)  # fmt: skip


def _entry(*, title: str, idea: str, is_small: bool) -> Architecture:
    """Return the entry in its published size, or in one for small pictures and a small machine."""
    name = "small-ssd" if is_small else "ssd300"
    return Architecture(
        name=name,
        title=title,
        family=FAMILY,
        tasks=DETECTION,
        paper=PAPER,
        year=2016,
        idea=idea,
        introduced="Small objects are found in fine maps, large ones in coarse maps, all in one look.",
        default_input=SMALL_INPUT if is_small else INPUT,
        default_classes=4 if is_small else 20,
        make=partial(ssd.ssd, name=name),
        preprocessing=Preprocessing.FITTED if is_small else Preprocessing.CAFFE,
        options={
            "width": width_option(8 if is_small else 64, "Filters of the first stage; they double until the fourth."),
            "depth": depth_option(4, "Further maps behind those of VGG, at most.", maximum=4),
            "activation": activation_option(),
            "batch_normalisation": batch_normalisation_option(default=is_small, where="convolution but the last ones"),
        },
        facts=() if is_small else (FACT,),
    )


SSD300 = _entry(
    title="SSD300",
    idea="Six maps of VGG-16 and behind it: 8,732 default boxes are moved and get a class or none.",
    is_small=False,
)
SMALL_SSD = _entry(
    title="Small SSD",
    idea="SSD with few filters and batch normalisation, for small pictures and a small machine.",
    is_small=True,
)
ENTRIES = (SSD300, SMALL_SSD)
