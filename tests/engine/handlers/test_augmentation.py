"""What is previewed is what trains: the same pixels, and labels that stay on them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import train
from engine.contract.annotations import NO_CLASS, AnnotationKind
from engine.contract.augmentation_presets import PRESETS
from engine.contract.commands import PreviewAugmentation
from engine.contract.config import (
    AugmentationConfig,
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    TrainingConfig,
)
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.events import AugmentationPreviewed
from engine.data.order import epoch_order
from engine.data.preparation import Preparation
from engine.dataset.splits.assigning import read_splits
from engine.handlers.augmentation import preview
from engine.handlers.context import Context
from engine.training.loading import load_pictures
from tests.engine.data.augment.settings import only
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes
from tests.engine.training.small_run import CLASSES, stripes
from tests.shared_data import dataset as shared_dataset

INPUT = InputConfig(height=24, width=32, channels=3, scale="0..255", subtract="nothing", divide_by_deviation=False)
STRONG = AugmentationConfig(
    flip_horizontal=True, shift=0.2, rotation=20, shear=10, perspective=0.1, crop=0.3, elastic=1.5, brightness=0.2,
    saturation=0.3, noise=0.05, blur=1, jpeg=0.5, superimpose=0.2, cutout=0.3, mixup=0.5,
)  # fmt: skip
CONTEXT = Context(send=lambda event, arrays: None, is_cancelled=lambda: False, leave_window=lambda: None)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Thirty noisy stripes in colour, one folder for each class."""
    folder = tmp_path / "stripes"
    for number, (picture, label) in enumerate(zip(*stripes(30, seed=1), strict=True)):
        path = folder / CLASSES[label] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.repeat(picture, 3, axis=2) // np.array([1, 2, 3], np.uint8)).save(path)
    return folder


def previewed(path: Path, image: str, **more: object) -> tuple[AugmentationPreviewed, list[np.ndarray]]:
    settings: dict[str, object] = {"input": INPUT, "augmentation": STRONG, "variants": 3, **more}
    event, arrays = preview(PreviewAugmentation(path=str(path), image=image, **settings), CONTEXT)  # type: ignore[arg-type]
    assert isinstance(event, AugmentationPreviewed)
    return event, [np.asarray(array) for array in arrays]


def test_a_preview_has_the_pixels_that_training_uses(tmp_path: Path, dataset: Path) -> None:
    config = RunConfig(
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name="linear", graph={}),
        input=INPUT,
        training=TrainingConfig(epochs=1, batch_size=5),
        augmentation=STRONG,
        seed=7,
    )
    folder = train.create_run(config, tmp_path / "run")
    _, pictures = load_pictures(folder, lambda phase, done, total: None)
    sequence = pictures.training
    sequence.start_at(2)
    batch = np.rint(np.asarray(sequence[1][0])).astype(np.uint8)
    positions = epoch_order(pictures.training_images, 5, seed=7, epoch=2)[1]
    training = [path for path, split in read_splits(folder.split).items() if split is Split.TRAIN]

    shown = [previewed(dataset, training[position], seed=7, first_epoch=2) for position in positions]

    pictures.close()
    assert [event.position for event, _ in shown] == positions.tolist()
    assert np.array_equal(np.stack([arrays[1] for _, arrays in shown]), batch)


def test_the_first_picture_is_the_unchanged_one(dataset: Path) -> None:
    event, arrays = previewed(dataset, "lying/00.png", augmentation=AugmentationConfig(enabled=False))

    assert len(arrays) == 4
    assert all(np.array_equal(array, arrays[0]) for array in arrays)
    assert [annotation.label for annotation in event.annotations[0]] == ["lying"]


def test_epochs_follow_each_other(dataset: Path) -> None:
    _, first = previewed(dataset, "lying/00.png", first_epoch=4)
    _, second = previewed(dataset, "lying/00.png", first_epoch=5)

    assert np.array_equal(first[2], second[1])
    assert not np.array_equal(first[1], second[1])


def test_a_picture_outside_of_training_says_so_and_has_a_chance_of_its_own(dataset: Path) -> None:
    shown = [previewed(dataset, f"{CLASSES[n % 2]}/{n:02d}.png") for n in range(30)]

    outside = [(event, arrays) for event, arrays in shown if event.position is None]
    assert len(outside) == 6
    again, arrays = previewed(dataset, outside[0][0].image)
    assert again.position is None
    assert np.array_equal(arrays[1], outside[0][1][1])


