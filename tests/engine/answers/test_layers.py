"""The engine tells every layer of a network, and the slices of one."""

import pytest

from engine.answers.layers import read_distributions, read_slices, see_through
from engine.contract.errors import UserError
from engine.contract.layer_film import (
    ChannelOrder,
    DistributionsRead,
    ReadDistributions,
    ReadSlices,
    SeenThrough,
    SeeThrough,
    SlicesRead,
)
from tests.engine.sample_run import write_colours, write_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A run with two convolutions, and one of its pictures."""
    home = tmp_path_factory.mktemp("home")
    dataset = write_colours(home / "colours")
    return str(write_run(home / "run", dataset, network="lenet5").path), str(dataset / "red" / "0.png")


@pytest.mark.parametrize("order", ["strength", "contribution"])
def test_every_layer_is_told_with_its_maps(run: tuple[str, str], order: ChannelOrder) -> None:
    event, maps = see_through(SeeThrough(run=run[0], image=run[1], channels=4, order=order))

    assert isinstance(event, SeenThrough)
    assert len(event.layers) == len(maps) > 5
    for strip, values in zip(event.layers, maps, strict=True):
        assert values.shape == (len(strip.channels), *strip.size)
        assert all((channel.contribution is None) == (order == "strength") for channel in strip.channels)
    assert event.order == order
    assert event.layers[-1].size == (1, 1)


def test_weights_activations_and_gradients_of_a_layer_are_counted(run: tuple[str, str]) -> None:
    through, _ = see_through(SeeThrough(run=run[0], image=run[1]))
    assert isinstance(through, SeenThrough)
    layer = through.layers[0]

    event, arrays = read_distributions(ReadDistributions(run=run[0], image=run[1], layer=layer.layer))

    assert isinstance(event, DistributionsRead)
    assert arrays == ()
    assert event.weights is not None
    assert (event.activations.low, event.activations.high) == pytest.approx(layer.range)
    assert sum(event.gradients.counts) == layer.size[0] * layer.size[1] * layer.total_channels


def test_slices_name_their_filter_and_input_channel(run: tuple[str, str]) -> None:
    through, _ = see_through(SeeThrough(run=run[0], image=run[1]))
    assert isinstance(through, SeenThrough)

    event, arrays = read_slices(ReadSlices(run=run[0], layer=through.layers[0].layer, source=2))

    assert isinstance(event, SlicesRead)
    assert event.source_channels == 3
    assert set(event.sources) == {2}
    assert len(arrays[0]) == event.total_filters


def test_an_input_channel_that_is_not_there_is_refused(run: tuple[str, str]) -> None:
    through, _ = see_through(SeeThrough(run=run[0], image=run[1]))
    assert isinstance(through, SeenThrough)

    with pytest.raises(UserError, match=r"There is no such input channel\. Received: 3"):
        read_slices(ReadSlices(run=run[0], layer=through.layers[0].layer, source=3))
