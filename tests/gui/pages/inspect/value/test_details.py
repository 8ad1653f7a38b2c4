"""The Value tab points at values and shows what they are made of."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.seen_inside import MatrixViewed
from gui.pages.inspect.value.details import ValueDetails
from gui.pages.inspect.value.told import ToldValue
from tests.gui.pages.inspect.value.values import convolution_arrays, convolution_event, told_convolution

MODEL = ModelDescribed(
    run="/runs/one",
    classes=("a", "b"),
    layers=(
        LayerDescription(name="conv", kind="Conv2D", shape=(4, 5, 8), has_positions=True),
        LayerDescription(name="pool", kind="MaxPooling2D", shape=(2, 2, 8), has_positions=True),
    ),
    default_layer="pool",
    cam_layer=None,
    has_templates=False,
)


@pytest.fixture
def view(qtbot: QtBot) -> ValueDetails:
    view = ValueDetails()
    qtbot.addWidget(view)
    view.resize(320, 700)
    view.set_model(MODEL)
    view.show()
    return view


def test_a_convolution_is_offered_first_because_it_has_most_to_tell(view: ValueDetails) -> None:
    assert view.wanted_cell() == ("conv", ())


def test_a_value_is_shown_as_patch_kernel_and_product_of_its_strongest_channel(view: ValueDetails) -> None:
    view.set_told(told_convolution())

    patch, kernel, product = view.arithmetic.grids.grids
    assert patch.values.tolist() == [[0, 0], [2, 4]]
    assert kernel.values.tolist() == [[9, 9], [-0.5, 0]]
    assert (product.caption, product.operator) == ("Product: −1", "=")
    assert not patch.inside[0].any()
    assert view.map.cell == (0, 1)


def test_arrow_keys_step_to_the_next_value(qtbot: QtBot, view: ValueDetails) -> None:
    view.set_told(told_convolution())

    with qtbot.waitSignal(view.value_wanted) as wanted:
        qtbot.keyClick(view.map, Qt.Key.Key_Down)

    assert wanted.args == ["conv", (1, 1, 3)]


def test_another_channel_keeps_the_position(qtbot: QtBot, view: ValueDetails) -> None:
    view.set_told(told_convolution())

    with qtbot.waitSignal(view.value_wanted) as wanted:
        view.channel.value_changed.emit(5)

    assert wanted.args == ["conv", (0, 1, 5)]


def test_the_animation_wanders_to_the_next_cell_and_can_be_paused(qtbot: QtBot, view: ValueDetails) -> None:
    view.set_told(told_convolution())

    view.play.click()
    with qtbot.waitSignal(view.value_wanted) as wanted:
        assert view.is_playing
    view.play.click()

    assert wanted.args == ["conv", (0, 2, 3)]
    assert not view.is_playing


def test_a_row_of_the_channels_asks_for_its_map(qtbot: QtBot, view: ValueDetails) -> None:
    view.set_told(told_convolution())

    with qtbot.waitSignal(view.source_channel_wanted) as wanted:
        view.arithmetic.channels.choose(1)

    assert wanted.args == [0]
    assert view.arithmetic.grids.grids[0].values.tolist() == [[0, 0], [1, 3]]


def test_the_winner_of_a_pooling_is_marked(view: ValueDetails) -> None:
    event = convolution_event(
        kind="MaxPooling2D", rule="maximum", winner=(1, 1, 1), activation="", result=4.0, value=4.0, network_value=4.0
    )
    patch = event.patches[0].model_copy(update={"has_weights": False})
    values, _, source, own = convolution_arrays()

    view.set_told(ToldValue.of(event.model_copy(update={"patches": (patch,)}), [values, source, own]))

    (grid,) = view.arithmetic.grids.grids
    assert grid.winner == (1, 1)
    assert not view.matrix_button.isVisible()


def test_a_transposed_convolution_can_be_seen_as_scatter_or_spread(view: ValueDetails) -> None:
    event = convolution_event(kind="Conv2DTranspose")
    spread = event.patches[0].model_copy(update={"rows": (0, -1)})
    values, weights, source, own = convolution_arrays()
    arrays = [values, weights, values[::-1], weights[::-1], source, own]

    view.set_told(ToldValue.of(event.model_copy(update={"spread": spread}), arrays))
    scattered = view.arithmetic.grids.grids[0].values
    view.arithmetic.ways.set_current("spread")
    view.arithmetic.ways.chosen.emit("spread")

    assert scattered.tolist() == [[0, 0], [2, 4]]
    assert view.arithmetic.grids.grids[0].values.tolist() == [[2, 4], [0, 0]]


def test_a_sparse_matrix_stands_above_the_full_one_of_a_dense_layer(view: ValueDetails) -> None:
    view.set_told(told_convolution())
    viewed = MatrixViewed(
        run="/runs/one", layer="conv", output_shape=(1, 2, 1), input_shape=(1, 3, 1), weights=2, is_corner=False
    )

    view.set_matrix(viewed, np.ones((2, 3), np.float32), np.array([[0, 1, -1], [-1, 0, 1]], np.int32))

    assert view.matrix.own.isVisible()
    assert view.matrix.full.isVisible()


def test_a_refusal_is_told_and_ends_the_animation(view: ValueDetails) -> None:
    view.set_told(told_convolution())
    view.play.click()

    view.set_problem("The arithmetic of this layer cannot be told.")

    assert not view.is_playing
