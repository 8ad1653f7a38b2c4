from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from engine.contract.commands import MapMethod
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.fitting import Placement
from engine.explaining.explanation import Question
from engine.explaining.methods import LAYER_METHODS, METHODS, PIXEL_METHODS, WINDOW_METHODS, explain
from engine.explaining.placing import cell_size, on_original
from engine.explaining.seen import see_picture
from engine.model_store import load_run
from tests.engine.sample_run import write_run

BARS_ABOVE_AND_BELOW = Placement(original_size=(200, 100), input_size=(8, 8), scale=(0.04, 0.04), offset=(0.0, 2.0))
CROPPED_LEFT_AND_RIGHT = Placement(original_size=(200, 100), input_size=(8, 8), scale=(0.08, 0.08), offset=(-4.0, 0.0))


def test_bars_of_a_letterbox_are_cut_from_a_map() -> None:
    values = np.repeat(np.array([9, 1, 2, 9], "float32")[:, None], 4, axis=1)

    found = on_original(values, BARS_ABOVE_AND_BELOW)

    np.testing.assert_allclose(found, [[1, 1, 1, 1], [2, 2, 2, 2]])


def test_what_a_crop_hid_is_zero_in_a_map() -> None:
    found = on_original(np.ones((2, 2), "float32"), CROPPED_LEFT_AND_RIGHT)

    np.testing.assert_allclose(found, [[0, 1, 1, 0], [0, 1, 1, 0]])


def test_a_cell_has_its_size_in_the_original() -> None:
    assert cell_size(np.ones((4, 4)), BARS_ABOVE_AND_BELOW) == pytest.approx((50, 50))
    assert cell_size(np.ones((2, 2)), CROPPED_LEFT_AND_RIGHT) == pytest.approx((50, 50))


def test_mean_of_the_cam_of_a_run_plus_bias_is_its_logit(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)
    seen = see_picture(run, colours / "red" / "1.png")

    found = explain(run, seen, "cam", Question(target=1))

    assert found.target == "green"
    assert found.values.mean() + found.bias == pytest.approx(found.logit, abs=1e-5)


def test_templates_times_picture_add_up_to_the_logit(linear_run: RunFolder, colours: Path) -> None:
    run = load_run(linear_run.path)
    seen = see_picture(run, colours / "red" / "1.png")

    found = explain(run, seen, "templates", Question())

    assert (found.target, found.layer) == ("red", "logits")
    assert found.values.sum() + found.bias == pytest.approx(found.logit, rel=1e-4)


def test_the_exact_cam_at_another_layer_is_refused(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)
    seen = see_picture(run, colours / "red" / "1.png")

    with pytest.raises(UserError, match="one layer only"):
        explain(run, seen, "cam", Question(layer="stem"))


def test_templates_of_a_deep_network_are_refused(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)

    with pytest.raises(UserError, match="no templates"):
        explain(run, see_picture(run, colours / "red" / "1.png"), "templates", Question())


def test_an_unknown_method_is_refused(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)

    with pytest.raises(UserError, match="Choose one of: cam, gradcam"):
        explain(run, see_picture(run, colours / "red" / "1.png"), "astrology", Question())


def test_an_array_goes_into_the_network_exactly_as_it_is(residual_run: RunFolder, tmp_path: Path) -> None:
    run = load_run(residual_run.path)
    array = np.random.default_rng(0).normal(size=(16, 16, 3))
    np.save(tmp_path / "picture.npy", array)

    seen = see_picture(run, tmp_path / "picture.npy")

    np.testing.assert_array_equal(seen.prepared, array.astype("float32"))
    assert seen.placement.original_size == (16, 16)


@pytest.mark.parametrize("array", [np.zeros((15, 16, 3)), np.zeros((16, 16, 1)), np.zeros((16, 16, 3), complex)])
def test_an_array_that_does_not_fit_is_refused(residual_run: RunFolder, tmp_path: Path, array: np.ndarray) -> None:
    np.save(tmp_path / "picture.npy", array)

    with pytest.raises(UserError, match="no picture for this network"):
        see_picture(load_run(residual_run.path), tmp_path / "picture.npy")


def test_a_cropped_picture_warns_that_its_edges_were_not_seen(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network="small-resnet-fast", fit="crop").path)

    found = explain(run, see_picture(run, colours / "red" / "1.png"), "gradcam", Question())

    assert any("only the middle" in warning for warning in found.warnings)


def test_mirroring_warns_that_the_map_is_of_the_picture_alone(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network="small-resnet-fast", mirror=True).path)

    found = explain(run, see_picture(run, colours / "red" / "1.png"), "gradcam", Question())

    assert any("mirror image" in warning for warning in found.warnings)


def test_every_method_is_of_a_layer_or_of_pixels() -> None:
    assert sorted((*LAYER_METHODS, *PIXEL_METHODS, *WINDOW_METHODS)) == sorted(METHODS) == sorted(get_args(MapMethod))


@pytest.mark.parametrize("method", [name for name in METHODS if name != "templates"])
def test_a_method_gives_a_map_with_the_score_of_its_class(residual_run: RunFolder, colours: Path, method: str) -> None:
    run = load_run(residual_run.path)
    heard: list[tuple[int, int]] = []
    question = Question(target=1, on_progress=lambda done, total: heard.append((done, total)))

    found = explain(run, see_picture(run, colours / "red" / "1.png"), method, question)

    assert (found.method, found.target) == (method, run.classes[1])
    assert found.values.ndim == 2
    assert np.isfinite(found.values).all()
    assert 0 < found.score < 1
    assert heard == sorted(heard)


@pytest.mark.parametrize("method", ["integrated-gradients", "smoothgrad", "guided-backprop", "deconvnet"])
def test_attributions_keep_the_channels_of_the_input(residual_run: RunFolder, colours: Path, method: str) -> None:
    run = load_run(residual_run.path)

    found = explain(run, see_picture(run, colours / "red" / "1.png"), method, Question())

    assert found.channels is not None
    assert found.channels.shape == (16, 16, 3)


def test_integrated_gradients_start_at_a_black_picture(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)
    seen = see_picture(run, colours / "red" / "1.png")

    found = explain(run, seen, "integrated-gradients", Question())

    black = np.asarray(run.model(seen.black[np.newaxis]))
    np.testing.assert_allclose(seen.black, run.prepare(np.zeros((1, 16, 16, 3), np.uint8))[0])
    assert black.std() > 0
    assert found.gap is not None


def test_finercam_says_which_class_it_speaks_against(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)

    found = explain(run, see_picture(run, colours / "red" / "1.png"), "finercam", Question(target=0, other=2))

    assert found.variant == f"against {run.classes[2]}"


@pytest.mark.parametrize("method", ["guided-backprop", "deconvnet"])
def test_patterns_are_told_from_evidence(residual_run: RunFolder, colours: Path, method: str) -> None:
    run = load_run(residual_run.path)

    found = explain(run, see_picture(run, colours / "red" / "1.png"), method, Question())

    assert found.replaced
    assert any("patterns, not evidence" in warning for warning in found.warnings)


def test_occlusion_can_be_cancelled(residual_run: RunFolder, colours: Path) -> None:
    run = load_run(residual_run.path)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explain(run, see_picture(run, colours / "red" / "1.png"), "occlusion", Question(on_progress=stop))
