"""The ways in which a decoder can make maps larger, by choice in each place.

Transposed convolution and unpooling learn or remember where values go; nearest and bilinear repeat or blend them; a bed
of nails leaves the gaps to the convolutions behind it. What they do with a single value is in ``models/nodes``.
"""

from models.architectures.chain import Chain
from models.nodes import BedOfNails, Convolution, CropTo, MaximumUnpooling, NodeType, TransposedConvolution, Upsampling
from models.problems import RuleError

TRANSPOSED = "transposed convolution"
NEAREST = "nearest"
BILINEAR = "bilinear"
NAILS = "bed of nails"
UNPOOLING = "maximum unpooling"
FEATURE_METHODS = (TRANSPOSED, NEAREST, BILINEAR, NAILS, UNPOOLING)
"""For maps of features, which convolutions read afterwards."""
CLASS_METHODS = (TRANSPOSED, BILINEAR, NEAREST)
"""For maps of classes, which nothing mends afterwards."""
FACTOR = 2
"""How many times larger features get in one place: what one pooling has taken away."""


def enlarge_features(
    chain: Chain, name: str, filters: int, *, method: str, pooled: str, block: str, initial_weights: str = "he normal"
) -> str:
    """Append what undoes a pooling and gives the map ``filters`` channels; return the name of the last node.

    A transposed convolution does both at once, with a window of 2x2 as U-Net's "up-convolution". The others need a 1x1
    convolution before them where the channels differ: on the small map, where it is cheapest.

    Args:
        chain: the graph so far.
        name: of the node that enlarges.
        filters: channels that leave.
        method: one of ``FEATURE_METHODS``.
        pooled: the map before the pooling that is undone. Unpooling takes the positions of its maxima; where a padded
            pooling has rounded an odd size up, the others cut off what is too much at the end.
        block: of the nodes.
        initial_weights: distribution of the convolution.

    Raises:
        RuleError: the map that was pooled does not fit the positions that unpooling needs.
    """
    if method == TRANSPOSED:
        window = (FACTOR, FACTOR)
        operation = TransposedConvolution(filters, window, window, "valid", initial_weights=initial_weights)
        chain.add(name, operation, block=block)
        return _cut(chain, name, pooled, block=block)
    if (chain.last_shape() or ())[-1:] != (filters,):
        chain.add(f"{name}_channels", Convolution(filters, (1, 1), initial_weights=initial_weights), block=block)
    if method == UNPOOLING:
        return _unpool(chain, name, pooled, block=block)
    chain.add(name, _plain(method, FACTOR), block=block)
    return _cut(chain, name, pooled, block=block)


def enlarge_classes(chain: Chain, name: str, classes: int, *, factor: int, method: str, block: str) -> str:
    """Append what makes maps of classes ``factor`` times larger, at the same places; return the name of the node.

    A transposed convolution has a window of twice the factor, starts as bilinear and can learn to do better (FCN,
    1411.4038, section 3.3).
    """
    if method == TRANSPOSED:
        operation = TransposedConvolution(
            classes, (2 * factor, 2 * factor), (factor, factor), "same", bias=False, initial_weights="bilinear"
        )
        return chain.add(name, operation, block=block)
    return chain.add(name, _plain(method, factor), block=block)


def _plain(method: str, factor: int) -> NodeType:
    return BedOfNails((factor, factor)) if method == NAILS else Upsampling((factor, factor), method)


def _cut(chain: Chain, name: str, pooled: str, *, block: str) -> str:
    """Append a crop where the enlarged map is larger than the one that was pooled; return the last node."""
    grown, whole = chain.shape_of(name), chain.shape_of(pooled)
    if grown is None or whole is None or not all(grown[axis] >= whole[axis] for axis in (0, 1)):
        return name
    if grown[:2] == whole[:2]:
        return name
    return chain.join(f"{name}_crop", CropTo((0, 0)), (name, pooled), block=block)


def _unpool(chain: Chain, name: str, pooled: str, *, block: str) -> str:
    small, whole = chain.shape_of(chain.last), chain.shape_of(pooled)
    if small is not None and whole is not None and any(-(-whole[axis] // FACTOR) != small[axis] for axis in (0, 1)):
        raise RuleError(
            f"Maximum unpooling needs the place of every maximum. Received: a map of {small[0]}x{small[1]} for one of "
            f"{whole[0]}x{whole[1]}, whose borders are lost without padding.",
            "Choose padding 'same', or another way of upsampling.",
        )
    operation = MaximumUnpooling((FACTOR, FACTOR), "same")
    return chain.join(name, operation, (chain.last, pooled), block=block)
