"""Which pixels of a mask are explained: found in the predictions of a small run."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.errors import UserError
from engine.contract.invariance import PictureChange
from engine.contract.masks import PixelChoice
from engine.contract.run_folder import RunFolder
from engine.explaining.chosen_pixels import ChosenPixels, choose_pixels, main_class, predicted_classes
from engine.explaining.embedded_split import embed_split
from engine.explaining.explanation import Question
from engine.explaining.invariance import invariance_stages, look_at_changed, sight_of
from engine.explaining.maximising import climb_for
from engine.explaining.methods import METHODS, explain, with_pixels
from engine.explaining.seen import see_picture
from engine.inspect.activation_maximisation import ClimbSettings
from engine.inspect.probe import PREDICTED
from engine.model_store import LoadedRun, load_run
from engine.predict import predict
from tests.engine.masked_run import BLUE, MASK_CLASSES, RED, write_masked_run, write_squares

AT_LARGE_SQUARE = PixelChoice(kind="area", x=6, y=6)
REFUSED = ("cam", "templates", "heat-map")


@pytest.fixture(scope="module")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_squares(tmp_path_factory.mktemp("squares") / "squares", count=6)


@pytest.fixture(scope="module")
def run(squares: Path, tmp_path_factory: pytest.TempPathFactory) -> LoadedRun:
    return load_run(write_masked_run(tmp_path_factory.mktemp("run") / "run", squares, fit="stretch").path)


def picture_of(squares: Path) -> Path:
    return squares / "images" / "1.png"


def chosen(run: LoadedRun, squares: Path, choice: PixelChoice | None, *, target: int = PREDICTED) -> ChosenPixels:
    seen = see_picture(run, picture_of(squares), choice)
    found = choose_pixels(run, seen, target=target, choice=choice)
    assert found is not None
    return found


def on_picture(found: ChosenPixels, *, width: int = 40, height: int = 32) -> np.ndarray:
    whole = np.zeros((height, width), np.bool_)
    rows, columns = found.inside.shape
    whole[found.corner[1] : found.corner[1] + rows, found.corner[0] : found.corner[0] + columns] = found.inside
    return whole


def predicted(run: LoadedRun, squares: Path) -> np.ndarray:
    [said], _ = predict(run, [picture_of(squares)], on_progress=lambda _what, _done, _total: None)
    return said.arrays[0]


def test_without_a_choice_the_largest_class_but_the_background_is_explained(run: LoadedRun, squares: Path) -> None:
    found = chosen(run, squares, None)

    assert (found.kind, MASK_CLASSES[found.label]) == ("class", "red")
    np.testing.assert_array_equal(on_picture(found), predicted(run, squares) == 1)


def test_an_area_is_what_hangs_together_around_the_pixel(run: LoadedRun, squares: Path) -> None:
    found = chosen(run, squares, AT_LARGE_SQUARE)

    left, top, right, bottom = RED[0]
    expected = predicted(run, squares) == 1
    expected[:, 16:] = False
    np.testing.assert_array_equal(on_picture(found), expected)
    assert expected[top + 1 : bottom - 1, left + 1 : right - 1].all()
    assert (found.kind, found.label, found.place, found.is_cut) == ("area", 1, (6, 6), False)


def test_a_pixel_stands_for_itself_and_is_taken_for_its_class(run: LoadedRun, squares: Path) -> None:
    found = chosen(run, squares, PixelChoice(kind="pixel", x=BLUE[0] + 3, y=BLUE[1] + 3))

    assert (found.kind, MASK_CLASSES[found.label], found.count) == ("pixel", "blue", 1)
    assert found.corner == (BLUE[0] + 3, BLUE[1] + 3)
    assert found.weights.sum() == 1


def test_a_class_that_is_nowhere_is_explained_by_all_pixels(tmp_path: Path, run: LoadedRun) -> None:
    Image.fromarray(np.full((32, 40, 3), 20, np.uint8)).save(tmp_path / "dark.png")

    found = choose_pixels(run, see_picture(run, tmp_path / "dark.png"), target=2)

    assert found is not None
    assert (found.is_absent, found.count, found.weights.min()) == (True, 40 * 32, 1.0)


def test_a_pixel_outside_is_refused_with_where_to_look(run: LoadedRun, squares: Path) -> None:
    with pytest.raises(UserError, match=r"x from 0 to 39 and y from 0 to 31") as refused:
        chosen(run, squares, PixelChoice(kind="pixel", x=40, y=3))

    assert "(40, 3)" in refused.value.message


def test_a_classifier_has_no_pixels_to_choose(residual_run: RunFolder, colours: Path) -> None:
    classifier = load_run(residual_run.path)
    seen = see_picture(classifier, colours / "red" / "1.png")

    assert choose_pixels(classifier, seen) is None
    with pytest.raises(UserError, match="whole picture"):
        choose_pixels(classifier, seen, choice=AT_LARGE_SQUARE)


def test_the_main_class_is_not_the_background() -> None:
    codes = np.zeros((6, 6), np.uint8)
    codes[2:4, 2:5] = 2
    codes[4, 4] = 1

    assert main_class(codes, background=0) == 2
    assert main_class(codes, background=2) == 0


def test_without_a_background_it_is_not_the_class_of_most_border_pixels() -> None:
    codes = np.full((6, 6), 1, np.uint8)
    codes[1:3, 1:3] = 0

    assert main_class(codes, background=None) == 0
    assert main_class(np.full((3, 3), 1, np.uint8), background=None) == 1


@pytest.mark.parametrize("method", [name for name in METHODS if name not in REFUSED])
def test_every_method_explains_an_area_by_its_mean_score(run: LoadedRun, squares: Path, method: str) -> None:
    seen = see_picture(run, picture_of(squares), AT_LARGE_SQUARE)
    question = with_pixels(run, seen, Question(window_px=16), AT_LARGE_SQUARE)

    found = explain(run, seen, method, question)

    assert (found.target, found.pixels) == ("red", question.pixels)
    assert np.isfinite(found.values).all()
    assert question.weights is not None
    scores = np.asarray(run.model(seen.prepared[None], training=False))[0, ..., 1]
    mean = (scores * question.weights).sum() / question.weights.sum()
    assert found.score == pytest.approx(float(mean), abs=1e-4)


@pytest.mark.parametrize("method", REFUSED)
def test_methods_of_whole_pictures_are_refused(run: LoadedRun, squares: Path, method: str) -> None:
    with pytest.raises(UserError):
        explain(run, see_picture(run, picture_of(squares)), method, Question())


def test_grad_cam_of_an_area_points_into_it(run: LoadedRun, squares: Path) -> None:
    small = PixelChoice(kind="area", x=20, y=22)
    seen = see_picture(run, picture_of(squares), small)

    values = explain(run, seen, "hirescam", with_pixels(run, seen, Question(layer="seen"), small)).values

    row, column = np.unravel_index(values.argmax(), values.shape)
    left, top, right, bottom = RED[1]
    assert left <= (column + 0.5) / 32 * 40 <= right
    assert top <= row + 0.5 <= bottom


def test_a_network_of_patches_looks_around_the_pixel(tmp_path: Path, squares: Path) -> None:
    patches = load_run(write_masked_run(tmp_path / "run", squares, fit="patches", side=16, is_padded=False).path)
    choice = PixelChoice(kind="pixel", x=BLUE[0] + 4, y=BLUE[1] + 2)

    seen = see_picture(patches, picture_of(squares), choice)
    found = choose_pixels(patches, seen, choice=choice)

    assert found is not None
    assert (MASK_CLASSES[found.label], found.count, found.weights.sum()) == ("blue", 1, 1.0)
    [[row, column]] = np.argwhere(found.weights)
    x, y = seen.placement.to_original(np.array([column + 1.5, row + 1.5]))
    assert (int(x), int(y)) == (choice.x, choice.y)


def test_an_area_that_goes_on_beyond_the_window_says_so(tmp_path: Path, squares: Path) -> None:
    patches = load_run(write_masked_run(tmp_path / "run", squares, fit="patches", side=8).path)
    seen = see_picture(patches, picture_of(squares), PixelChoice(kind="area", x=10, y=8))
    question = with_pixels(patches, seen, Question(), PixelChoice(kind="area", x=10, y=8))

    found = explain(patches, seen, "saliency", question)

    assert any("may go on" in warning for warning in found.warnings)
    assert any("window around" in warning for warning in found.warnings)


def test_the_class_of_a_whole_mask_is_its_main_class(run: LoadedRun, squares: Path) -> None:
    prepared = np.stack([see_picture(run, squares / "images" / f"{number}.png").prepared for number in range(2)])

    assert predicted_classes(run, prepared).tolist() == [1, 1]


def test_a_mask_is_invariant_while_its_main_class_stays(run: LoadedRun, squares: Path) -> None:
    changes = [PictureChange(kind="shift_x", amount=amount) for amount in (0, 4)]

    *_, found = invariance_stages(run, [picture_of(squares)], [PREDICTED], changes)

    assert (found.target, found.hits.tolist()) == (1, [1.0, 1.0])
    sight = sight_of(run, method=None, layer=None, target=PREDICTED)
    assert look_at_changed(run, picture_of(squares), changes[1], sight).target == 1


def test_the_picture_that_excites_a_class_is_taken_for_it_everywhere(run: LoadedRun) -> None:
    settings = ClimbSettings(steps=40, step=0.05, jitter_px=0, smoothness=0.0)

    first, *_, last = climb_for(run, layer=None, target="blue", settings=settings)

    scores = np.asarray(run.model(last.picture[None], training=False))[0]
    assert last.value > first.value
    assert (scores.argmax(axis=-1) == 2).all()


def test_pictures_of_masks_are_embedded_with_their_main_class(run: LoadedRun) -> None:
    vectors, _ = embed_split(run, "validation", "coarse", "pca", lambda _what, _done, _total: None)

    assert vectors.predicted == (1, 1, 1)