def test_a_blend_names_both_classes_with_their_shares(dataset: Path) -> None:
    event, _ = previewed(dataset, "lying/00.png", augmentation=AugmentationConfig(mixup=1.0), variants=10)

    for labels in event.annotations[1:]:
        assert len(labels) == 2
        assert sum(label.share for label in labels) == pytest.approx(1)
    assert len(event.annotations[0]) == 1


def test_an_unknown_picture_is_told(dataset: Path) -> None:
    with pytest.raises(UserError, match="not in the dataset"):
        previewed(dataset, "lying/nothing.png")


@pytest.mark.parametrize("name", [preset.name for preset in PRESETS])
def test_boxes_of_blood_cells_move_with_their_pictures(name: str) -> None:
    folder = shared_dataset("bccd-voc")
    image = sorted(folder.rglob("*.jpg"))[0].relative_to(folder).as_posix()
    config = next(preset.config for preset in PRESETS if preset.name == name)

    event, arrays = previewed(folder, image, input=InputConfig(height=160, width=160), augmentation=config, variants=4)

    assert len(arrays) == 5
    assert event.annotations[0]
    for annotations in event.annotations:
        boxes = np.array([annotation.box for annotation in annotations if annotation.box])
        assert boxes.min() >= 0
        assert boxes.max() <= 160
        assert (boxes[:, 2:] > boxes[:, :2]).all()


def test_masks_of_nuclei_move_with_their_pictures() -> None:
    folder = shared_dataset("dsb2018-fluorescence")
    pictures = [path for path in sorted(folder.rglob("*.png")) if "images" in path.parts]
    image = pictures[0].relative_to(folder).as_posix()
    segmentation = next(preset.config for preset in PRESETS if preset.name == "segmentation")

    event, arrays = previewed(
        folder, image, input=InputConfig(height=96, width=128), augmentation=segmentation, variants=2
    )

    assert event.has_masks
    assert len(arrays) == 6
    assert all(mask.shape == (96, 128) and set(np.unique(mask)) <= {0, NO_CLASS} for mask in arrays[3:])
    assert {annotation.kind for annotation in event.annotations[1]} == {AnnotationKind.MASK}
    _, _, _, unchanged, *_ = arrays
    for x_min, y_min, x_max, y_max in (annotation.box for annotation in event.annotations[0] if annotation.box):
        part = unchanged[int(y_min) : int(np.ceil(y_max)), int(x_min) : int(np.ceil(x_max))]
        assert (part != NO_CLASS).any()


def test_mosaics_and_blends_of_boxes_are_previewed_as_they_are_learned(tmp_path: Path) -> None:
    write_boxes(tmp_path / "boxes")
    config = run_config(NAMES, side=64, path=tmp_path / "boxes").model_copy(
        update={
            "augmentation": AugmentationConfig(mosaic=0.6, mosaic_off=0.5, mixup=0.5, scale=0.2, rotation=0.0),
            "training": TrainingConfig(epochs=4, batch_size=8),
        }
    )
    folder = train.create_run(config, tmp_path / "run")
    config, pictures = load_pictures(folder, lambda phase, done, total: None)
    pictures.training.start_at(1)
    prepared, rows = pictures.training[0][:2]
    positions = epoch_order(pictures.training_images, 8, seed=config.seed, epoch=1)[0]
    training = [path for path, split in read_splits(folder.split).items() if split is Split.TRAIN]
    preparation = Preparation.load(folder.preparation)

    mixed = 0
    for position, picture, truth in zip(positions, prepared, rows, strict=True):
        event, arrays = previewed(
            tmp_path / "boxes",
            training[position],
            input=config.input,
            augmentation=config.augmentation,
            seed=config.seed,
            epochs=4,
            mixes_boxes=True,
        )
        shown = [one for one in event.annotations[2] if one.box is not None]
        learned = truth[truth[:, 5] > 0]
        mixed += len(shown) > len([one for one in event.annotations[0] if one.box is not None])
        assert np.allclose(arrays[2], preparation.undo(picture[None])[0], atol=1)
        assert np.allclose(np.array([one.box for one in shown]).reshape(-1, 4), learned[:, :4], atol=1e-3)
        assert [NAMES.index(one.label or "") for one in shown] == learned[:, 4].tolist()
    pictures.close()
    assert mixed > 2


def test_a_preview_for_other_tasks_shows_no_mosaics(dataset: Path) -> None:
    _, arrays = previewed(dataset, "lying/00.png", augmentation=only(mosaic=1.0))

    assert all(np.array_equal(array, arrays[0]) for array in arrays)
