"""The vocabulary of graphs: every node type by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from models.nodes.activation import Activation
from models.nodes.base import NodeType
from models.nodes.convolution import Convolution, TableConvolution
from models.nodes.dense import Dense
from models.nodes.merge import Add
from models.nodes.normalisation import BatchNormalisation
from models.nodes.pooling import AveragePooling, GlobalAveragePooling, MaximumPooling, SubSampling
from models.nodes.regularisation import Dropout, GaussianNoise
from models.nodes.shape import Flatten, ZeroPadding
from models.nodes.source import Input

NODE_TYPES: Mapping[str, type[NodeType]] = MappingProxyType(
    {
        node_type.type: node_type
        for node_type in (
            Input, Convolution, TableConvolution, MaximumPooling, AveragePooling, SubSampling, GlobalAveragePooling,
            Dense, Flatten, ZeroPadding, Activation, BatchNormalisation, Dropout, GaussianNoise, Add,
        )
    }
)  # fmt: skip
"""Every node type by its name, in the order of the builder's palette."""

__all__ = [
    "NODE_TYPES", "Activation", "Add", "AveragePooling", "BatchNormalisation", "Convolution", "Dense", "Dropout",
    "Flatten", "GaussianNoise", "GlobalAveragePooling", "Input", "MaximumPooling", "NodeType", "SubSampling",
    "TableConvolution", "ZeroPadding",
]  # fmt: skip
