"""Wrong labels are found over all splits, by the path that the window and the benchmark take."""

from pathlib import Path

import pytest

from benchmarks.label_errors import learn_flipped, share_found
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.splits.assigning import write_splits
from engine.label_errors.finding import find_label_errors
from engine.model_store import load_run
from tests.engine.sample_run import write_colours, write_run


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


@pytest.fixture
def flipped_run(tmp_path: Path) -> RunFolder:
    """A network that knows the colours, and one blue picture among the red ones."""
    dataset = write_colours(tmp_path / "colours", each=8)
    (dataset / "blue" / "0.png").rename(dataset / "red" / "blue.png")
    return write_run(tmp_path / "run", dataset)


def test_a_picture_of_another_class_comes_first_with_the_right_suggestion(flipped_run: RunFolder) -> None:
    ranking = find_label_errors(load_run(flipped_run.path), share=1, on_progress=ignore_progress, is_cancelled=never)

    first = ranking.suspects[0]
    assert (first.image, first.given, first.suggested) == ("red/blue.png", "red", "blue")
    assert first.score > 0.5 > ranking.suspects[1].score
    assert first.suggested_neighbours > first.given_neighbours
    assert len(ranking.suspects) == ranking.pictures == 24
    assert {suspect.split for suspect in ranking.suspects} == {Split.TRAIN, Split.VALIDATION}


def test_agreement_is_told_of_the_training_pictures_alone(tmp_path: Path) -> None:
    dataset = write_colours(tmp_path / "colours", each=8)
    run = write_run(tmp_path / "run", dataset)
    (dataset / "blue" / "0.png").rename(dataset / "red" / "0_blue.png")
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*.png"))
    write_splits(run.split, {path: Split.TRAIN if "red" in path else Split.TEST for path in paths})

    ranking = find_label_errors(load_run(run.path), share=1, on_progress=ignore_progress, is_cancelled=never)

    assert ranking.train_agreement == pytest.approx(8 / 9)


def test_only_the_first_share_comes_back(flipped_run: RunFolder) -> None:
    ranking = find_label_errors(load_run(flipped_run.path), share=0.1, on_progress=ignore_progress, is_cancelled=never)

    assert len(ranking.suspects) == 3


def test_a_network_without_pictures_says_so(flipped_run: RunFolder) -> None:
    model = load_run(flipped_run.model)

    with pytest.raises(UserError, match="without a run"):
        find_label_errors(model, share=1, on_progress=ignore_progress, is_cancelled=never)


@pytest.mark.slow
def test_most_wrong_labels_of_the_sample_come_first(tmp_path: Path) -> None:
    """Half of the sample. The bound is the benchmark's; measured 1.0 with this seed, an order by chance 0.08."""
    flipped = learn_flipped(tmp_path, seed=1, pictures=750)

    ranking = find_label_errors(load_run(flipped.run), share=0.1, on_progress=ignore_progress, is_cancelled=never)

    assert share_found(ranking.suspects, flipped.truths) >= 0.8
