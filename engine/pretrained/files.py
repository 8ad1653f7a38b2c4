"""Which files hold the pretrained weights of which network. Knows no Keras."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.contract.errors import UserError
from models.catalogue.preprocessing import Preprocessing

PLACE = "https://storage.googleapis.com/tensorflow/keras-applications"
KERNELS = "weights_tf_dim_ordering_tf_kernels"
KERAS_RESNET = {"variant": "keras.applications", "stride_in": "first 1x1"}
KERAS_RESNET_V2 = {"variant": "keras.applications", "order": "v2"}


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file of keras.applications with the weights of everything but the head.

    Attributes:
        key: name of the weights, such as "resnet50-v2".
        title: of the network, for people.
        network: name in the catalogue.
        url: where it is published.
        md5: its published checksum; empty where none was published.
        megabytes: about how large it is.
        preprocessing: how the weights want pixels.
        options: those of the catalogue's network that the weights were learned with.
    """

    key: str
    title: str
    network: str
    url: str
    md5: str
    megabytes: int
    preprocessing: Preprocessing
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.url.rpartition("/")[2]

    @property
    def place(self) -> Path:
        """Where Keras itself would keep it."""
        return keras_folder() / "models" / self.name


def keras_folder() -> Path:
    """The folder in which Keras keeps downloads, so that what it has fetched before is found."""
    chosen = os.environ.get("KERAS_HOME")
    if chosen:
        return Path(chosen)
    home = Path.home()
    return (home if os.access(home, os.W_OK) else Path("/tmp")) / ".keras"


def weights_file(key: str) -> WeightsFile:
    """Return the file with these weights.

    Raises:
        UserError: nothing is known of them.
    """
    if key not in WEIGHTS_FILES:
        raise UserError(
            f"There are no pretrained weights of this name. Received: {key}.",
            f"Choose one of {', '.join(WEIGHTS_FILES)}.",
        )
    return WEIGHTS_FILES[key]


def _vgg(depth: int, md5: str, megabytes: int) -> WeightsFile:
    url = f"{PLACE}/vgg{depth}/vgg{depth}_{KERNELS}_notop.h5"
    return WeightsFile(f"vgg{depth}", f"VGG-{depth}", f"vgg{depth}", url, md5, megabytes, Preprocessing.CAFFE)


def _resnet(depth: int, md5: str, megabytes: int) -> WeightsFile:
    name, url = f"resnet{depth}", f"{PLACE}/resnet/resnet{depth}_{KERNELS}_notop.h5"
    options = {"variant": "keras.applications", "stride_in": "first 1x1"}
    return WeightsFile(name, f"ResNet-{depth}", name, url, md5, megabytes, Preprocessing.CAFFE, options)


def _resnet_v2(depth: int, md5: str, megabytes: int) -> WeightsFile:
    name, url = f"resnet{depth}", f"{PLACE}/resnet/resnet{depth}v2_{KERNELS}_notop.h5"
    options = {"variant": "keras.applications", "order": "v2"}
    title = f"ResNet-{depth} v2"
    return WeightsFile(f"{name}-v2", title, name, url, md5, megabytes, Preprocessing.SIGNED, options)


def _densenet(depth: int, md5: str, megabytes: int) -> WeightsFile:
    name, url = f"densenet{depth}", f"{PLACE}/densenet/densenet{depth}_{KERNELS}_notop.h5"
    return WeightsFile(name, f"DenseNet-{depth}", name, url, md5, megabytes, Preprocessing.TORCH)


_INCEPTION_V3 = WeightsFile(
    "inception-v3",
    "Inception-v3",
    "inception-v3",
    f"{PLACE}/inception_v3/inception_v3_{KERNELS}_notop.h5",
    "bcbd6486424b2319ff4ef7d526e38f63",
    88,
    Preprocessing.SIGNED,
)
_MOBILENET = WeightsFile(
    "mobilenet",
    "MobileNet",
    "mobilenet",
    f"{PLACE}/mobilenet/mobilenet_1_0_224_tf_no_top.h5",
    "",
    17,
    Preprocessing.SIGNED,
)
_MOBILENET_V2 = WeightsFile(
    "mobilenet-v2",
    "MobileNet v2",
    "mobilenet-v2",
    f"{PLACE}/mobilenet_v2/mobilenet_v2_{KERNELS}_1.0_224_no_top.h5",
    "",
    9,
    Preprocessing.SIGNED,
)
# Addresses and checksums as in the sources of keras.applications; for MobileNet it publishes no checksums.
_FILES = (
    _vgg(16, "6d6bbae143d832006294945121d1f1fc", 59),
    _vgg(19, "253f8cb515780f3b799900260a226db6", 80),
    _resnet(50, "4d473c1dd8becc155b73f8504c6f6626", 95),
    _resnet(101, "88cf7a10940856eca736dc7b7e228a21", 171),
    _resnet(152, "ee4c566cf9a93f14d82f913c2dc6dd0c", 234),
    _resnet_v2(50, "fac2f116257151a9d068a22e544a4917", 95),
    _resnet_v2(101, "c0ed64b8031c3730f411d2eb4eea35b5", 171),
    _resnet_v2(152, "ed17cf2e0169df9d443503ef94b23b33", 234),
    _INCEPTION_V3,
    _densenet(121, "30ee3e1110167f948a6b9946edeeb738", 29),
    _densenet(169, "b8c4d4c20dd625c148057b9ff1c1176b", 52),
    _densenet(201, "c13680b51ded0fb44dff2d8f86ac8bb1", 75),
    _MOBILENET,
    _MOBILENET_V2,
)
WEIGHTS_FILES: Mapping[str, WeightsFile] = MappingProxyType({file.key: file for file in _FILES})
"""All files by their key."""
