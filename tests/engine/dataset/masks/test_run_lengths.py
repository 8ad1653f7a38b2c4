import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.annotations import Box, RunLengths
from engine.dataset.masks.run_lengths import (
    area_of,
    box_of,
    checked_run_lengths,
    compress_counts,
    mask_of,
    parse_counts,
    run_lengths_of,
    run_lengths_within,
)

# Two rows, three columns:  0 1 1
#                           0 0 1
MASK = np.array([[False, True, True], [False, False, True]])
RUNS = RunLengths(2, 3, (2, 1, 1, 2))

masks = st.builds(
    lambda rows, columns, seed: np.random.default_rng(seed).random((rows, columns)) < 0.5,
    st.integers(1, 20),
    st.integers(1, 20),
    st.integers(0, 1000),
)


def test_runs_go_down_the_columns_and_begin_with_zeros() -> None:
    assert run_lengths_of(MASK) == RUNS
    assert run_lengths_of(~MASK) == RunLengths(2, 3, (0, 2, 1, 1, 2))
    assert np.array_equal(mask_of(RUNS), MASK)


def test_area_and_box_follow_from_the_runs() -> None:
    assert area_of(RUNS) == 3
    assert box_of(RUNS) == Box(1, 0, 3, 2)
    assert box_of(RunLengths(2, 3, (3, 1, 2))) == Box(1, 1, 2, 2)
    assert box_of(RunLengths(2, 3, (6,))) is None


def test_compressed_text_is_that_of_the_coco_tools() -> None:
    # 2, 1, 1 as they are, then 2 - 1 = 1: each below 16, so one letter from "0" on.
    assert compress_counts((2, 1, 1, 2)) == "2111"
    # 100 = 3 * 32 + 4: "4" with the bit that it goes on, then 3; a difference of -1 is 31.
    assert compress_counts((0, 1, 100, 1, 99)) == "01T30O"
    assert parse_counts("01T30O") == (0, 1, 100, 1, 99)


@given(masks)
def test_masks_survive_every_form(mask: np.ndarray) -> None:
    runs = run_lengths_of(mask)

    assert np.array_equal(mask_of(runs), mask)
    assert parse_counts(compress_counts(runs.counts)) == runs.counts
    assert checked_run_lengths(runs.height, runs.width, runs.counts) == runs
    assert area_of(runs) == mask.sum()


@given(masks, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_runs_of_a_part_are_those_of_the_whole(mask: np.ndarray, left: int, top: int, right: int, bottom: int) -> None:
    whole = np.pad(mask, ((top, bottom), (left, right)))

    found = run_lengths_within(mask, left=left, top=top, height=whole.shape[0], width=whole.shape[1])

    assert found == run_lengths_of(whole)


@given(masks)
def test_runs_agree_with_the_coco_tools(mask: np.ndarray) -> None:
    coco = pytest.importorskip("pycocotools.mask")
    runs = run_lengths_of(mask)

    encoded = coco.encode(np.asfortranarray(mask.astype(np.uint8)))

    assert compress_counts(runs.counts).encode() == encoded["counts"]
    x, y, width, height = coco.toBbox(encoded)
    assert (box_of(runs) or Box(0, 0, 0, 0)) == Box(x, y, x + width, y + height)


@pytest.mark.parametrize(
    ("text", "words"),
    [("2111é", "letters"), ("21 1", "letters"), ("2111T", "too early"), ("oooooooooo0", "too large")],
)
def test_damaged_compressed_text_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_counts(text)


@pytest.mark.parametrize(
    ("height", "width", "counts", "words"),
    [
        (2, 3, (2, 1), "cover 3 pixels of 6"),
        (2, 3, (7, -1), "negative"),
        (0, 3, (), "0 px"),
        (10**6, 10**6, (10**12,), "larger than any"),
    ],
)
def test_runs_that_fit_no_mask_are_refused(height: int, width: int, counts: tuple[int, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked_run_lengths(height, width, counts)
