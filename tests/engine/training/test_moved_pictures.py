"""A run finds its pictures after saving of labels has moved some of them."""

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
    TrainingConfig,
)
from engine.contract.dataset import Split
from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.folder_saving import save_into_folders, switch_relocations
from engine.dataset.opening import open_dataset
from engine.dataset.splits.assigning import read_splits
from engine.evaluate import evaluate
from engine.explaining.embedded_split import embed_split
from engine.explaining.exciting_index import exciting_pictures, index_exciting
from engine.inspect.exciting import units_of
from engine.label_errors.finding import find_label_errors
from engine.label_history.stored import LabelHistoryLog, LearnedPicture
from engine.model_store import load_run
from engine.training.loading import load_pictures
from tests.engine.dataset.small_datasets import ignore_progress, never
from tests.engine.sample_run import write_colours, write_run
from tests.engine.training.small_run import CLASSES, SIDE, stripes

OLD, NEW = "blue/1.png", "red/1_from_blue.png"


def open_index(dataset: Path) -> Path:
    return open_dataset(dataset, on_progress=ignore_progress, is_cancelled=never)


def move(dataset: Path, path: str, label: str) -> None:
    """Say what a picture is, and save that."""
    correct_labels(open_index(dataset), {path: label}, "a step")
    assert save_into_folders(open_index(dataset), "saving") is not None
    open_index(dataset)


def move_back(dataset: Path) -> None:
    index = open_index(dataset)
    switch_relocations(index, journal_of_index(index).steps()[-1], is_in_force=False)
    open_index(dataset)


@pytest.fixture
def colours(tmp_path: Path) -> Path:
    return write_colours(tmp_path / "colours", each=8)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Forty stripes as files, whose names no two classes share."""
    folder = tmp_path / "stripes"
    for number, (picture, label) in enumerate(zip(*stripes(40, seed=1), strict=True)):
        path = folder / CLASSES[label] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture[..., 0]).save(path)
    return folder


def config_for(dataset: Path, pinned: tuple[str, ...] = ()) -> RunConfig:
    return RunConfig(
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name="linear", graph={}),
        input=InputConfig(height=SIDE, width=SIDE, channels=1),
        training=TrainingConfig(epochs=1, batch_size=8),
        augmentation=AugmentationConfig(enabled=False),
        pinned=pinned,
    )


def test_the_kept_split_names_a_moved_picture_where_it_lies(tmp_path: Path, colours: Path) -> None:
    run = write_run(tmp_path / "run", colours)
    before = load_run(run.path).kept_splits()
    assert before is not None

    move(colours, OLD, "red")
    after = load_run(run.path).kept_splits()
    move_back(colours)

    assert after == {NEW if path == OLD else path: split for path, split in before.items()}
    assert load_run(run.path).kept_splits() == before


def test_an_evaluation_has_all_pictures_of_the_split(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours).path)
    kept = run.kept_splits()
    assert kept is not None
    moved = next(path for path, split in kept.items() if split is Split.VALIDATION and path.startswith("blue"))
    before, _ = evaluate(run, split="validation", dataset=None, on_progress=ignore_progress, is_cancelled=never)

    move(colours, moved, "red")
    after, _ = evaluate(run, split="validation", dataset=None, on_progress=ignore_progress, is_cancelled=never)

    assert (before.images, before.metrics["accuracy"]) == (12, 1.0)
    assert (after.images, after.metrics["accuracy"]) == (12, pytest.approx(11 / 12))


def test_what_was_found_before_names_pictures_where_they_lie(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network="lenet5").path)
    kept = run.kept_splits()
    assert kept is not None
    layer = next(call.name for call in units_of(run.model) if call.shape[-1] == 6)
    index_exciting(run, "train", ignore_progress)
    vectors, _ = embed_split(run, "train", layer=None, layout="pca", on_progress=ignore_progress)
    moved = next(path for path, split in kept.items() if split is Split.TRAIN and path.startswith("blue"))

    move(colours, moved, "red")
    found, _ = embed_split(run, "train", layer=None, layout="pca", on_progress=ignore_progress)
    exciting = [each for channel in range(6) for each in exciting_pictures(run, "train", layer, channel) or ()]

    assert moved in vectors.images
    assert moved not in found.images
    assert all((colours / image).is_file() for image in found.images)
    assert exciting
    assert all((colours / each.image).is_file() for each in exciting)


def test_a_repeated_run_learns_from_the_same_pictures_and_follows_the_same(tmp_path: Path, lines: Path) -> None:
    first, second = CLASSES
    moved = min(path.relative_to(lines).as_posix() for path in (lines / first).iterdir())
    target = moved.replace(first, second)
    before = train.create_run(config_for(lines, pinned=(moved,)), tmp_path / "before")
    load_pictures(before, ignore_progress)[1].close()

    move(lines, moved, second)
    repeated = train.create_run(before.read_config(), tmp_path / "after")
    config, pictures = load_pictures(repeated, ignore_progress)
    pictures.close()

    splits = read_splits(before.split)
    assert read_splits(repeated.split) == {target if path == moved else path: split for path, split in splits.items()}
    assert config.pinned == (target,)
    assert pictures.pinned is not None
    assert pictures.pinned.truths == (second,)


def test_a_resumed_run_goes_on_with_all_its_pictures(tmp_path: Path, lines: Path) -> None:
    first, second = CLASSES
    moved = min(path.relative_to(lines).as_posix() for path in (lines / first).iterdir())
    run = train.create_run(config_for(lines), tmp_path / "run")
    _, before = load_pictures(run, ignore_progress)
    before.close()

    move(lines, moved, second)
    _, after = load_pictures(run, ignore_progress)
    after.close()

    assert after.training_images == before.training_images
    assert after.validation_images == before.validation_images


def test_how_a_label_was_learned_is_known_after_it_was_saved(tmp_path: Path, colours: Path) -> None:
    run = write_run(tmp_path / "run", colours)
    kept = load_run(run.path).kept_splits()
    assert kept is not None
    trained = [path for path, split in kept.items() if split is Split.TRAIN]
    corrected = next(path for path in trained if path.startswith("blue"))
    learned = [LearnedPicture(path, "red" if path == corrected else path.partition("/")[0]) for path in trained]
    log = LabelHistoryLog(run.label_history, learned, epoch=0)
    log.write(1, margins=np.full(len(learned), -1, np.float32), rivals=np.ones(len(learned), np.int64))

    move(colours, corrected, "red")
    ranking = find_label_errors(load_run(run.path), share=1, on_progress=ignore_progress, is_cancelled=never)

    (suspect,) = (
        each
        for each in ranking.suspects
        if each.image == corrected.replace("blue/", "red/").replace(".", "_from_blue.")
    )
    assert suspect.leads == (-0.462,)  # tanh(-1 / 2)
