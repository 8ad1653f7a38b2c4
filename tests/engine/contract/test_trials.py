"""What "Try it" offers, against the catalogue, the samples and the configs it goes with."""

from pathlib import Path

import pytest

from engine.contract.changed_fields import with_fields
from engine.contract.tasks import TRAITS
from engine.contract.trials import TRIALS, Trial, trial_of
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.catalogue import ARCHITECTURES


def test_names_and_folders_of_samples_are_told_apart() -> None:
    samples = {trial.sample for trial in TRIALS}

    assert len({trial.name for trial in TRIALS}) == len(TRIALS)
    assert len({sample.name for sample in samples}) == len(samples)
    assert all(trial_of(trial.name) is trial for trial in TRIALS)
    assert trial_of("teapots") is None


@pytest.mark.parametrize("trial", TRIALS, ids=[trial.name for trial in TRIALS])
def test_every_trial_can_be_trained_as_it_says(trial: Trial, tmp_path: Path) -> None:
    sample = trial.sample
    write_sample(sample.kind, tmp_path / "a", count=12, seed=1, size_px=sample.side_px, objects=sample.objects)

    with DatasetIndex(open_dataset(tmp_path / "a", on_progress=_ignore, is_cancelled=lambda: False)) as index:
        config, _ = propose_config(index, Wishes(network=trial.network, options=trial.options))
    changed = with_fields(config, trial.fields)

    assert trial.network is None or trial.network in ARCHITECTURES
    assert changed.network.name == (trial.network or config.network.name)
    assert config.task in TRAITS
    assert changed.classes == config.classes
    assert all(_value(changed, name) == value for name, value in trial.fields.items())


def _value(config: object, name: str) -> object:
    for part in name.split("."):
        config = getattr(config, part)
    return config


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""
