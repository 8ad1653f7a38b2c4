"""Messages as bytes: one line of JSON, followed by the raw bytes of its attachments.

    {"type": "explained", ..., "attachments": [{"dtype": "float32", "shape": [7, 7], "bytes": 196}]}\n<196 bytes>

No pickle: an array is its dtype from a short list, its shape and its bytes. Whatever does not fit is refused with a
sentence, so that garbage on the stream is an event and not a crash.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contract.base import Value

Array = NDArray[Any]
ALLOWED_DTYPES = frozenset({"uint8", "int32", "int64", "float16", "float32", "float64"})
LARGEST_LINE_BYTES = 16 * 2**20
LARGEST_ATTACHMENTS_BYTES = 2**30


class ProtocolError(ValueError):
    """The stream does not hold a message; nothing behind this point can be trusted."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message with its arrays; ``body`` is not yet checked against a message model."""

    body: dict[str, Any]
    arrays: tuple[Array, ...]


def encode_frame(message: Value, arrays: Sequence[Array] = ()) -> bytes:
    """The bytes of a message.

    Raises:
        ValueError: an array's dtype is not in ``ALLOWED_DTYPES``.
    """
    body = message.model_dump(mode="json")
    contiguous = [np.ascontiguousarray(array) for array in arrays]
    body["attachments"] = [_describe(array) for array in contiguous]
    line = json.dumps(body, separators=(",", ":"), allow_nan=False).encode()
    return b"".join([line, b"\n", *(array.tobytes() for array in contiguous)])


def _describe(array: Array) -> dict[str, Any]:
    if array.dtype.name not in ALLOWED_DTYPES:
        raise ValueError(f"An attachment must be one of {sorted(ALLOWED_DTYPES)}. Received: {array.dtype.name}.")
    return {"dtype": array.dtype.name, "shape": list(array.shape), "bytes": array.nbytes}


class FrameDecoder:
    """Turns pieces of a byte stream, cut anywhere, into frames.

    Example:
        >>> from engine.contract.events import Ready
        >>> [frame.body["pid"] for frame in FrameDecoder().feed(encode_frame(Ready(pid=7)))]
        [7]
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._scanned = 0
        self._header: tuple[dict[str, Any], list[tuple[str, tuple[int, ...], int]]] | None = None

    def feed(self, piece: bytes) -> list[Frame]:
        """The frames completed by ``piece``.

        Raises:
            ProtocolError: the stream holds something else than messages.
        """
        self._buffer += piece
        frames = []
        while (frame := self._next_frame()) is not None:
            frames.append(frame)
        return frames

    def _next_frame(self) -> Frame | None:
        if self._header is None:
            self._header = self._next_header()
        if self._header is None:
            return None
        body, descriptions = self._header
        if len(self._buffer) < sum(size for _, _, size in descriptions):
            return None
        self._header = None
        return Frame(body, tuple(self._take_array(*description) for description in descriptions))

    def _next_header(self) -> tuple[dict[str, Any], list[tuple[str, tuple[int, ...], int]]] | None:
        end = self._buffer.find(b"\n", self._scanned)
        if max(end, len(self._buffer) if end < 0 else 0) > LARGEST_LINE_BYTES:
            raise ProtocolError(f"A message is one line of at most {LARGEST_LINE_BYTES} bytes. Received: a longer one.")
        if end < 0:
            self._scanned = len(self._buffer)
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._scanned = 0
        return parse_header(line)

    def _take_array(self, dtype: str, shape: tuple[int, ...], size: int) -> Array:
        array = np.frombuffer(bytes(self._buffer[:size]), dtype=dtype).reshape(shape)
        del self._buffer[:size]
        return array


def parse_header(line: bytes) -> tuple[dict[str, Any], list[tuple[str, tuple[int, ...], int]]]:
    """The body of a message and the (dtype, shape, bytes) of its attachments.

    Raises:
        ProtocolError: the line is no JSON object, or an attachment's description contradicts itself.
    """
    try:
        body = json.loads(line)
        descriptions = [_read_description(item) for item in body.pop("attachments", [])]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ProtocolError(f"A message must be a line of JSON. Received: {line[:80]!r}.") from error
    if sum(size for _, _, size in descriptions) > LARGEST_ATTACHMENTS_BYTES:
        raise ProtocolError(f"Attachments may take {LARGEST_ATTACHMENTS_BYTES} bytes. Received: more.")
    return body, descriptions


def _read_description(item: dict[str, Any]) -> tuple[str, tuple[int, ...], int]:
    dtype, shape, size = item["dtype"], tuple(item["shape"]), item["bytes"]
    if dtype not in ALLOWED_DTYPES or not all(isinstance(side, int) and side >= 0 for side in shape):
        raise ValueError(f"unknown attachment {item}")
    if math.prod(shape) * np.dtype(dtype).itemsize != size:
        raise ValueError(f"attachment of the wrong size {item}")
    return dtype, shape, size
