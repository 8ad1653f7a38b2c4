"""A whole run of semantic segmentation on small pictures: it learns, is measured, and says what it sees."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.answers.true_masks import read_true_mask
from engine.cli.app import run_command
from engine.contract.config import TaskName
from engine.contract.masks import MaskEvaluation
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.evaluate import evaluate
from engine.handlers.context import Context
from engine.model_store import load_run
from engine.ops.uncertainty import normalised_entropy
from engine.predict import predict
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from engine.train import create_run, train

UNHEARD = Context(send=lambda _event, _arrays: None, is_cancelled=never_cancelled, leave_window=lambda: None)
NAMES = "ground\ndisc\nbox\n"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Red discs and blue boxes on grey noise, with masks of palette indices; some are wider than high."""
    root = tmp_path_factory.mktemp("shapes")
    rng = np.random.default_rng(3)
    for number in range(24):
        folder = root / ("train" if number < 18 else "val")
        (folder / "images").mkdir(parents=True, exist_ok=True)
        (folder / "masks").mkdir(parents=True, exist_ok=True)
        width, height = (40, 32) if number % 3 else (32, 32)
        rows, columns = np.mgrid[:height, :width]
        mask = np.zeros((height, width), np.uint8)
        row, column = rng.integers(8, height - 8), rng.integers(8, width - 8)
        mask[(rows - row) ** 2 + (columns - column) ** 2 <= 36] = 1
        top, left = rng.integers(0, height - 10), rng.integers(0, width - 10)
        mask[top : top + 8, left : left + 8] = 2
        colours = np.array([[120, 120, 120], [200, 60, 60], [60, 60, 200]])
        pixels = np.clip(colours[mask] + rng.normal(0, 12, (height, width, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"{number:02d}.png")
        image = Image.fromarray(mask)
        image.putpalette([0, 0, 0, 255, 0, 0, 0, 0, 255])
        image.save(folder / "masks" / f"{number:02d}.png")
    (root / "classes.txt").write_text(NAMES)
    return root


@pytest.fixture(scope="module", params=["letterbox", "patches"])
def run(request: pytest.FixtureRequest, shapes: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    with DatasetIndex(open_dataset(shapes, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        config, _ = propose_config(
            index,
            Wishes(options={"width": 6, "depth": 2}, image_size=(32, 32) if request.param == "patches" else None),
        )
    training = config.training.model_copy(
        update={"epochs": 30, "batch_size": 6, "learning_rate": 1e-2, "weight_averaging": False, "precision": "float32"}
    )
    shown = config.input.model_copy(update={"fit": request.param})
    augmentation = config.augmentation.model_copy(update={"elastic": 1.0})
    config = config.model_copy(update={"training": training, "input": shown, "augmentation": augmentation})
    folder = create_run(config, tmp_path_factory.mktemp("runs") / request.param)
    assert train(folder).status is RunStatus.FINISHED, folder.log.read_text()
    return folder


def test_what_is_proposed_for_masks_are_masks(shapes: Path) -> None:
    with DatasetIndex(open_dataset(shapes, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        config, reasons = propose_config(index)

    assert config.task is TaskName.SEMANTIC
    assert config.network.name == "unet"
    assert (config.input.height, config.input.width, config.input.fit) == (32, 48, "letterbox")
    assert config.classes == ("ground", "disc", "box")
    assert "network.name" in reasons


def test_a_run_learns_where_things_are(run: RunFolder) -> None:
    evaluation, folder = evaluate(
        load_run(run.path), split="validation", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled
    )

    assert isinstance(evaluation, MaskEvaluation)
    assert evaluation.images == 6
    assert run.read_state().monitor == "val_mean_iou"
    assert (evaluation.metrics["mIoU"] or 0) >= 0.9
    assert [one.name for one in evaluation.per_class] == ["ground", "disc", "box"]
    assert sum(map(sum, evaluation.confusion)) == sum(one.true_pixels for one in evaluation.per_class)
    assert MaskEvaluation.model_validate_json((folder / "metrics.json").read_bytes()) == evaluation
    assert len((folder / "images.csv").read_text().splitlines()) == 7


def test_masks_have_the_size_of_their_pictures(run: RunFolder, shapes: Path) -> None:
    images = sorted((shapes / "val" / "images").iterdir())

    predictions, problems = predict(load_run(run.path), [*images, shapes / "classes.txt"], on_progress=ignore_progress)

    assert list(problems) == [str(shapes / "classes.txt")]
    for image, prediction in zip(images, predictions, strict=True):
        [mask] = prediction.arrays
        truth = np.asarray(Image.open(shapes / "val" / "masks" / image.name))
        assert mask.shape == truth.shape
        assert (mask == truth).mean() >= 0.95


def test_the_true_mask_of_a_picture_is_read(run: RunFolder, shapes: Path) -> None:
    image = shapes / "val" / "images" / "18.png"

    event, arrays = read_true_mask(ReadTrueMask(run=str(run.path), image=str(image)), UNHEARD)

    truth = np.asarray(Image.open(shapes / "val" / "masks" / "18.png"))
    assert isinstance(event, TrueMaskRead)
    assert np.array_equal(arrays[0], truth)
    assert [area.pixels for area in event.areas] == np.bincount(truth.ravel(), minlength=3).tolist()


def test_nothing_is_true_of_a_picture_from_elsewhere(run: RunFolder, tmp_path: Path) -> None:
    event, arrays = read_true_mask(ReadTrueMask(run=str(run.path), image=str(tmp_path / "18.png")), UNHEARD)

    assert isinstance(event, TrueMaskRead)
    assert (event.areas, list(arrays)) == ((), [])


def test_pinned_pictures_have_a_mask_in_every_epoch(run: RunFolder) -> None:
    masks = np.load(run.previews / "epoch_0030.mask.npy", allow_pickle=False)

    assert masks.dtype == np.uint8
    assert masks.shape[0] == len(run.read_config().pinned)
    assert set(np.unique(masks)) == {0, 1, 2}


def test_the_command_line_writes_masks(run: RunFolder, shapes: Path, tmp_path: Path) -> None:
    image = shapes / "val" / "images" / "18.png"

    assert run_command(["predict", str(run.path), str(image), "--out", str(tmp_path), "--json"]) == 0

    truth = np.asarray(Image.open(shapes / "val" / "masks" / "18.png"))
    assert (np.asarray(Image.open(tmp_path / "18.mask.png")) == truth).mean() >= 0.95
    assert (tmp_path / "18.png").exists()


def test_scores_doubt_and_outlines_are_written_where_they_are_asked_for(
    run: RunFolder, shapes: Path, tmp_path: Path
) -> None:
    image = shapes / "val" / "images" / "18.png"
    options = ["--probabilities", "--uncertainty", "--polygons", "geojson", "--json"]

    assert run_command(["predict", str(run.path), str(image), "--out", str(tmp_path), *options]) == 0

    [entry] = json.loads((tmp_path / "predictions.json").read_text())
    mask = np.asarray(Image.open(tmp_path / entry["mask"]))
    scores = np.load(tmp_path / entry["probabilities"], allow_pickle=False)
    assert (scores.dtype, scores.shape) == (np.float16, (*mask.shape, 3))
    assert np.allclose(scores.astype(np.float32).sum(axis=-1), 1.0, atol=3e-3)
    assert (scores.argmax(axis=-1) == mask).mean() > 0.999
    doubt = np.asarray(Image.open(tmp_path / entry["uncertainty"]).convert("L"))
    assert np.abs(doubt / 255 - normalised_entropy(scores)).max() < 0.02
    features = json.loads((tmp_path / entry["polygons"]).read_text())["features"]
    areas = Counter[str]()
    for feature in features:
        areas[feature["properties"]["class"]] += feature["properties"]["area_px"]
    assert areas == {one["class"]: one["pixels"] for one in entry["areas"]}


@pytest.mark.parametrize(("kind", "file"), [("labelme", "18.labelme.json"), ("coco", "instances.json")])
def test_outlines_are_written_for_other_programs(
    run: RunFolder, shapes: Path, tmp_path: Path, kind: str, file: str
) -> None:
    images = [str(shapes / "val" / "images" / name) for name in ("18.png", "19.png")]

    assert run_command(["predict", str(run.path), *images, "--out", str(tmp_path), "--polygons", kind]) == 0

    entries = json.loads((tmp_path / "predictions.json").read_text())
    assert entries[0]["polygons"] == file
    document = json.loads((tmp_path / file).read_text())
    if kind == "coco":
        assert [one["file_name"] for one in document["images"]] == ["18.png", "19.png"]
        areas = {(one["image_id"], one["category_id"]): 0.0 for one in document["annotations"]}
        for one in document["annotations"]:
            areas[one["image_id"], one["category_id"]] += one["area"]
        assert areas[1, 2] == entries[0]["areas"][1]["pixels"]
    else:
        assert {"disc", "box"} <= {shape["label"] for shape in document["shapes"]}
        assert Path(document["imagePath"]) == Path(images[0])
