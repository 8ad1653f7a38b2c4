"""Options of a run that asks a classifier about parts of the picture."""

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.classifier_detectors import RegionClassifier, SlidingWindows
from gui.pages.inspect.asked.options import SHAPES, AskedOptions

OUTPUTS = ("background", "leaf")
WINDOWS = SlidingWindows(outputs=OUTPUTS, background="background", shapes_px=((10, 20), (30, 30), (50, 20)))
REGIONS = RegionClassifier(outputs=OUTPUTS, background="background")


@pytest.fixture
def options(qtbot: QtBot) -> AskedOptions:
    options = AskedOptions()
    qtbot.addWidget(options)
    return options


def test_a_network_that_says_boxes_itself_has_no_such_options(options: AskedOptions) -> None:
    options.set_detector(WINDOWS)
    options.set_detector(None)

    assert options.isHidden()
    assert options.form is None


def test_fewer_shapes_of_windows_are_the_first_ones_of_the_run(qtbot: QtBot, options: AskedOptions) -> None:
    options.set_detector(WINDOWS)
    assert options.form is not None

    with qtbot.waitSignal(options.changed) as changed:
        options.form.row(SHAPES).changed.emit(SHAPES, 2)

    assert changed.args == [WINDOWS.model_copy(update={"shapes_px": ((10, 20), (30, 30))})]


def test_changes_add_up(qtbot: QtBot, options: AskedOptions) -> None:
    options.set_detector(WINDOWS)
    assert options.form is not None
    options.form.row("evaluation").changed.emit("evaluation", "crops")

    with qtbot.waitSignal(options.changed) as changed:
        options.form.row("stride").changed.emit("stride", 0.5)

    assert changed.args == [WINDOWS.model_copy(update={"evaluation": "crops", "stride": 0.5})]


def test_r_cnn_has_its_search_and_not_what_it_learned_with(options: AskedOptions) -> None:
    options.set_detector(REGIONS)
    assert options.form is not None

    assert options.form.row("proposals").field.title == "Proposals"
    with pytest.raises(KeyError):
        options.form.row("penalty")
