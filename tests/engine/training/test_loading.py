"""From a folder of files to what a run learns from."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import train
from engine.contract.config import (
    AugmentationConfig,
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    SplitConfig,
    TrainingConfig,
)
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import correct_labels
from engine.dataset.opening import open_dataset
from engine.dataset.splits.assigning import read_splits
from engine.dataset.splits.changes import change_split
from engine.training.loading import load_pictures
from tests.engine.training.small_run import CLASSES, SIDE, stripes


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty stripes as files, one of them cut off in the middle."""
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "stripes"
    for number, (picture, label) in enumerate(zip(*stripes(40, seed=1), strict=True)):
        path = folder / CLASSES[label] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture[..., 0]).save(path)
    broken = folder / "lying" / "00.png"
    broken.write_bytes(broken.read_bytes()[:60])
    return folder


def config_for(dataset: Path, **changes: object) -> RunConfig:
    config = RunConfig(
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name="linear", graph={}),
        input=InputConfig(height=SIDE, width=SIDE, channels=1),
        training=TrainingConfig(epochs=1, batch_size=8),
        augmentation=AugmentationConfig(enabled=False),
    )
    return config.model_copy(update=changes)


def ignore(phase: str, done: int, total: int) -> None:
    """Reports nothing."""


def test_a_run_learns_from_files_and_leaves_out_the_broken_one(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset), tmp_path / "run")
    state = train.train(folder)
    assert state.status is RunStatus.FINISHED, state.reason
    config = folder.read_config()
    assert config.classes == CLASSES
    assert config.dataset.fingerprint
    assert len(read_splits(folder.split)) == 39
    assert len(config.pinned) == 2


def test_the_labels_to_be_recorded_are_those_of_the_pictures_that_are_learned(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset), tmp_path / "run")

    config, pictures = load_pictures(folder, ignore)
    pictures.close()

    splits = read_splits(folder.split)
    order = pictures.training.order(0)
    targets = np.concatenate([pictures.training[batch][1] for batch in range(len(pictures.training))])
    assert {one.image for one in pictures.learned} == {path for path, split in splits.items() if split is Split.TRAIN}
    assert [pictures.learned[place].label for place in order] == [
        config.classes[row.argmax()] for row in targets[: len(order)]
    ]


def test_with_a_single_class_no_label_is_recorded(tmp_path: Path, dataset: Path) -> None:
    shutil.rmtree(dataset / "standing")
    folder = train.create_run(config_for(dataset), tmp_path / "run")

    pictures = load_pictures(folder, ignore)[1]
    pictures.close()

    assert pictures.learned == ()


def test_a_change_of_the_dataset_since_the_plan_is_logged(
    tmp_path: Path, dataset: Path, caplog: pytest.LogCaptureFixture
) -> None:
    yesterday = DatasetConfig(path=str(dataset), fingerprint="of another day")
    planned = config_for(dataset).model_copy(update={"dataset": yesterday})
    folder = train.create_run(planned, tmp_path / "run")

    config, pictures = load_pictures(folder, ignore)
    pictures.close()

    assert config.dataset.fingerprint != "of another day"
    assert "changed since this run was planned" in caplog.text


def test_the_split_of_a_run_stays_when_the_dataset_grows(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset), tmp_path / "run")
    load_pictures(folder, ignore)[1].close()
    before = read_splits(folder.split)
    Image.fromarray(stripes(1, seed=9)[0][0, ..., 0]).save(dataset / "standing" / "new.png")
    _, pictures = load_pictures(folder, ignore)
    pictures.close()
    assert read_splits(folder.split) == before
    assert pictures.training_images == sum(split is Split.TRAIN for split in before.values())


