import pytest

from engine.contract.annotations import Box, Polygon
from engine.dataset.readers.yolo.line import YoloObject, read_line


def test_box_has_centre_and_size() -> None:
    assert read_line("3 0.5 0.25 0.25 0.5") == YoloObject(3, Box(0.375, 0.0, 0.625, 0.5))


def test_sixth_number_is_the_confidence() -> None:
    assert read_line("0 0.5 0.5 0.5 0.5 0.875") == YoloObject(
        0, Box(0.25, 0.25, 0.75, 0.75), (("confidence", "0.875"),)
    )


def test_outline_has_pairs() -> None:
    assert read_line("1 0 0 1 0 1 .5") == YoloObject(1, Polygon((((0, 0), (1, 0), (1, 0.5)),)))


def test_keypoints_behind_a_box_are_passed_over() -> None:
    assert read_line("0 0.5 0.5 1 1 0.1 0.2 2 0.3 0.4 1", keypoint_numbers=6) == YoloObject(0, Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("cat 0.5 0.5 0.1 0.1", "cat, which is no class number"),
        ("-1 0.5 0.5 0.1 0.1", "-1, which is no class number"),
        ("0.5 0.5 0.5 0.1 0.1", "0.5, which is no class number"),
        ("0 0.5 nan 0.1 0.1", "nan, which is no number"),
        ("0 0.5 1e999 0.1 0.1", "1e999, which is no number"),
        ("0 0,5 0,5 0,1 0,1", "0,5, which is no number"),
        ("0 320 240 64 48", "320; YOLO wants shares"),
        ("0 0.5 0.5 0.1", "3 numbers"),
        ("0", "0 numbers"),
        ("0 0 0 1 0 1 .5 .5", "7 numbers"),
    ],
)
def test_line_that_is_no_object_says_why(line: str, reason: str) -> None:
    assert reason in str(read_line(line))
