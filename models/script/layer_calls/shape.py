"""Script calls of the families shape, input and upsampling."""

from models import nodes
from models.options import Quad
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import Writers, padding_argument, required, side


def _input(operation: nodes.Input) -> tuple[Call, ...]:
    return (Call("keras.Input", (required("shape", operation.shape),), is_layer=False),)


def _flatten(_: nodes.Flatten) -> tuple[Call, ...]:
    return (Call("layers.Flatten"),)


def _zero_padding(operation: nodes.ZeroPadding) -> tuple[Call, ...]:
    return (Call("layers.ZeroPadding2D", (required("padding", _borders(operation.amount)),)),)


def _crop(operation: nodes.Crop) -> tuple[Call, ...]:
    return (Call("layers.Cropping2D", (required("cropping", _borders(operation.amount)),)),)


def _upsampling(operation: nodes.Upsampling) -> tuple[Call, ...]:
    factor, method = required("size", side(operation.factor)), Argument("interpolation", operation.method, "nearest")
    return (Call("layers.UpSampling2D", (factor, method)),)


def _bed_of_nails(operation: nodes.BedOfNails) -> tuple[Call, ...]:
    return (Call("BedOfNails", (required("factor", operation.factor),), own_file="bed_of_nails.py"),)


def _maximum_unpooling(operation: nodes.MaximumUnpooling) -> tuple[Call, ...]:
    arguments = required("window", operation.window), padding_argument(operation.padding)
    return (Call("MaximumUnpooling", arguments, own_file="maximum_unpooling.py"),)


def _crop_to(operation: nodes.CropTo) -> tuple[Call, ...]:
    return (Call("CropTo", (Argument("offset", operation.offset, "centre"),), own_file="crop_to.py"),)


def _reshape(operation: nodes.Reshape) -> tuple[Call, ...]:
    return (Call("layers.Reshape", (required("target_shape", operation.shape),)),)


def _permute(operation: nodes.Permute) -> tuple[Call, ...]:
    return (Call("layers.Permute", (required("dims", operation.axes),)),)


def _channel_slice(operation: nodes.ChannelSlice) -> tuple[Call, ...]:
    arguments = Argument("first", operation.first), Argument("count", operation.count)
    return (Call("ChannelSlice", arguments, own_file="channels.py"),)


def _channel_shuffle(operation: nodes.ChannelShuffle) -> tuple[Call, ...]:
    return (Call("ChannelShuffle", (required("groups", operation.groups),), own_file="channels.py"),)


def _borders(amount: Quad) -> int | tuple[tuple[int, int], tuple[int, int]]:
    top, bottom, left, right = amount
    return top if top == bottom == left == right else ((top, bottom), (left, right))


SHAPE_WRITERS: Writers = {
    nodes.Input: _input,
    nodes.Flatten: _flatten,
    nodes.ZeroPadding: _zero_padding,
    nodes.Crop: _crop,
    nodes.CropTo: _crop_to,
    nodes.Reshape: _reshape,
    nodes.Permute: _permute,
    nodes.ChannelSlice: _channel_slice,
    nodes.ChannelShuffle: _channel_shuffle,
    nodes.Upsampling: _upsampling,
    nodes.BedOfNails: _bed_of_nails,
    nodes.MaximumUnpooling: _maximum_unpooling,
}
