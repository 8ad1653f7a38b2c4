"""Slices of filters stand with their input channel; distributions belong to the layer and picture of the moment."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.epoch_inside import Histogram
from engine.contract.layer_film import DistributionsRead, SlicesRead
from gui.pages.inspect.layers.slices import LayerSlices

COUNTED = Histogram(low=-1.0, high=2.0, counts=(1, 2))


@pytest.fixture
def view(qtbot: QtBot) -> LayerSlices:
    view = LayerSlices()
    qtbot.addWidget(view)
    view.resize(288, 600)
    view.show()
    read = SlicesRead(run="run", layer="second", filters=(0, 1), sources=(4, -1), total_filters=9, source_channels=5)
    view.set_slices(read, np.random.default_rng(1).normal(size=(2, 3, 3)).astype(np.float32))
    return view


def test_a_slice_has_the_number_of_its_filter_and_input_channel(view: LayerSlices) -> None:
    assert [(tile.name, tile.value) for tile in view.tiles.tiles] == [("0", "of 4"), ("1", "")]


def test_every_input_channel_can_be_chosen(qtbot: QtBot, view: LayerSlices) -> None:
    assert view.source.count() == 2 + 5
    with qtbot.waitSignal(view.source_chosen) as chosen:
        view.source.activated.emit(3)

    assert chosen.args == [1]


def test_a_layer_without_filters_says_so(view: LayerSlices) -> None:
    view.set_refusal("This layer has no filters.")

    assert view.tiles.tiles == ()
    assert not view.source.isVisible()


def test_distributions_are_those_of_the_layer(view: LayerSlices) -> None:
    read = DistributionsRead(run="run", layer="second", weights=None, activations=COUNTED, gradients=COUNTED)

    view.set_distributions(read)

    assert [chart.shown for chart in view.histograms] == [None, COUNTED, COUNTED]
    assert view.histograms[1].axis == (-1.0, 2.0)
