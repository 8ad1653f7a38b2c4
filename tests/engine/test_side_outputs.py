"""A whole run of a network with a side classifier: it helps to learn, and nothing that is kept has it."""

import keras
import numpy as np
import pytest

from engine import train
from engine.contract.config import NetworkConfig
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.model_store import load_run
from engine.network_plan import CUSTOM
from tests.engine.training.sided_network import sided_graph
from tests.engine.training.small_run import load_stripes, run_folder, small_config, stripes


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of a small network with a side classifier."""
    config = small_config(epochs=3, learning_rate=0.02)
    graph = sided_graph((16, 16, 1))
    network = NetworkConfig(name=CUSTOM, graph=graph.to_json())
    folder = run_folder(tmp_path_factory.mktemp("sides"), config.model_copy(update={"network": network}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "load_pictures", load_stripes)
        state = train.train(folder)
    folder.preparation.mkdir(exist_ok=True)
    Preparation.fit(stripes(96, seed=1)[0], config.input).save(folder.preparation)
    assert state.status is RunStatus.FINISHED
    return folder


def test_the_saved_network_has_no_side_classifier(finished: RunFolder) -> None:
    model = keras.models.load_model(finished.model, compile=False)

    assert model.output_shape == (None, 2)
    assert not any(layer.name.startswith("side") for layer in model.layers)


def test_a_run_with_side_classifiers_is_opened_and_predicts_as_it_was_saved(finished: RunFolder) -> None:
    pictures = stripes(6, seed=3)[0]
    opened = load_run(finished.path)
    inputs = opened.preparation.apply(pictures)

    scores = opened.model.predict_on_batch(inputs)

    saved = keras.models.load_model(finished.model, compile=False).predict_on_batch(inputs)
    assert np.ptp(scores, axis=0).max() > 0.01
    assert np.array_equal(scores, saved)


def test_previews_show_what_the_whole_network_says(finished: RunFolder) -> None:
    assert (finished.previews / "epoch_0003.json").is_file()


def test_a_run_with_side_classifiers_goes_on(finished: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_pictures", load_stripes)

    state = train.resume(finished, epochs=4)

    assert (state.status, state.epoch) == (RunStatus.FINISHED, 4)
