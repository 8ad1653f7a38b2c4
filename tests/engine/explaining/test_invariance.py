from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from engine.contract.errors import UserError
from engine.contract.invariance import ChangeKind, LiveMethod, PictureChange
from engine.contract.run_folder import RunFolder
from engine.explaining.explanation import Question
from engine.explaining.invariance import BATCH, Sight, invariance_stages, look_at_changed, sight_of
from engine.explaining.methods import explain
from engine.explaining.seen import see_picture
from engine.inspect.probe import PREDICTED, probe_of
from engine.model_store import LoadedRun, load_run
from tests.engine.sample_run import SIDE

LAST = "stage3_block1_sum"


@pytest.fixture
def run(residual_run: RunFolder) -> LoadedRun:
    return load_run(residual_run.path)


@pytest.fixture
def image(residual_run: RunFolder) -> Path:
    return residual_run.path.parent / "colours" / "red" / "1.png"


def changes(kind: ChangeKind, amounts: list[float]) -> list[PictureChange]:
    return [PictureChange(kind=kind, amount=amount) for amount in amounts]


def finished(run: LoadedRun, images: list[Path], wanted: list[int], steps: list[PictureChange]) -> np.ndarray:
    *_, last = invariance_stages(run, images, wanted, steps)
    return last.scores


def test_a_change_of_nothing_gives_exactly_the_scores_of_the_picture(run: LoadedRun, image: Path) -> None:
    found = look_at_changed(run, image, PictureChange(kind="rotate", amount=0), Sight(None))

    expected = probe_of(run.model, with_gradients=False)(see_picture(run, image).prepared[np.newaxis])
    np.testing.assert_array_equal(found.scores, expected.scores[0])
    np.testing.assert_array_equal(found.original_scores, expected.scores[0])
    assert found.target == expected.targets[0]


def test_a_curve_is_what_single_looks_say(run: LoadedRun, image: Path) -> None:
    amounts = [float(amount) for amount in range(-20, 21)]
    target = 1

    curve = finished(run, [image], [target], changes("shift_x", amounts))

    alone = [
        look_at_changed(run, image, change, Sight(None, target=target)).scores[target]
        for change in changes("shift_x", amounts)
    ]
    np.testing.assert_allclose(curve, alone, atol=1e-5)


def test_a_curve_begins_coarse_and_over_its_whole_range(run: LoadedRun, image: Path) -> None:
    first, *_, last = invariance_stages(run, [image], [0], changes("rotate", [float(i) for i in range(3 * BATCH)]))

    known = np.flatnonzero(np.isfinite(first.scores))
    assert known.tolist() == list(range(0, 3 * BATCH, 3))
    assert np.isfinite(last.scores).all()


def test_global_pooling_makes_a_constant_picture_invariant_to_every_movement(run: LoadedRun, tmp_path: Path) -> None:
    Image.fromarray(np.full((SIDE, SIDE, 3), 90, np.uint8)).save(tmp_path / "grey.png")

    for kind, amounts in (("shift_x", [-8.0, 2.5]), ("shift_y", [4.0]), ("rotate", [30.0, 170.0]), ("scale", [0.5])):
        curve = finished(run, [tmp_path / "grey.png"], [0], changes(kind, [*amounts, 1.0 if kind == "scale" else 0.0]))
        np.testing.assert_allclose(curve, curve[-1], atol=1e-5)


def test_the_curve_of_many_pictures_is_the_mean_of_theirs(run: LoadedRun, residual_run: RunFolder) -> None:
    images = sorted((residual_run.path.parent / "colours").rglob("*.png"))[:3]
    steps = changes("light", [0.2, 1.0, 1.7])

    *_, last = invariance_stages(run, images, [0, 1, PREDICTED], steps)

    each = [finished(run, [image], [wanted], steps) for image, wanted in zip(images, [0, 1, PREDICTED], strict=True)]
    np.testing.assert_allclose(last.scores, np.mean(each, axis=0), atol=1e-6)
    assert last.pictures == 3
    assert set(np.round(last.hits * 3).tolist()) <= {0, 1, 2, 3}


def test_a_picture_that_is_no_picture_is_left_out_and_alone_it_is_an_error(
    run: LoadedRun, image: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    steps = changes("light", [0.5, 1.0])

    *_, last = invariance_stages(run, [broken, image], [0, 0], steps)

    np.testing.assert_allclose(last.scores, finished(run, [image], [0], steps), atol=1e-6)
    assert last.pictures == 1
    with pytest.raises(UserError, match="No picture can be read"):
        finished(run, [broken], [0], steps)


def test_the_first_convolution_follows_a_shift_and_says_where_that_was_compared(run: LoadedRun, image: Path) -> None:
    found = look_at_changed(run, image, PictureChange(kind="shift_x", amount=2), Sight("stem"))

    assert found.following is not None
    assert found.following.is_inner
    assert found.following.stride_px == 1
    assert found.following.distance == pytest.approx(0, abs=1e-5)


def test_a_layer_with_a_stride_is_compared_at_its_multiples_only(run: LoadedRun, image: Path) -> None:
    beside, at = (
        look_at_changed(run, image, PictureChange(kind="shift_y", amount=amount), Sight(LAST)).following
        for amount in (3, 4)
    )

    assert beside is not None
    assert (beside.distance, beside.stride_px) == (None, 2)
    assert at is not None
    assert at.distance is not None


def test_other_changes_than_shifts_are_not_followed(run: LoadedRun, image: Path) -> None:
    assert look_at_changed(run, image, PictureChange(kind="light", amount=0.5), Sight("stem")).following is None


@pytest.mark.parametrize("method", get_args(LiveMethod))
def test_every_live_method_is_what_it_is_for_the_picture_itself(run: LoadedRun, image: Path, method: str) -> None:
    sight = sight_of(run, method=method, layer="stem", target=PREDICTED)

    found = look_at_changed(run, image, PictureChange(kind="shift_x", amount=0), sight)

    expected = explain(run, see_picture(run, image), method, Question())
    assert found.activation_map is not None
    np.testing.assert_allclose(found.activation_map, expected.values, atol=1e-4)


def test_arrays_have_no_pixels_to_change(run: LoadedRun, tmp_path: Path) -> None:
    np.save(tmp_path / "array.npy", np.zeros((SIDE, SIDE, 3), np.float32))

    with pytest.raises(UserError, match="no pixels"):
        look_at_changed(run, tmp_path / "array.npy", PictureChange(kind="light", amount=1), Sight(None))
