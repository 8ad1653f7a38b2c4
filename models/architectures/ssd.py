"""SSD: boxes of many sizes from maps of many sizes, in one look.

Liu, Anguelov, Erhan, Szegedy, Reed, Fu, Berg, "SSD: single shot multibox detector", 2016 (1512.02325). It assumes
pictures of 300x300x3: the convolutions of VGG-16, its dense layers as convolutions with gaps ("a trous"), and four
further pairs of convolutions make maps of 38, 19, 10, 5, 3 and 1 cells a side, with 8,732 default boxes. The finest map
is normalised to a length of 20 (section 3.1). 26,285,486 parameters for 20 classes; 35,641,826 for the 90 of COCO's
numbers, as in torchvision's ``ssd300_vgg16``.
"""

from models.architectures.chain import Chain
from models.architectures.vgg import add_stages
from models.boxes.default_boxes import DefaultMap, maps_of_scales
from models.graph import Graph
from models.nodes import ChannelNormalisation, Convolution, DefaultBoxRows, MaximumPooling
from models.nodes.base import Shape
from models.nodes.grids import CORNERS, THOUSANDTHS
from models.nodes.initialisation import suitable_initial_weights

VGG16 = (2, 2, 3, 3)
FIFTH_STAGE = 3
FIRST_SCALE, LEAST_SCALE, MOST_SCALE = 0.1, 0.2, 0.9
"""Of the finest map (section 3.1), of the next one and of the coarsest (equation 4)."""
PADDED_SIDE = 6
"""A further map halves one of so many cells or more; smaller ones only lose their border."""
ROUND_SIDE = 3
"""Coarser maps, and the finest one, have no boxes of the ratios 3 and 1/3."""
LENGTH = 20.0
Level = tuple[str, str]


def ssd(
    input_shape: Shape,
    classes: int,
    *,
    name: str,
    width: int,
    depth: int,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return an SSD; its output is (default boxes, 8 + 1 + classes).

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is one more.
        name: of the graph.
        width: filters of the first stage.
        depth: further maps behind those of VGG, at most: none is made of one without a window of 3x3 cells.
        activation: function behind every convolution.
        batch_normalisation: normalise behind every convolution but the last ones.
    """
    chain = Chain(input_shape)
    style = _Style(chain, activation, is_normalised=batch_normalisation)
    ends = [style.add_vgg(width), style.add_dilated(width)]
    ends += style.add_further(width, most=depth)
    shapes = [chain.shape_of(end) or (1, 1, 1) for end in ends]
    sources: list[str] = []
    maps = default_maps([min(shape[:2]) for shape in shapes])
    for level, (end, one) in enumerate(zip(ends, maps, strict=True), start=1):
        sources += _say(chain, end, level, one.boxes_per_cell, classes)
    return chain.ending_in("boxes", DefaultBoxRows(tuple(map(_thousandths, maps))), tuple(sources), name=name)


def default_maps(sides: list[int]) -> list[DefaultMap]:
    """Return the default boxes of maps with so many cells a side, the finest first."""
    step = (MOST_SCALE - LEAST_SCALE) / max(1, len(sides) - 2)
    scales = [FIRST_SCALE, *(LEAST_SCALE + step * place for place in range(len(sides)))]
    ratios = [(2.0, 3.0) if place and side > ROUND_SIDE else (2.0,) for place, side in enumerate(sides)]
    return maps_of_scales(sides, scales, ratios)


def _thousandths(one: DefaultMap) -> tuple[int, ...]:
    return tuple(max(1, round(THOUSANDTHS * float(side))) for side in one.shapes.reshape(-1))


def _say(chain: Chain, end: str, level: int, boxes: int, classes: int) -> Level:
    """Append what a map says of its default boxes: changes, and logits of background and classes."""
    names = []
    for what, each in (("changes", CORNERS), ("logits", 1 + classes)):
        convolution = Convolution(boxes * each, (3, 3), initial_weights="glorot uniform")
        chain.go_back_to(end)
        names.append(chain.add(f"map{level}_{what}", convolution, block="head"))
    return names[0], names[1]


class _Style:
    """Appends the convolutions of an SSD, each with what follows it."""

    def __init__(self, chain: Chain, activation: str, *, is_normalised: bool) -> None:
        self._chain = chain
        self._activation = activation
        self._is_normalised = is_normalised

    def add_vgg(self, width: int) -> str:
        """Append the first four stages and the normalised map that is read there; return it."""
        stages = add_stages(
            self._chain, VGG16, width=width, activation=self._activation, pool=MaximumPooling(padding="same"),
            is_normalised=self._is_normalised, has_bias=not self._is_normalised,
        )  # fmt: skip
        behind = self._chain.last
        self._chain.go_back_to(stages[-1])
        end = self._chain.add("stage4_length", ChannelNormalisation(LENGTH), block="stage4")
        self._chain.go_back_to(behind)
        return end

    def add_dilated(self, width: int) -> str:
        """Append the fifth stage and VGG's dense layers as convolutions, the first one with gaps; return the last."""
        for number in range(1, FIFTH_STAGE + 1):
            self._convolve(f"stage5_convolution{number}", 8 * width, 3, block="stage5")
        pooling = MaximumPooling((3, 3), (1, 1), "same")
        self._chain.add("stage5_pooling", pooling, block="stage5")
        self._convolve("fc6", 16 * width, 3, block="dilated", dilation=6)
        return self._convolve("fc7", 16 * width, 1, block="dilated")

    def add_further(self, width: int, *, most: int) -> list[str]:
        """Append pairs of convolutions, each making the map smaller, and return their ends."""
        ends: list[str] = []
        for number in range(most):
            side = min((self._chain.last_shape() or (1,))[:2])
            if side < ROUND_SIDE:
                break
            filters = width * (4 if number else 8)
            block = f"further{number + 1}"
            self._convolve(f"{block}_convolution1", filters // 2, 1, block=block)
            stride, padding = (2, 1) if side >= PADDED_SIDE else (1, 0)
            ends.append(
                self._convolve(f"{block}_convolution2", filters, 3, block=block, stride=stride, padding=padding)
            )
        return ends

    def _convolve(
        self,
        name: str,
        filters: int,
        side: int,
        *,
        block: str,
        stride: int = 1,
        padding: int | None = None,
        dilation: int = 1,
    ) -> str:
        convolution = Convolution(
            filters, (side, side), (stride, stride), "same" if padding is None else (padding, padding),
            (dilation, dilation), bias=not self._is_normalised,
            initial_weights=suitable_initial_weights(self._activation),
        )  # fmt: skip
        return self._chain.convolve(name, convolution, self._activation, is_normalised=self._is_normalised, block=block)
