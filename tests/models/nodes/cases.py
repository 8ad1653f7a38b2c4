"""Random options and input shapes for every node type."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from models import nodes
from models.nodes.activation import ACTIVATIONS
from models.nodes.base import Shape, Shapes
from models.options import Pair
from models.problems import RuleError

Case = tuple[nodes.NodeType, Shapes]

SIDES = st.integers(5, 9)
CHANNELS = st.integers(1, 4)
MAPS = st.tuples(SIDES, SIDES, CHANNELS)
EVEN_MAPS = st.tuples(SIDES, SIDES, st.sampled_from([2, 4, 6]))
REGION_MAPS = st.tuples(st.integers(1, 3), SIDES, SIDES, CHANNELS)
VECTORS = st.tuples(st.integers(2, 9))
SHAPES = MAPS | VECTORS
PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
EQUAL_PAIRS = st.integers(1, 2).map(lambda step: (step, step))
NAMED = st.sampled_from(["same", "valid"])
PADDINGS = NAMED | st.tuples(st.integers(0, 2), st.integers(0, 2))
QUADS = st.tuples(*[st.integers(0, 2)] * 4)
BIASES = st.booleans()
FUNCTIONS = st.sampled_from(["linear", "relu", "tanh"])
COUNTS = st.integers(2, 3)


def _fits(case: Case) -> bool:
    operation, shapes = case
    try:
        return bool(operation.output_shape(shapes))
    except RuleError:
        return False


def _single(operations: st.SearchStrategy[Any], shapes: st.SearchStrategy[Shape]) -> st.SearchStrategy[Case]:
    return st.tuples(operations, st.tuples(shapes)).filter(_fits)


def _alike(operation: nodes.NodeType) -> st.SearchStrategy[Case]:
    """Several inputs of one shape."""
    return st.tuples(SHAPES, COUNTS).map(lambda drawn: (operation, (drawn[0],) * drawn[1]))


def _convolutions() -> st.SearchStrategy[Case]:
    common = {"padding": PADDINGS, "bias": BIASES, "activation": FUNCTIONS}
    strided = st.builds(nodes.Convolution, st.sampled_from([2, 4]), PAIRS, PAIRS, groups=st.integers(1, 2), **common)
    dilated = st.builds(nodes.Convolution, st.just(3), PAIRS, dilation=EQUAL_PAIRS, **common)
    return _single(strided, EVEN_MAPS) | _single(dilated, MAPS)


def _depthwise(kind: Any, *first: st.SearchStrategy[int]) -> st.SearchStrategy[Case]:
    common = {"padding": PADDINGS, "multiplier": st.integers(1, 2), "bias": BIASES, "activation": FUNCTIONS}
    strided = st.builds(kind, *first, PAIRS, EQUAL_PAIRS, **common)
    dilated = st.builds(kind, *first, PAIRS, dilation=EQUAL_PAIRS, **common)
    return _single(strided | dilated, MAPS)


def _tables() -> st.SearchStrategy[Case]:
    table = ((0, 2), (1,), (0, 1, 2))
    return _single(
        st.builds(nodes.TableConvolution, st.just(table), PAIRS, FUNCTIONS), st.tuples(SIDES, SIDES, st.just(3))
    )


def _transposed() -> st.SearchStrategy[Case]:
    kernels = st.tuples(st.integers(1, 4), st.integers(1, 4))
    options = {"padding": PADDINGS, "bias": BIASES, "activation": FUNCTIONS}
    return _single(st.builds(nodes.TransposedConvolution, CHANNELS, kernels, PAIRS, **options), MAPS)


def _unpooling() -> st.SearchStrategy[Case]:
    def case(operation: nodes.MaximumUnpooling, pooled: Shape) -> Case:
        pooling = nodes.MaximumPooling(operation.window, operation.window, operation.padding)
        return operation, (pooling.output_shape((pooled,)), pooled)

    return st.builds(case, st.builds(nodes.MaximumUnpooling, PAIRS, NAMED), MAPS)


def _crops_to() -> st.SearchStrategy[Case]:
    offsets = st.just("centre") | st.tuples(st.integers(0, 2), st.integers(0, 2))
    smaller = st.tuples(st.integers(2, 6), st.integers(2, 6), CHANNELS)
    return st.tuples(st.builds(nodes.CropTo, offsets), st.tuples(MAPS, smaller)).filter(_fits)


def _reshapes() -> st.SearchStrategy[Case]:
    def targets(shape: Shape) -> st.SearchStrategy[Shape]:
        height, width, channels = shape
        kept, turned = (height, width, channels), (width, height, channels)
        return st.sampled_from([kept, turned, (height * width, channels), (height * width * channels,)])

    flat = st.tuples(VECTORS, st.booleans()).map(lambda drawn: (drawn[0], (1, 1, *drawn[0])))
    shaped = MAPS.flatmap(lambda shape: st.tuples(st.just(shape), targets(shape)))
    return (flat | shaped).map(lambda drawn: (nodes.Reshape(drawn[1]), (drawn[0],)))


def _slices() -> st.SearchStrategy[Case]:
    slices = st.builds(nodes.ChannelSlice, st.integers(0, 2), st.integers(1, 3))
    return _single(slices, SHAPES)


def _concatenations() -> st.SearchStrategy[Case]:
    several = st.tuples(SIDES, SIDES, st.lists(CHANNELS, min_size=2, max_size=3))
    return several.map(lambda drawn: (nodes.Concatenate(), tuple((*drawn[:2], count) for count in drawn[2])))


def _products() -> st.SearchStrategy[Case]:
    weighed = MAPS.map(lambda shape: (nodes.Multiply(), (shape, (1, 1, shape[2]))))
    return _alike(nodes.Multiply()) | weighed


def _anchors() -> st.SearchStrategy[Case]:
    def case(sizes: list[Shape], each: int, stride_px: int) -> Case:
        shapes_px = tuple((8 + 3 * number, 5 + number) for number in range(each * len(sizes)))
        inputs = [(*size, count) for size in sizes for count in (each, 4 * each)]
        return nodes.AnchorRows(shapes_px, stride_px), tuple(inputs)

    maps = st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=2)
    return st.builds(case, maps, COUNTS, st.integers(2, 8))


def _proposals() -> st.SearchStrategy[Case]:
    operations = st.builds(
        nodes.RegionProposals, st.integers(1, 9), st.integers(1, 12), st.sampled_from([0.0, 0.3, 0.7])
    )
    shapes = st.tuples(st.tuples(st.integers(1, 15), st.just(9)), st.tuples(SIDES, SIDES, st.just(3)))
    return st.tuples(operations, shapes)


def _searches() -> st.SearchStrategy[Case]:
    operations = st.builds(nodes.SearchedRegions, st.integers(1, 9), st.just("single"), st.integers(16, 24))
    return _single(operations, st.tuples(SIDES, SIDES, st.sampled_from([1, 3])))


def _region_lists() -> st.SearchStrategy[Shape]:
    return st.tuples(st.integers(1, 4), st.just(4))


def _roi_poolings() -> st.SearchStrategy[Case]:
    return st.tuples(st.builds(nodes.RoiPooling, PAIRS, st.just(1)), st.tuples(MAPS, _region_lists()))


def _roi_alignments() -> st.SearchStrategy[Case]:
    operations = st.builds(nodes.RoiAlignment, PAIRS, st.just(1), st.integers(1, 3))
    levels = st.tuples(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=2), CHANNELS).map(
        lambda drawn: tuple((*size, drawn[1]) for size in drawn[0])
    )
    return st.tuples(operations, st.tuples(levels, _region_lists()).map(lambda drawn: (*drawn[0], drawn[1])))


def _detected_regions() -> st.SearchStrategy[Case]:
    operations = st.builds(
        nodes.DetectedRegions, st.integers(1, 9), st.integers(1, 12), st.sampled_from([0.0, 0.3, 0.7])
    )
    shapes = st.tuples(st.integers(1, 6), st.integers(2, 4), SIDES, SIDES).map(
        lambda drawn: ((drawn[0], 4), drawn[:2], (drawn[0], 4 * drawn[1]), (*drawn[2:], 3))
    )
    return st.tuples(operations, shapes)


def _instance_answers() -> st.SearchStrategy[Case]:
    shapes = st.tuples(st.integers(1, 4), SIDES, SIDES, st.integers(1, 3), st.booleans()).map(
        lambda drawn: ((drawn[0], 4 + drawn[3]), (*drawn[:3], drawn[3] + drawn[4]))
    )
    return st.tuples(st.just(nodes.InstanceAnswers()), shapes)


def _cell_boxes() -> st.SearchStrategy[Case]:
    def case(cells: tuple[int, int], boxes: int, classes: int, is_flat: bool) -> Case:
        each = 5 * boxes + classes
        return nodes.CellBoxes(cells, boxes), ((cells[0] * cells[1] * each,) if is_flat else (*cells, each),)

    return st.builds(case, PAIRS, st.integers(1, 3), st.integers(1, 3), st.booleans())


def _grid_boxes() -> st.SearchStrategy[Case]:
    def case(size: tuple[int, int], boxes: int, classes: int) -> Case:
        shapes = tuple((100 + number, 200) for number in range(boxes))
        return nodes.GridBoxes(shapes), ((*size, boxes * (5 + classes)),)

    return st.builds(case, st.tuples(SIDES, SIDES), st.integers(1, 3), st.integers(1, 3))


def _default_boxes() -> st.SearchStrategy[Case]:
    def case(maps: list[tuple[Pair, int]], logits: int) -> Case:
        shapes = tuple((110, 70, 300, 410, 55, 900)[: 2 * boxes] for _, boxes in maps)
        inputs = [(*size, count * boxes) for size, boxes in maps for count in (4, logits)]
        return nodes.DefaultBoxRows(shapes), tuple(inputs)

    maps = st.lists(st.tuples(st.tuples(SIDES, SIDES), st.integers(1, 3)), min_size=1, max_size=3)
    return st.builds(case, maps, st.integers(2, 3))


CASES: Mapping[type[nodes.NodeType], st.SearchStrategy[Case]] = {
    nodes.Convolution: _convolutions(),
    nodes.TableConvolution: _tables(),
    nodes.DepthwiseConvolution: _depthwise(nodes.DepthwiseConvolution),
    nodes.SeparableConvolution: _depthwise(nodes.SeparableConvolution, CHANNELS),
    nodes.TransposedConvolution: _transposed(),
    nodes.MaximumPooling: _single(st.builds(nodes.MaximumPooling, PAIRS, PAIRS, PADDINGS), MAPS),
    nodes.AveragePooling: _single(st.builds(nodes.AveragePooling, PAIRS, PAIRS, PADDINGS), MAPS),
    nodes.DilatedPooling: _single(
        st.builds(nodes.DilatedPooling, PAIRS, PAIRS, st.sampled_from(["maximum", "average"])), MAPS
    ),
    nodes.SubSampling: _single(st.builds(nodes.SubSampling, PAIRS, FUNCTIONS), MAPS),
    nodes.GlobalAveragePooling: _single(st.just(nodes.GlobalAveragePooling()), MAPS),
    nodes.GlobalMaximumPooling: _single(st.just(nodes.GlobalMaximumPooling()), MAPS),
    nodes.Upsampling: _single(st.builds(nodes.Upsampling, PAIRS, st.sampled_from(["nearest", "bilinear"])), MAPS),
    nodes.BedOfNails: _single(st.builds(nodes.BedOfNails, PAIRS), MAPS),
    nodes.MaximumUnpooling: _unpooling(),
    nodes.Dense: _single(
        st.builds(nodes.Dense, st.integers(1, 9), BIASES, FUNCTIONS), VECTORS | st.tuples(st.integers(2, 5), COUNTS)
    ),
    nodes.Flatten: _single(st.just(nodes.Flatten()), SHAPES),
    nodes.ZeroPadding: _single(st.builds(nodes.ZeroPadding, QUADS), MAPS),
    nodes.Crop: _single(st.builds(nodes.Crop, QUADS), MAPS),
    nodes.CropTo: _crops_to(),
    nodes.Reshape: _reshapes(),
    nodes.Permute: _single(st.builds(nodes.Permute, st.permutations([1, 2, 3]).map(tuple)), MAPS),
    nodes.ChannelSlice: _slices(),
    nodes.ChannelShuffle: _single(st.builds(nodes.ChannelShuffle, st.sampled_from([1, 2])), EVEN_MAPS),
    nodes.Activation: _single(st.builds(nodes.Activation, st.sampled_from(ACTIVATIONS)), SHAPES),
    nodes.ParametricRelu: _single(
        st.builds(nodes.ParametricRelu, st.sampled_from(["per channel", "per value"])), SHAPES
    ),
    nodes.BatchNormalisation: _single(
        st.builds(nodes.BatchNormalisation, scale=st.booleans(), shift=st.booleans()), SHAPES
    ),
    nodes.LayerNormalisation: _single(
        st.builds(nodes.LayerNormalisation, scale=st.booleans(), shift=st.booleans()), SHAPES
    ),
    nodes.GroupNormalisation: _single(
        st.builds(nodes.GroupNormalisation, st.sampled_from([1, 2]), scale=st.booleans(), shift=st.booleans()),
        EVEN_MAPS,
    ),
    nodes.LocalResponseNormalisation: _single(
        st.builds(nodes.LocalResponseNormalisation, st.sampled_from([1, 3, 5]), alpha=st.floats(0, 1)), SHAPES
    ),
    nodes.ChannelNormalisation: _single(st.just(nodes.ChannelNormalisation()), SHAPES),
    nodes.Rescaling: _single(st.builds(nodes.Rescaling, st.floats(-2, 2), st.floats(-2, 2)), SHAPES),
    nodes.Dropout: _single(st.builds(nodes.Dropout, st.floats(0, 0.9)), SHAPES),
    nodes.SpatialDropout: _single(st.builds(nodes.SpatialDropout, st.floats(0, 0.9)), MAPS),
    nodes.GaussianNoise: _single(st.builds(nodes.GaussianNoise, st.floats(0, 1)), SHAPES),
    nodes.Add: _alike(nodes.Add()),
    nodes.Concatenate: _concatenations(),
    nodes.Multiply: _products(),
    nodes.Average: _alike(nodes.Average()),
    nodes.Maximum: _alike(nodes.Maximum()),
    nodes.Subtract: SHAPES.map(lambda shape: (nodes.Subtract(), (shape, shape))),
    nodes.AnchorRows: _anchors(),
    nodes.RegionProposals: _proposals(),
    nodes.SearchedRegions: _searches(),
    nodes.RoiPooling: _roi_poolings(),
    nodes.RoiAlignment: _roi_alignments(),
    nodes.RegionAnswers: st.tuples(st.integers(1, 5), st.integers(2, 4)).map(
        lambda drawn: (nodes.RegionAnswers(), ((drawn[0], 4), drawn, (drawn[0], 4 * drawn[1])))
    ),
    # One filter over one channel, 1x1: oneDNN sometimes has no way to lay out the weights, and no network has it.
    nodes.RegionConvolution: _single(
        st.builds(nodes.RegionConvolution, st.integers(2, 4), PAIRS, st.sampled_from(["same", "valid"])), REGION_MAPS
    ),
    nodes.RegionEnlarging: _single(st.builds(nodes.RegionEnlarging, st.integers(1, 4), PAIRS), REGION_MAPS),
    nodes.DetectedRegions: _detected_regions(),
    nodes.InstanceAnswers: _instance_answers(),
    nodes.CellBoxes: _cell_boxes(),
    nodes.GridBoxes: _grid_boxes(),
    nodes.DefaultBoxRows: _default_boxes(),
    nodes.PictureBox: st.integers(1, 5).map(lambda classes: (nodes.PictureBox(), ((classes,), (4,)))),
    nodes.Opaque: _single(st.just(nodes.Opaque()), SHAPES),
}
"""Node types with shapes that they take."""
