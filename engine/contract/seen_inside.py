"""Events that tell where a value of a network comes from."""

from typing import Literal

from engine.contract.base import Event, Value

BoxXyxy = tuple[float, float, float, float]


class PatchDescription(Value):
    """The values of one source that take part in a value.

    ``rows`` and ``columns`` are those of the patch in the source, -1 in the padding; ``channels`` its channels, of
    vectors the places.
    """

    source: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    channels: tuple[int, ...]
    has_weights: bool


class ValueExplained(Event):
    """How one value comes about.

    Attachments: for every patch its values (h, w, c) float32, then its weights where it has some; the same for
    ``spread``, where it is told; the map of ``source_channel`` of the first source (h, w), and the layer's own map of
    the channel of ``cell`` (h, w), a vector as one row.

    ``result`` is what comes before the activation; ``winner`` the place (h, w, c) of a maximum in the first patch.
    ``spread`` is the same sum of a transposed convolution, told as a convolution of the input with zeros between.
    """

    type: Literal["value_explained"] = "value_explained"
    run: str
    image: str
    layer: str
    kind: str
    cell: tuple[int, ...]
    shape: tuple[int, ...]
    rule: Literal["weighted sum", "maximum", "product", "normalisation", "function"]
    patches: tuple[PatchDescription, ...]
    result: float
    bias: float
    winner: tuple[int, int, int] | None
    numbers: dict[str, float]
    formula: str
    activation: str
    value: float
    network_value: float
    precision: str
    tolerance: float
    source_channel: int = 0
    spread: PatchDescription | None = None


class MatrixViewed(Event):
    """A layer as a matrix.

    Attachments: the matrix (outputs, inputs) float32; which of the layer's weights each entry is, int32 of the same
    shape, -1 where there is none; the flattened input (inputs,) and what comes out before bias and activation
    (outputs,). ``is_corner``: only a part of the layer is shown.
    """

    type: Literal["matrix_viewed"] = "matrix_viewed"
    run: str
    layer: str
    output_shape: tuple[int, int, int]
    input_shape: tuple[int, int, int]
    weights: int
    is_corner: bool


class KernelRead(Event):
    """Attachments: one slice of a filter, (h, w) float32; the layer has ``filters`` that see ``channels`` each."""

    type: Literal["kernel_read"] = "kernel_read"
    run: str
    layer: str
    filter: int
    source_channel: int
    filters: int
    channels: int


class LayerField(Value):
    """The window of one cell of a layer, in pixels of the original picture."""

    layer: str
    cell: tuple[int, int]
    grid: tuple[int, int]
    box_xyxy: BoxXyxy


class FieldSeen(Event):
    """What a cell sees; boxes are in pixels of the original picture.

    Attachments: the magnitude of the gradient of the cell's values on the whole original picture, (h, w)
    float32, and the mean magnitude of the layer's values, (rows, columns) float32.
    ``size_px`` and ``stride_px`` are those of the window in the network's input, (vertical, horizontal).
    """

    type: Literal["field_seen"] = "field_seen"
    run: str
    image: str
    field: LayerField
    is_whole_input: bool
    size_px: tuple[int, int]
    stride_px: tuple[float, float]
    nested: tuple[LayerField, ...] = ()


class LayerCells(Value):
    """The cells of a layer that see a pixel: from the first to the last row and column, or None."""

    layer: str
    grid: tuple[int, int]
    rows: tuple[int, int] | None
    columns: tuple[int, int] | None

    @property
    def count(self) -> int:
        """How many cells see it."""
        if self.rows is None or self.columns is None:
            return 0
        return (self.rows[1] - self.rows[0] + 1) * (self.columns[1] - self.columns[0] + 1)


class PixelSeen(Event):
    """Which cells of each layer see a pixel of the original picture."""

    type: Literal["pixel_seen"] = "pixel_seen"
    run: str
    image: str
    x: float
    y: float
    layers: tuple[LayerCells, ...]


class ExcitingPicture(Value):
    """A picture that excites a unit; ``box_xyxy`` is what the cell saw, in pixels of the original picture."""

    image: str
    value: float
    cell: tuple[int, int]
    box_xyxy: BoxXyxy


class ExcitingIndexed(Event):
    """The pictures that excite every unit of a network most are known."""

    type: Literal["exciting_indexed"] = "exciting_indexed"
    run: str
    split: str
    pictures: int


class ExcitingFound(Event):
    """The pictures that excite a unit most, strongest first; ``is_indexed`` False: they have yet to be looked for."""

    type: Literal["exciting_found"] = "exciting_found"
    run: str
    layer: str
    channel: int
    pictures: tuple[ExcitingPicture, ...]
    is_indexed: bool = True


SeenInside = ValueExplained | MatrixViewed | KernelRead | FieldSeen | PixelSeen | ExcitingIndexed | ExcitingFound
"""All of these events."""
