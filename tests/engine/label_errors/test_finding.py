"""Wrong labels are found over all splits, by the path that the window and the benchmark take."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.label_errors import learn_flipped, share_found
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.splits.assigning import read_splits, write_splits
from engine.label_errors.finding import find_label_errors
from engine.label_history.stored import LabelHistoryLog, LearnedPicture
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


def record_a_past(run: RunFolder, *, doubted: str) -> None:
    """Two epochs in which all training labels are ahead but one, as a network that later learns it by heart."""
    learned = [
        LearnedPicture(path, path.split("/")[0])
        for path, split in read_splits(run.split).items()
        if split is Split.TRAIN
    ]
    log = LabelHistoryLog(run.label_history, learned, epoch=0)
    margins = np.array([-4.0 if picture.image == doubted else 4.0 for picture in learned], np.float32)
    rivals = np.array([1 if picture.label == "blue" else 0 for picture in learned])
    for epoch in (1, 2):
        log.write(epoch, margins=margins, rivals=rivals)


def test_a_label_known_by_heart_is_found_by_what_was_said_before(tmp_path: Path) -> None:
    """The network knows every training label, and not that of a held-out picture: from the first epoch by heart."""
    dataset = write_colours(tmp_path / "colours", each=8)
    run = write_run(tmp_path / "run", dataset)
    (dataset / "blue" / "7.png").rename(dataset / "green" / "wrong.png")
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*.png"))
    held_out = {"green/wrong.png", "red/6.png", "blue/6.png", "green/6.png"}
    write_splits(run.split, {path: Split.VALIDATION if path in held_out else Split.TRAIN for path in paths})
    record_a_past(run, doubted="red/0.png")

    ranking = find_label_errors(load_run(run.path), share=1, on_progress=ignore_progress, is_cancelled=never)

    by_image = {suspect.image: suspect for suspect in ranking.suspects}
    assert ranking.judged_until == 1
    assert {suspect.image for suspect in ranking.suspects[:2]} == {"red/0.png", "green/wrong.png"}
    assert (by_image["red/0.png"].suggested, by_image["red/0.png"].leads) == ("blue", (-0.964, -0.964))
    assert by_image["green/wrong.png"].leads == ()


def test_a_past_without_held_out_pictures_changes_no_ranking(tmp_path: Path) -> None:
    dataset = write_colours(tmp_path / "colours", each=8)
    run = write_run(tmp_path / "run", dataset)
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*.png"))
    write_splits(run.split, dict.fromkeys(paths, Split.TRAIN))
    before = find_label_errors(load_run(run.path), share=1, on_progress=ignore_progress, is_cancelled=never)
    record_a_past(run, doubted="red/0.png")

    ranking = find_label_errors(load_run(run.path), share=1, on_progress=ignore_progress, is_cancelled=never)

    assert ranking.judged_until is None
    assert [(suspect.image, suspect.score) for suspect in ranking.suspects] == [
        (suspect.image, suspect.score) for suspect in before.suspects
    ]


@pytest.mark.slow
def test_most_wrong_labels_of_the_sample_come_first(tmp_path: Path) -> None:
    """Half of the sample. The bound is the benchmark's; measured 1.0 with this seed, an order by chance 0.08."""
    flipped = learn_flipped(tmp_path, seed=1, pictures=750)

    ranking = find_label_errors(load_run(flipped.run), share=0.1, on_progress=ignore_progress, is_cancelled=never)

    assert share_found(ranking.suspects, flipped.truths) >= 0.8
