"""A coarse network is asked with all shifts of a picture, and answers for each of its pixels."""

from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from engine.answers.class_vectors import read_class_vectors
from engine.contract.class_vectors import ClassVectorsRead, ReadClassVectors
from engine.contract.errors import UserError
from engine.contract.events import Event, Progress
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.pictures.regions.opening import opened_regions
from engine.handlers.context import Cancelled, Context
from engine.model_store import LoadedRun, load_run
from engine.predicting import stitched
from engine.predicting.masks import predict_mask
from engine.predicting.stitched import STITCHING, stitched_network
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from engine.train import create_run, train
from models.coarse_map import coarse_map
from models.graph import Graph

SIDE = 32
UNHEARD = Context(send=lambda _event, _arrays: None, is_cancelled=never_cancelled, leave_window=lambda: None)


@pytest.fixture(scope="module")
def discs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small bright discs on dark noise, two pictures for validation."""
    root = tmp_path_factory.mktemp("discs")
    rng = np.random.default_rng(2)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    for number in range(14):
        folder = root / ("train" if number < 12 else "val")
        (folder / "images").mkdir(parents=True, exist_ok=True)
        (folder / "masks").mkdir(parents=True, exist_ok=True)
        row, column = rng.integers(6, SIDE - 6, 2)
        mask = ((rows - row) ** 2 + (columns - column) ** 2 <= 16).astype(np.uint8)
        pixels = np.clip(60 + 120 * mask[..., None] + rng.normal(0, 8, (SIDE, SIDE, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"{number:02d}.png")
        Image.fromarray(mask).save(folder / "masks" / f"{number:02d}.png")
    (root / "classes.txt").write_text("ground\ndisc\n")
    return root


def trained(discs: Path, folder: Path, network: str, *, epochs: int, **options: int) -> LoadedRun:
    with DatasetIndex(open_dataset(discs, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        config, _ = propose_config(index, Wishes(network=network, options={"width": 4, **options}))
    changes = {"epochs": epochs, "batch_size": 6, "learning_rate": 1e-2, "precision": "float32"}
    training = config.training.model_copy(update={**changes, "weight_averaging": False})
    run = create_run(config.model_copy(update={"training": training}), folder)
    train(run)
    return load_run(run.path)


@pytest.fixture(scope="module")
def run(discs: Path, tmp_path_factory: pytest.TempPathFactory) -> LoadedRun:
    folder = tmp_path_factory.mktemp("runs") / "coarse"
    return trained(discs, folder, "direct-heat-map", epochs=2, depth=3)


def test_a_stitched_mask_has_the_size_of_its_picture(run: LoadedRun, tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (SIDE, 2 * SIDE, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "wide.png")

    with opened_regions(tmp_path / "wide.png", on_progress=ignore_progress) as source:
        said = predict_mask(run, source, name="wide", on_progress=ignore_progress, network=stitched_network(run))

    assert said.classes.shape == (SIDE, 2 * SIDE)
    assert sum(area.pixels for area in said.said.areas) == 2 * SIDE * SIDE


def test_every_cell_stands_in_the_middle_of_its_square(run: LoadedRun) -> None:
    """Where the enlarged map has been taught to put it."""
    picture = np.random.default_rng(0).normal(size=(1, SIDE, SIDE, 3)).astype(np.float32)
    trunk = keras.Model(run.model.inputs, run.model.get_layer("score").output)

    answer = stitched_network(run).model.predict_on_batch(picture)

    assert answer.shape == (1, SIDE, SIDE, 2)
    cells = np.asarray(keras.ops.softmax(trunk.predict_on_batch(picture)))
    np.testing.assert_allclose(answer[:, 3::8, 3::8], cells, atol=1e-5)
    assert np.ptp(answer[:, 3:11, 3:11]) > 1e-4


def test_many_passes_are_made_at_once_and_say_the_same_inside(run: LoadedRun, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.random.default_rng(0).normal(size=(1, SIDE, SIDE, 3)).astype(np.float32)
    passes: list[tuple[int, int]] = []
    expected = stitched_network(run).model.predict_on_batch(picture)

    monkeypatch.setattr(stitched, "MOST_PASSES", 63)
    way = stitched_network(run, on_progress=lambda _what, done, total: passes.append((done, total)))
    answer = way.model.predict_on_batch(picture)

    assert passes == [(0, 1)]
    assert answer.shape == expected.shape
    middle = slice(SIDE // 2 - 2, SIDE // 2 + 2)
    assert np.ptp(expected[:, middle, middle]) > 1e-4
    assert np.argmax(answer, axis=-1)[:, middle, middle].tolist() == (
        np.argmax(expected, axis=-1)[:, middle, middle].tolist()
    )


def test_a_network_without_a_coarse_map_of_classes_is_refused(discs: Path, tmp_path: Path) -> None:
    fine = trained(discs, tmp_path / "fine", "full-resolution", epochs=1, depth=1)

    with pytest.raises(UserError, match="coarse map of classes"):
        stitched_network(fine)


def test_class_vectors_are_what_the_network_says_of_the_pixels(run: LoadedRun, discs: Path) -> None:
    image = discs / "val" / "images" / "12.png"
    with opened_regions(image, on_progress=ignore_progress) as source:
        expected = predict_mask(run, source, name="12", on_progress=ignore_progress)

    event, (classes, vectors) = read_class_vectors(ReadClassVectors(run=run.path, image=str(image)), UNHEARD)

    assert isinstance(event, ClassVectorsRead)
    assert (event.step, event.classes) == (1, ("ground", "disc"))
    assert np.array_equal(classes, expected.classes)
    assert np.array_equal(vectors, expected.scores)
    np.testing.assert_allclose(vectors.sum(axis=-1, dtype=np.float32), 1.0, atol=2e-3)


def test_of_a_picture_above_the_budget_vectors_are_told_at_a_distance(run: LoadedRun, discs: Path) -> None:
    command = ReadClassVectors(run=run.path, image=str(discs / "val" / "images" / "12.png"))

    _, (classes, dense) = read_class_vectors(command, UNHEARD)
    event, (_, vectors) = read_class_vectors(command.model_copy(update={"most_values": 2**10}), UNHEARD)

    assert isinstance(event, ClassVectorsRead)
    assert (event.step, vectors.shape, classes.shape) == (2, (16, 16, 2), (SIDE, SIDE))
    assert np.array_equal(vectors, dense[1::2, 1::2])


def test_class_vectors_by_stitching_tell_every_pass_and_can_be_stopped(run: LoadedRun, discs: Path) -> None:
    command = ReadClassVectors(run=run.path, image=str(discs / "val" / "images" / "12.png"), is_stitched=True)
    told: list[Progress] = []

    def tell(event: Event, _arrays: object) -> None:
        told.extend([event] if isinstance(event, Progress) else [])

    read_class_vectors(command, Context(tell, never_cancelled, lambda: None))
    before = len(told)
    with pytest.raises(Cancelled):
        read_class_vectors(command, Context(tell, lambda: len(told) >= before + 9, lambda: None))

    passes = [progress.done for progress in told if progress.what == STITCHING and progress.total == 64]
    assert passes[:64] == list(range(64))
    assert len(told) == before + 9


def test_class_vectors_by_stitching_are_those_of_the_stitched_network(run: LoadedRun, discs: Path) -> None:
    image = discs / "val" / "images" / "12.png"
    with opened_regions(image, on_progress=ignore_progress) as source:
        way = stitched_network(run)
        expected = predict_mask(run, source, name="12", on_progress=ignore_progress, network=way)

    command = ReadClassVectors(run=run.path, image=str(image), is_stitched=True)
    _, (classes, vectors) = read_class_vectors(command, UNHEARD)

    assert np.array_equal(classes, expected.classes)
    assert np.array_equal(vectors, expected.scores)


def test_the_coarse_map_of_a_network_is_known_from_its_graph(run: LoadedRun) -> None:
    assert run.config is not None
    found = coarse_map(Graph.from_json(run.config.network.graph).for_prediction())

    assert found is not None
    assert (found.name, tuple(found.stride)) == ("score", (8, 8))
