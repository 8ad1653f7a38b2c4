"""The vocabulary of graphs: every node type by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from models.nodes.activation import Activation, ParametricRelu
from models.nodes.base import NodeType
from models.nodes.channels import ChannelShuffle, ChannelSlice
from models.nodes.convolution import Convolution, TableConvolution
from models.nodes.dense import Dense
from models.nodes.depthwise import DepthwiseConvolution, SeparableConvolution
from models.nodes.grids import CellBoxes, DefaultBoxRows, GridBoxes
from models.nodes.instances import DetectedRegions, InstanceAnswers
from models.nodes.merge import Add, Average, Concatenate, Maximum, Multiply, Subtract
from models.nodes.normalisation import (
    BatchNormalisation,
    ChannelNormalisation,
    GroupNormalisation,
    LayerNormalisation,
    LocalResponseNormalisation,
    Rescaling,
)
from models.nodes.opaque import Opaque
from models.nodes.picture_box import PictureBox
from models.nodes.pooling import (
    AveragePooling,
    DilatedPooling,
    GlobalAveragePooling,
    GlobalMaximumPooling,
    MaximumPooling,
    SubSampling,
)
from models.nodes.region_maps import RegionConvolution, RegionEnlarging
from models.nodes.regions import AnchorRows, RegionAnswers, RegionProposals, RoiAlignment, RoiPooling, SearchedRegions
from models.nodes.regularisation import Dropout, GaussianNoise, SpatialDropout
from models.nodes.shape import Crop, CropTo, Flatten, Permute, Reshape, ZeroPadding
from models.nodes.source import Input
from models.nodes.transposed import TransposedConvolution
from models.nodes.upsampling import BedOfNails, MaximumUnpooling, Upsampling

NODE_TYPES: Mapping[str, type[NodeType]] = MappingProxyType(
    {
        node_type.type: node_type
        for node_type in (
            Input,
            Convolution, DepthwiseConvolution, SeparableConvolution, TransposedConvolution, TableConvolution,
            MaximumPooling, AveragePooling, DilatedPooling, SubSampling, GlobalAveragePooling, GlobalMaximumPooling,
            Upsampling, MaximumUnpooling, BedOfNails,
            Dense,
            Flatten, ZeroPadding, Crop, CropTo, Reshape, Permute, ChannelSlice, ChannelShuffle,
            Activation, ParametricRelu,
            BatchNormalisation, LayerNormalisation, GroupNormalisation, LocalResponseNormalisation,
            ChannelNormalisation, Rescaling,
            Dropout, SpatialDropout, GaussianNoise,
            Add, Concatenate, Multiply, Average, Maximum, Subtract,
            AnchorRows, RegionProposals, SearchedRegions, RoiPooling, RoiAlignment, RegionAnswers,
            RegionConvolution, RegionEnlarging, DetectedRegions, InstanceAnswers,
            CellBoxes, GridBoxes, DefaultBoxRows, PictureBox,
            Opaque,
        )
    }
)  # fmt: skip
"""Every node type by its name, in the order of the builder's palette."""

__all__ = [
    "NODE_TYPES", "Activation", "Add", "AnchorRows", "Average", "AveragePooling", "BatchNormalisation", "BedOfNails",
    "CellBoxes", "ChannelNormalisation", "ChannelShuffle", "ChannelSlice", "Concatenate", "Convolution", "Crop",
    "CropTo", "DefaultBoxRows", "Dense", "DepthwiseConvolution", "DetectedRegions", "DilatedPooling", "Dropout",
    "Flatten", "GaussianNoise", "GlobalAveragePooling", "GlobalMaximumPooling", "GridBoxes", "GroupNormalisation",
    "Input", "InstanceAnswers", "LayerNormalisation", "LocalResponseNormalisation", "Maximum", "MaximumPooling",
    "MaximumUnpooling", "Multiply", "NodeType", "Opaque", "ParametricRelu", "Permute", "PictureBox",
    "RegionAnswers", "RegionConvolution", "RegionEnlarging", "RegionProposals", "Rescaling", "Reshape", "RoiAlignment",
    "RoiPooling", "SearchedRegions", "SeparableConvolution", "SpatialDropout", "SubSampling", "Subtract",
    "TableConvolution", "TransposedConvolution", "Upsampling", "ZeroPadding",
]  # fmt: skip
