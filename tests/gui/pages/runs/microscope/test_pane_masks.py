"""What a pane shows of a picture, without a window."""

from pathlib import Path

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.contract.errors import UserError
from gui.pages.runs.microscope.epochs import KeptEpochs, Watched
from gui.pages.runs.microscope.grid import columns_for
from gui.pages.runs.microscope.known_answers import KnownAnswers
from gui.pages.runs.microscope.pane_masks import PaneAnswer, PaneKey, TrueMask, judge
from gui.pages.runs.microscope.reading import SeenRun, Subject
from tests.gui.pages.runs.microscope.sample_masks import CLASSES, SIDE, A, B, C, true_codes, vectors_of, write_mask_run
from tests.gui.pages.runs.pictures.sample_pair import write_paired_run

TRUTH = TrueMask(CLASSES, true_codes())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    (tmp_path / "shapes").mkdir()
    return tmp_path / "shapes"


def answer(*, step: int = 1) -> PaneAnswer:
    vectors = vectors_of(true_codes())[::step, ::step]
    return PaneAnswer(CLASSES, true_codes(), vectors, step)


def test_the_vector_of_a_pixel_is_that_of_its_square() -> None:
    coarse = answer(step=5)

    assert np.array_equal(answer().vector_at((12, 9)), vectors_of(true_codes())[9, 12])
    assert np.array_equal(coarse.vector_at((12, 9)), coarse.vectors[1, 2])
    assert np.array_equal(coarse.vector_at((15, 15)), coarse.vectors[3, 3])


def test_the_truth_is_told_in_the_order_of_another_network() -> None:
    told = TRUTH.among(("box", "background"))

    assert (told[12, 12], told[0, 12], told[0, 0]) == (0, 1, NO_CLASS)


def test_where_a_mask_says_nothing_nothing_is_compared() -> None:
    half = true_codes()
    half[8:] = NO_CLASS

    found = judge(half, CLASSES, TRUTH)

    assert found.iou == 1.0
    assert found.masks.difference is not None
    assert (found.masks.difference[8:] == NO_CLASS).all()


def test_a_smaller_mask_is_compared_with_the_truth_at_its_size() -> None:
    assert judge(true_codes()[::2, ::2], CLASSES, TRUTH).iou == 1.0


def test_without_a_truth_there_is_no_iou() -> None:
    assert judge(true_codes(), CLASSES, None).iou is None


def test_answers_that_take_too_much_are_forgotten_oldest_first() -> None:
    known = KnownAnswers(most_bytes=2 * answer().bytes)
    key = PaneKey(Path("run"))
    for name in "abc":
        known.keep(key, Path(name), answer())

    assert [known.find(key, Path(name)) is not None for name in "abc"] == [False, True, True]


def test_the_mask_of_an_epoch_is_the_last_kept_one_up_to_it(dataset: Path) -> None:
    run = SeenRun.read(write_mask_run("run", dataset, pinned=(B, A), epochs=2))
    found = KeptEpochs(run).mask(Watched(A, (SIDE, SIDE), TRUTH), 4)

    assert found is not None
    assert found.epoch == 2
    assert np.array_equal(found.judged.masks.predicted[:8], true_codes()[:8])
    assert found.judged.iou == pytest.approx((128 / 192 + 1 + 0) / 3)


def test_of_another_picture_a_run_kept_nothing(dataset: Path) -> None:
    kept = KeptEpochs(SeenRun.read(write_mask_run("run", dataset)))

    assert (kept.has(A), kept.has(C)) == (True, False)
    assert kept.mask(Watched(C, (SIDE, SIDE), None), 1) is None


def test_pictures_that_a_run_trained_on_are_left_out(dataset: Path) -> None:
    subject = Subject.read([write_mask_run("one", dataset), write_mask_run("other", dataset)])

    assert [picture.path for picture in subject.pictures("validation").pictures] == [A, B]
    assert subject.pictures("test").pictures == ()
    assert [picture.path for picture in subject.pictures("pinned").pictures] == [A]


def test_a_run_that_answers_with_one_class_is_refused(dataset: Path) -> None:
    with pytest.raises(UserError, match="nothing of single pixels"):
        SeenRun.read(write_paired_run("classifier", dataset).path)


@pytest.mark.parametrize(
    ("count", "width", "height", "ratio", "columns"),
    [(2, 800, 400, 1.0, 2), (7, 1000, 560, 1.0, 4), (3, 400, 1200, 1.0, 1), (4, 800, 800, 4.0, 1)],
)
def test_panes_stand_so_that_their_picture_is_large(
    count: int, width: int, height: int, ratio: float, columns: int
) -> None:
    assert columns_for(count, width=width, height=height, ratio=ratio) == columns
