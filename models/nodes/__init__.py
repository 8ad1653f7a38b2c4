"""The vocabulary of graphs: every node type by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from models.nodes.activation import Activation
from models.nodes.base import NodeType
from models.nodes.convolution import Convolution, TableConvolution
from models.nodes.dense import Dense
from models.nodes.depthwise import DepthwiseConvolution
from models.nodes.merge import Add, Average, Concatenate, Maximum, Multiply, Subtract
from models.nodes.normalisation import BatchNormalisation, LocalResponseNormalisation, Rescaling
from models.nodes.opaque import Opaque
from models.nodes.pooling import (
    AveragePooling,
    GlobalAveragePooling,
    GlobalMaximumPooling,
    MaximumPooling,
    SubSampling,
)
from models.nodes.regularisation import Dropout, GaussianNoise
from models.nodes.shape import Crop, Flatten, ZeroPadding
from models.nodes.source import Input
from models.nodes.upsampling import Upsampling

NODE_TYPES: Mapping[str, type[NodeType]] = MappingProxyType(
    {
        node_type.type: node_type
        for node_type in (
            Input,
            Convolution, DepthwiseConvolution, TableConvolution,
            MaximumPooling, AveragePooling, SubSampling, GlobalAveragePooling, GlobalMaximumPooling,
            Upsampling,
            Dense,
            Flatten, ZeroPadding, Crop,
            Activation,
            BatchNormalisation, LocalResponseNormalisation, Rescaling,
            Dropout, GaussianNoise,
            Add, Concatenate, Multiply, Average, Maximum, Subtract,
            Opaque,
        )
    }
)  # fmt: skip
"""Every node type by its name, in the order of the builder's palette."""

__all__ = [
    "NODE_TYPES", "Activation", "Add", "Average", "AveragePooling", "BatchNormalisation", "Concatenate", "Convolution",
    "Crop", "Dense", "DepthwiseConvolution", "Dropout", "Flatten", "GaussianNoise", "GlobalAveragePooling",
    "GlobalMaximumPooling", "Input", "LocalResponseNormalisation", "Maximum", "MaximumPooling", "Multiply",
    "NodeType", "Opaque", "Rescaling", "SubSampling", "Subtract", "TableConvolution", "Upsampling", "ZeroPadding",
]  # fmt: skip
