"""A slider and a setting that stay alike."""

from pytestqt.qtbot import QtBot

from gui.remembered import RememberedSlider
from gui.settings import SettingsStore
from gui.widgets.slider import Slider


def test_two_sliders_of_one_setting_move_together_and_are_remembered(qtbot: QtBot, settings: SettingsStore) -> None:
    settings.change(mask_opacity=30)
    one, other = Slider("One"), Slider("Other")
    for slider in (one, other):
        qtbot.addWidget(slider)
        RememberedSlider(slider, settings, "mask_opacity")
    first = (one.value(), other.value())

    one.setValue(80)

    assert first == (30, 30)
    assert other.value() == 80
    assert settings.value.mask_opacity == 80
