"""Tabs, segments, chips, sliders and bars tell what the user chose."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.widgets.chip import FilterChip, LayerChip
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.combo import Combo
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider
from gui.widgets.tabs import TabBar
from tests.gui.class_colours import colour

CHOICES = (Choice("pictures", "Pictures"), Choice("problems", "Problems", "14"), Choice("far", "Far", reason="Later."))


def test_a_click_on_a_tab_chooses_it(qtbot: QtBot) -> None:
    tabs = TabBar(CHOICES)
    qtbot.addWidget(tabs)
    tabs.resize(tabs.sizeHint())
    place = tabs.choice_rects()[1].center().toPoint()

    with qtbot.waitSignal(tabs.chosen) as chosen:
        qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)

    assert chosen.args == ["problems"]
    assert tabs.current == "problems"


def test_a_tab_with_a_reason_cannot_be_chosen(qtbot: QtBot) -> None:
    tabs = TabBar(CHOICES)
    qtbot.addWidget(tabs)
    tabs.resize(tabs.sizeHint())

    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.choice_rects()[2].center().toPoint())

    assert tabs.current == "pictures"


def test_arrow_keys_move_between_segments(qtbot: QtBot) -> None:
    segmented = Segmented(CHOICES)
    qtbot.addWidget(segmented)

    with qtbot.waitSignal(segmented.chosen) as chosen:
        qtbot.keyClick(segmented, Qt.Key.Key_Right)

    assert chosen.args == ["problems"]
    assert segmented.sizeHint().height() == 32


def test_a_click_on_a_row_chooses_the_method(qtbot: QtBot) -> None:
    methods = ChoiceList((Choice("cam", "CAM"), Choice("gradcam", "Grad-CAM")))
    qtbot.addWidget(methods)
    methods.resize(200, 56)

    with qtbot.waitSignal(methods.chosen) as chosen:
        qtbot.mouseClick(methods, Qt.MouseButton.LeftButton, pos=QPoint(50, 40))

    assert chosen.args == ["gradcam"]


def test_the_close_mark_of_a_chip_takes_the_filter_away(qtbot: QtBot) -> None:
    chip = FilterChip("Split")
    qtbot.addWidget(chip)
    chip.set_kept("validation")
    chip.resize(chip.sizeHint())

    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.opened):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 14, 12))


def test_a_click_on_a_chip_opens_its_choices(qtbot: QtBot) -> None:
    chip = FilterChip("Split")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())

    with qtbot.waitSignal(chip.opened):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def test_a_layer_chip_shows_and_hides(qtbot: QtBot) -> None:
    chip = LayerChip("Heat map")
    qtbot.addWidget(chip)

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert chip.isChecked()


def test_the_slider_jumps_to_the_click(qtbot: QtBot) -> None:
    slider = Slider("Opacity", lowest=0, highest=100)
    qtbot.addWidget(slider)
    slider.resize(214, 24)

    with qtbot.waitSignal(slider.valueChanged):
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(107, 12))

    assert slider.value() == 50
    assert slider.handle_x() == 107


def test_the_slider_moves_by_keyboard(qtbot: QtBot) -> None:
    slider = Slider("Epoch", lowest=1, highest=10)
    qtbot.addWidget(slider)

    qtbot.keyClick(slider, Qt.Key.Key_Right)

    assert slider.value() == 2


def test_a_click_on_a_bar_chooses_its_class(qtbot: QtBot) -> None:
    bars = ClassBars("Classes")
    qtbot.addWidget(bars)
    bars.set_rows([ClassBar("hat", colour(0), 1.0, "140"), ClassBar("skirt", colour(1), 0.5, "70")])
    bars.resize(200, 48)

    with qtbot.waitSignal(bars.chosen) as chosen:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(50, 30))

    assert chosen.args == ["skirt"]


def test_the_combo_box_tells_values_and_not_texts(qtbot: QtBot) -> None:
    combo = Combo("Method")
    qtbot.addWidget(combo)
    combo.set_choices([("cam", "CAM"), ("gradcam", "Grad-CAM")])

    with qtbot.waitSignal(combo.value_changed) as changed:
        qtbot.keyClick(combo, Qt.Key.Key_Down)

    assert changed.args == ["gradcam"]


def test_new_choices_keep_the_present_value(qtbot: QtBot) -> None:
    combo = Combo("Layer")
    qtbot.addWidget(combo)
    combo.set_choices([(1, "one"), (2, "two")])
    combo.set_value(2)

    combo.set_choices([(2, "second"), (3, "third")])

    assert combo.value == 2
    assert combo.currentText() == "second"
