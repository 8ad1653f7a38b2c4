from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.run_folder import RunFolder
from engine.model_store import load_run
from engine.predicting.classes import log_scores, predict_classes
from tests.engine.sample_run import write_run


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    pass


def test_pictures_get_their_class_with_sizes_of_the_original(linear_run: RunFolder, colours: Path) -> None:
    images = [colours / "red" / "0.png", colours / "blue" / "1.png"]

    problems: dict[str, str] = {}
    predictions = list(predict_classes(load_run(linear_run.path), images, problems, on_progress=ignore_progress))

    assert [found.labels[0].label for found in predictions] == ["red", "blue"]
    assert [(found.image, found.width, found.height) for found in predictions] == [
        (str(images[0]), 24, 24),
        (str(images[1]), 32, 24),
    ]
    assert problems == {}


def test_scores_are_probabilities_best_first(residual_run: RunFolder, colours: Path) -> None:
    image = colours / "red" / "0.png"
    (found,) = predict_classes(load_run(residual_run.path), [image], {}, on_progress=ignore_progress)

    scores = [label.score for label in found.labels]
    assert scores == sorted(scores, reverse=True)
    assert abs(sum(scores) - 1) < 1e-5


def test_a_turned_photo_has_the_size_that_people_see(linear_run: RunFolder, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20), "red").save(tmp_path / "turned.jpg", exif=exif)

    image = tmp_path / "turned.jpg"
    (found,) = predict_classes(load_run(linear_run.path), [image], {}, on_progress=ignore_progress)

    assert (found.width, found.height, found.labels[0].label) == (20, 40, "red")


def test_an_unreadable_file_does_not_stop_the_others(linear_run: RunFolder, colours: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    images, problems = [broken, colours / "green" / "0.png"], {}
    predictions = list(predict_classes(load_run(linear_run.path), images, problems, on_progress=ignore_progress))

    assert [found.labels[0].label for found in predictions] == ["green"]
    assert list(problems) == [str(broken)]


def test_more_pictures_than_a_batch_come_back_in_order(linear_run: RunFolder, colours: Path) -> None:
    images = [colours / name / f"{i}.png" for i in range(4) for name in ("red", "green", "blue")] * 3

    predictions = list(predict_classes(load_run(linear_run.path), images, {}, on_progress=ignore_progress))

    assert [found.image for found in predictions] == [str(image) for image in images]
    assert [found.labels[0].label for found in predictions[:3]] == ["red", "green", "blue"]


def test_mirroring_gives_the_mean_of_both_scores(tmp_path: Path, colours: Path) -> None:
    plain = load_run(write_run(tmp_path / "plain", colours, network="small-resnet-fast").path)
    mirrored = load_run(write_run(tmp_path / "mirrored", colours, network="small-resnet-fast", mirror=True).path)
    fitted = np.random.default_rng(0).integers(0, 256, (2, 16, 16, 3), dtype=np.uint8)

    found = np.exp(log_scores(mirrored, fitted))

    both = np.exp(log_scores(plain, fitted)), np.exp(log_scores(plain, fitted[:, :, ::-1]))
    assert np.abs(both[0] - both[1]).max() > 1e-4
    np.testing.assert_allclose(found, (both[0] + both[1]) / 2, atol=1e-6)


def test_log_scores_keep_what_a_rounded_probability_loses(linear_run: RunFolder) -> None:
    run = load_run(linear_run.path)
    kernel = run.model.get_layer("logits").kernel
    kernel.assign(kernel * 1000)

    found = log_scores(run, np.full((1, 16, 16, 3), [255, 0, 0], np.uint8))

    assert found[0].min() < -1000
    assert np.isfinite(found).all()
