"""The ways in which a decoder can make maps larger, by choice in each place.

Transposed convolution and unpooling learn or remember where values go; nearest and bilinear repeat or blend them; a bed
of nails leaves the gaps to the convolutions behind it. What they do with a single value is in ``models/nodes``.
"""

from models.architectures.chain import Chain
from models.nodes import BedOfNails, Convolution, MaximumUnpooling, NodeType, TransposedConvolution, Upsampling
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
    """Append what doubles the last map and gives it ``filters`` channels; return the name of the last node.

    A transposed convolution does both at once, with a window of 2x2 as U-Net's "up-convolution". The others need a 1x1
    convolution before them where the channels differ: on the small map, where it is cheapest.

    Args:
        chain: the graph so far.
        name: of the node that enlarges.
        filters: channels that leave.
        method: one of ``FEATURE_METHODS``.
        pooled: the map before the pooling that is undone: maximum unpooling takes positions and size of it.
        block: of the nodes.
        initial_weights: distribution of the convolution.

    Raises:
        RuleError: the map that was pooled does not fit the positions that unpooling needs.
    """
    if method == TRANSPOSED:
        window = (FACTOR, FACTOR)
        operation = TransposedConvolution(filters, window, window, "valid", initial_weights=initial_weights)
        return chain.add(name, operation, block=block)
    if _channels(chain, chain.last) != filters:
        chain.add(f"{name}_channels", Convolution(filters, (1, 1), initial_weights=initial_weights), block=block)
    if method == UNPOOLING:
        return _unpool(chain, name, pooled, block=block)
    return chain.add(name, _plain(method, FACTOR), block=block)


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


def _channels(chain: Chain, name: str) -> int | None:
    shape = chain.shape_of(name)
    return None if shape is None else shape[-1]
