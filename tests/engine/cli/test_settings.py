"""Changing single fields by ``--set``."""

import pytest

from engine.cli.settings import apply_settings, known_keys
from engine.contract.classifier_detectors import RegionClassifier
from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig
from engine.contract.errors import UserError

CONFIG = RunConfig(
    dataset=DatasetConfig(path="/photos"),
    network=NetworkConfig(name="lenet5", graph={}),
    input=InputConfig(height=28, width=28),
)


def test_a_field_is_set_by_its_full_name() -> None:
    assert apply_settings(CONFIG, ["training.learning_rate=0.01"]).training.learning_rate == 0.01


def test_a_field_is_set_by_its_last_part_where_that_is_unique() -> None:
    assert apply_settings(CONFIG, ["schedule=step"]).training.schedule == "step"


def test_options_of_the_network_are_free() -> None:
    assert apply_settings(CONFIG, ["network.options.width=8"]).network.options == {"width": 8}


def test_null_empties_a_field() -> None:
    given = apply_settings(CONFIG, ["dropout=0.3"])
    assert apply_settings(given, ["dropout=null"]).training.dropout is None


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        ("learning_rat=1", "Did you mean training.learning_rate"),
        ("training.epochs=many", "training.epochs=many"),
        ("epochs", "Write key=value"),
        ("scale=1", "input.scale or augmentation.scale"),
    ],
)
def test_what_cannot_be_set_is_told(setting: str, part: str) -> None:
    with pytest.raises(UserError, match=part):
        apply_settings(CONFIG, [setting])


def test_every_field_of_a_config_has_a_key() -> None:
    assert {"seed", "training.l2", "augmentation.mixup", "split.seed"} <= set(known_keys())


def test_a_field_of_a_detector_is_set_where_there_is_one() -> None:
    detector = {"kind": "r-cnn", "outputs": ["cat"], "background": None}
    config = RunConfig.model_validate(CONFIG.model_dump(mode="json") | {"detector": detector})

    found = apply_settings(config, ["detector.proposals=50", "search=single"]).detector

    assert isinstance(found, RegionClassifier)
    assert (found.proposals, found.search) == (50, "single")


def test_a_field_of_a_detector_needs_one() -> None:
    with pytest.raises(UserError, match="detector"):
        apply_settings(CONFIG, ["detector.proposals=50"])