@pytest.mark.parametrize("seed", [7, 8])
def test_a_picture_that_was_moved_by_hand_is_where_it_was_put(tmp_path: Path, dataset: Path, seed: int) -> None:
    index = open_dataset(dataset, on_progress=ignore, is_cancelled=lambda: False)
    with DatasetIndex(index) as opened:
        moved = {row.path: Split.TEST for row in opened.rows(Split.TRAIN)[:3]}
    change_split(index, moved=moved)

    folder = train.create_run(config_for(dataset, split=SplitConfig(seed=seed)), tmp_path / "run")
    load_pictures(folder, ignore)[1].close()

    assert {path for path, split in read_splits(folder.split).items() if split is Split.TEST} == moved.keys()


def test_a_class_without_a_training_picture_is_told_when_a_run_starts(tmp_path: Path, dataset: Path) -> None:
    index = open_dataset(dataset, on_progress=ignore, is_cancelled=lambda: False)
    with DatasetIndex(index) as opened:
        change_split(index, moved={row.path: Split.VALIDATION for row in opened.rows() if "standing" in row.path})

    folder = train.create_run(config_for(dataset), tmp_path / "run")
    train.train(folder)

    events = [json.loads(line) for line in folder.events.read_text().splitlines()]
    assert [event["unseen_classes"] for event in events if event["type"] == "run_started"] == [["standing"]]


def _labels_seen(config: RunConfig, run: Path) -> tuple[RunConfig, dict[str, Split], np.ndarray]:
    """The completed config, the splits, and how many training pictures of each class the network is shown."""
    folder = train.create_run(config, run)
    completed, pictures = load_pictures(folder, ignore)
    targets = [pictures.training[number][1] for number in range(pictures.training.num_batches)]
    pictures.close()
    return completed, read_splits(folder.split), np.concatenate(targets).sum(axis=0)


@pytest.mark.parametrize("seed", [0, 7])  # the split of the index, and another one
def test_a_run_learns_the_corrected_label_from_the_same_pictures(tmp_path: Path, dataset: Path, seed: int) -> None:
    config = config_for(dataset, split=SplitConfig(seed=seed))
    given, splits, before = _labels_seen(config, tmp_path / "before")
    index = open_dataset(dataset, on_progress=ignore, is_cancelled=lambda: False)
    first, second = CLASSES
    path = next(path for path, split in splits.items() if split is Split.TRAIN and path.startswith(first))
    correct_labels(index, {path: second}, "label")

    corrected, same_splits, after = _labels_seen(config, tmp_path / "after")

    assert same_splits == splits
    assert (after - before).tolist() == [-1, 1]
    assert corrected.dataset.fingerprint != given.dataset.fingerprint


def test_the_preparation_comes_from_the_training_pictures_and_is_kept(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset), tmp_path / "run")
    _, pictures = load_pictures(folder, ignore)
    batches = [pictures.training[index][0] for index in range(pictures.training.num_batches)]
    pictures.close()
    kept = Preparation.load(folder.preparation)
    assert abs(np.concatenate(batches).mean()) < 0.05
    assert kept.undo(batches[0]).dtype == np.uint8


def test_chosen_pictures_are_pinned_and_missing_ones_left_out(tmp_path: Path, dataset: Path) -> None:
    config = config_for(dataset, pinned=("standing/03.png", "standing/gone.png"))
    _, pictures = load_pictures(train.create_run(config, tmp_path / "run"), ignore)
    pictures.close()
    assert pictures.pinned is not None
    assert pictures.pinned.images == ("standing/03.png",)
    assert pictures.pinned.truths == ("standing",)
    assert pictures.pinned.inputs.shape == (1, SIDE, SIDE, 1)


def test_other_classes_than_the_config_knows_are_told(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset, classes=("cat", "dog")), tmp_path / "run")
    with pytest.raises(UserError, match="other classes"):
        load_pictures(folder, ignore)


def test_a_dataset_that_is_gone_fails_the_run_with_a_sentence(tmp_path: Path, dataset: Path) -> None:
    folder = train.create_run(config_for(dataset / "nowhere"), tmp_path / "run")
    state = train.train(folder)
    assert state.status is RunStatus.FAILED
    assert "Cannot open the dataset" in state.reason
    assert isinstance(folder, RunFolder)
