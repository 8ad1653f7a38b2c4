from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.explaining.explanation import Question
from engine.explaining.methods import explain
from engine.explaining.seen import see_picture
from engine.fully_convolutional import window_network
from engine.model_store import load_run


@pytest.fixture
def picture(colours: Path) -> Path:
    return sorted(colours.rglob("*.png"))[0]


def test_at_the_network_s_size_the_map_is_the_score(linear_run: RunFolder, picture: Path) -> None:
    run = load_run(linear_run.path)

    found = explain(run, see_picture(run, picture), "heat-map", Question(side_px=16))

    np.testing.assert_allclose(found.values, found.score, atol=1e-6)


def test_a_larger_picture_gives_the_scores_of_its_windows(linear_run: RunFolder) -> None:
    run = load_run(linear_run.path)
    pixels = np.random.default_rng(0).integers(0, 256, (20, 18, 3), dtype=np.uint8)
    network = window_network(run, (20, 18))

    found = np.asarray(network.model(run.prepare(pixels[np.newaxis])))[0]

    windows = np.stack([pixels[y : y + 16, x : x + 16] for y in range(5) for x in range(3)])
    np.testing.assert_allclose(found.reshape(15, -1), run.model(run.prepare(windows)), atol=1e-6)
    assert (network.window_px, network.stride_px, network.is_padded) == ((16, 16), (1, 1), False)


def test_the_picture_is_doubled_unless_a_side_is_given(residual_run: RunFolder, picture: Path) -> None:
    run = load_run(residual_run.path)

    found = explain(run, see_picture(run, picture), "heat-map", Question())

    assert (found.method, found.variant) == ("heat-map", "32 x 32 px")
    assert found.values.min() >= 0
    assert found.values.max() <= 1
    assert any("window of 16 x 16 px in a picture of 32 x 32 px" in warning for warning in found.warnings)


def test_padding_is_told_where_there_is_some(residual_run: RunFolder, linear_run: RunFolder, picture: Path) -> None:
    padded, plain = load_run(residual_run.path), load_run(linear_run.path)

    with_padding = explain(padded, see_picture(padded, picture), "heat-map", Question()).warnings
    without = explain(plain, see_picture(plain, picture), "heat-map", Question()).warnings

    assert any("add zeros at borders" in warning for warning in with_padding)
    assert not any("add zeros at borders" in warning for warning in without)


def test_an_array_is_enlarged_as_it_is(linear_run: RunFolder, tmp_path: Path) -> None:
    run = load_run(linear_run.path)
    np.save(tmp_path / "grey.npy", np.full((16, 16, 3), 0.25, np.float32))

    found = explain(run, see_picture(run, tmp_path / "grey.npy"), "heat-map", Question())

    np.testing.assert_allclose(found.values, found.score, atol=1e-6)
    assert any("array was enlarged" in warning for warning in found.warnings)


@pytest.mark.parametrize("side_px", [8, 4096])
def test_a_side_that_is_too_small_or_too_large_is_refused(linear_run: RunFolder, picture: Path, side_px: int) -> None:
    run = load_run(linear_run.path)

    with pytest.raises(UserError, match=r"Choose 16 to 2048 px"):
        explain(run, see_picture(run, picture), "heat-map", Question(side_px=side_px))
