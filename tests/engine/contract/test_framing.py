"""Messages survive any way of being cut into pieces; everything else is refused with a sentence."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.events import Done, Explained, Ready
from engine.contract.framing import LARGEST_LINE_BYTES, FrameDecoder, ProtocolError, encode_frame

MAP = np.arange(12, dtype=np.float32).reshape(3, 4)
EXPLAINED = Explained(
    id="1", run="r", image="i", method="cam", layer="l", target="t", score=0.5, logit=1.0, range=(0, 1), cell_px=(1, 1)
)


def header(**attachment: object) -> bytes:
    return json.dumps({"type": "done", "attachments": [attachment]}).encode() + b"\n"


def test_a_message_comes_back_with_its_array() -> None:
    (frame,) = FrameDecoder().feed(encode_frame(EXPLAINED, [MAP]))

    assert Explained.model_validate(frame.body) == EXPLAINED
    np.testing.assert_array_equal(frame.arrays[0], MAP)


@given(st.lists(st.integers(1, 400), max_size=12))
def test_messages_cut_anywhere_come_back_whole(cuts: list[int]) -> None:
    stream = encode_frame(Ready(pid=7)) + encode_frame(EXPLAINED, [MAP, MAP]) + encode_frame(Done(id="2"))
    decoder, places = FrameDecoder(), [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]

    frames = [frame for start, end in itertools.pairwise(places) for frame in decoder.feed(stream[start:end])]

    assert [frame.body["type"] for frame in frames] == ["ready", "explained", "done"]
    assert [len(frame.arrays) for frame in frames] == [0, 2, 0]


def test_an_empty_array_keeps_its_shape() -> None:
    (frame,) = FrameDecoder().feed(encode_frame(Done(), [np.zeros((0, 3), np.uint8)]))

    assert frame.arrays[0].shape == (0, 3)


def test_an_array_of_objects_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match="Received: object"):
        encode_frame(Done(), [np.array([None])])


@pytest.mark.parametrize(
    "stream",
    [
        b"WARNING: something printed\n",
        b"[1, 2]\n",
        b'{"type": "done", "attachments": 3}\n',
        header(dtype="object", shape=[1], bytes=8),
        header(dtype="uint8", shape=[2, 2], bytes=5),
        header(dtype="uint8", shape=[-1], bytes=-1),
        header(dtype="uint8", shape=["2"], bytes=2),
        header(dtype="uint8", shape=[2**40], bytes=2**40),
        b"[" * 100_000 + b"\n",
    ],
)
def test_garbage_on_the_stream_is_refused(stream: bytes) -> None:
    with pytest.raises(ProtocolError, match="Received"):
        FrameDecoder().feed(stream)


def test_an_endless_line_is_refused_before_it_fills_the_memory() -> None:
    decoder = FrameDecoder()

    with pytest.raises(ProtocolError):
        decoder.feed(b"x" * (LARGEST_LINE_BYTES + 1))
