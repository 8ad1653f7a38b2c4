"""The engine tells which values win in a pooling, where they lie on the picture, and what is put back there."""

from pathlib import Path

import keras
import numpy as np
import pytest

from engine.answers.pooling import see_pooling
from engine.contract.errors import UserError
from engine.contract.framing import Array
from engine.contract.microscope import MapPlace, PoolingSeen, SeePooling
from engine.explaining.seen import see_picture
from engine.model_store import load_run
from tests.engine.sample_masks import write_masked_run
from tests.gui.mask_pictures import write_masks


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masks(tmp_path_factory.mktemp("pictures") / "masks", count=2)


@pytest.fixture(scope="module")
def segnet(dataset: Path) -> str:
    return str(write_masked_run(dataset.parent / "segnet", dataset, "segnet").path)


def seen(run: str, dataset: Path, **asked: str | int) -> tuple[PoolingSeen, tuple[Array, ...]]:
    image = str(dataset / "images" / "1.png")
    event, arrays = see_pooling(SeePooling.model_validate({"run": run, "image": image, **asked}))
    assert isinstance(event, PoolingSeen)
    return event, tuple(arrays)


def output_of(run: str, dataset: Path, layer: str) -> np.ndarray:
    loaded = load_run(run)
    prepared = see_picture(loaded, dataset / "images" / "1.png").prepared[np.newaxis]
    return np.asarray(keras.Model(loaded.model.inputs, loaded.model.get_layer(layer).output).predict_on_batch(prepared))


def test_winners_have_the_values_that_the_layer_makes(segnet: str, dataset: Path) -> None:
    event, (values, places, _, _) = seen(segnet, dataset, layer="stage2_pooling", channel=3)

    assert (event.window, event.stride, event.before) == ((2, 2), (2, 2), (0, 0))
    assert event.place == MapPlace(origin=(1.0, 1.0), step=(2.0, 2.0))
    pooled = output_of(segnet, dataset, "stage2_pooling")[0, ..., 3]
    np.testing.assert_allclose(values[places[..., 0], places[..., 1]], pooled, atol=1e-6)


def test_what_is_put_back_at_the_winners_is_what_the_unpooling_makes(segnet: str, dataset: Path) -> None:
    event, (values, places, _, put_back) = seen(segnet, dataset, layer="stage1_pooling", channel=0)

    unpooling = next(pooling.unpooling for pooling in event.poolings if pooling.name == "stage1_pooling")
    assert unpooling == "up1_enlarged"
    made = np.zeros_like(values)
    made[places[..., 0], places[..., 1]] = put_back
    np.testing.assert_allclose(made, output_of(segnet, dataset, unpooling)[0, ..., 0], atol=1e-6)


def test_the_last_pooling_and_its_strongest_channel_come_first(segnet: str, dataset: Path) -> None:
    event, (values, *_) = seen(segnet, dataset)

    assert event.layer == event.poolings[-1].name == "stage5_pooling"
    channels = range(event.poolings[-1].shape[2])
    means = [float(seen(segnet, dataset, channel=channel)[1][0].mean()) for channel in channels]
    assert event.channel == int(np.argmax(means))
    assert values.mean() == pytest.approx(max(means))


def test_a_network_that_pools_nothing_says_so(dataset: Path) -> None:
    run = write_masked_run(dataset.parent / "full", dataset, "full-resolution")

    event, arrays = seen(str(run.path), dataset)

    assert event.poolings == ()
    assert arrays == ()


@pytest.mark.parametrize(("asked", "words"), [({"layer": "logits"}, "pools no maxima"), ({"channel": 99}, "no such")])
def test_what_is_not_there_is_refused(segnet: str, dataset: Path, asked: dict[str, str | int], words: str) -> None:
    with pytest.raises(UserError, match=words):
        seen(segnet, dataset, **asked)
