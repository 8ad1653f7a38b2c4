"""A box is found in the map, and measured against the true one."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.annotations import Box
from gui.pages.inspect.why.box import BoxSection, find_box, rows_of

MAP = np.zeros((8, 8), np.float32)
MAP[2:4, 4:8] = 1.0
SIZE = (80, 80)
TRUE = Box(40.0, 20.0, 80.0, 40.0)


def test_the_box_lies_around_what_is_above_the_threshold() -> None:
    box, share = find_box(MAP, 0.5, size=SIZE)

    assert box is not None
    assert (box.x_min, box.y_min, box.x_max, box.y_max) == pytest.approx((40, 20, 80, 40), abs=1)
    assert share == pytest.approx(8 / 64, abs=0.02)


def test_a_map_without_anything_above_zero_has_no_box() -> None:
    box, _ = find_box(-MAP, 0.2, size=SIZE)

    assert box is None
    assert rows_of(-MAP, box, 0.0, truths=(), size=SIZE) == [("Box", "none: nothing is above zero")]


def test_the_box_is_measured_against_the_true_one() -> None:
    rows = dict(rows_of(MAP, TRUE, 0.1, truths=(TRUE,), size=SIZE))

    assert (rows["IoU with the true box"], rows["Maximum inside it"]) == ("1.00", "yes")


def test_the_threshold_moves_the_box_live(qtbot: QtBot) -> None:
    section = BoxSection()
    qtbot.addWidget(section)
    boxes: list[Box | None] = []
    section.box_changed.connect(boxes.append)
    section.set_picture(width=80, height=80, truths=())
    section.set_map(MAP)

    section.switch.click()
    section.threshold.setValue(90)

    low, high = boxes[-2], boxes[-1]
    assert low is not None
    assert high is not None
    assert high.height < low.height
