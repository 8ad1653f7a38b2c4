import pytest

from engine.contract.dataset import Split
from gui.pages.runs.pictures.joining import Joined, PictureSet, join
from gui.pages.runs.pictures.verdict import left_out_words, set_words, verdict_on
from tests.gui.pages.runs.pictures.sample_pair import FIRST, SECOND, A, answers_of, result


def counted(*, only_first: int, only_second: int) -> Joined:
    """Pictures on which only one run is right, so many each."""
    paths = [f"circle/{number}.png" for number in range(only_first + only_second)]
    right = [result(path, "circle", truth_score=0.9) for path in paths]
    wrong = [result(path, "square", truth_score=0.1) for path in paths]
    first = right[:only_first] + wrong[only_first:]
    second = wrong[:only_first] + right[only_first:]
    return join(answers_of("a", *first), answers_of("b", *second), paths)


@pytest.mark.parametrize(
    ("only_first", "only_second", "words"),
    [(7, 4, "may well be chance"), (8, 2, "may be chance"), (9, 1, "probably not chance"), (15, 2, "hardly chance")],
)
def test_the_p_value_is_told_in_words(only_first: int, only_second: int, words: str) -> None:
    verdict = verdict_on(counted(only_first=only_first, only_second=only_second), "old", "new")

    assert words in verdict.reasons
    assert "McNemar's exact test" in verdict.reasons


def test_the_better_run_is_named_with_the_difference() -> None:
    assert verdict_on(counted(only_first=4, only_second=7), "old", "new").headline == "new is right on 3 pictures more"
    assert verdict_on(counted(only_first=1, only_second=0), "old", "new").headline == "old is right on 1 picture more"


def test_a_difference_of_three_of_eleven_comes_up_in_more_than_half_of_such_comparisons() -> None:
    assert "54.9 %" in verdict_on(counted(only_first=7, only_second=4), "old", "new").reasons


def test_a_tiny_p_value_is_not_told_as_zero() -> None:
    assert "less than 0.1 %" in verdict_on(counted(only_first=40, only_second=0), "old", "new").reasons


@pytest.mark.parametrize("each", [0, 3])
def test_equal_runs_are_called_equal(each: int) -> None:
    assert verdict_on(counted(only_first=each, only_second=each), "old", "new").headline == "Neither is better"


def test_the_same_split_is_fair() -> None:
    pictures = PictureSet(frozenset("abc"), frozenset(), frozenset())

    words = set_words(pictures, Split.VALIDATION, ("old", "new"), with_trained=False)

    assert words == "3 validation pictures. Neither run has trained on any of them."


def test_training_pictures_are_counted_for_each_run() -> None:
    pictures = PictureSet(frozenset("abcdef"), frozenset("ab"), frozenset("c"))

    without = set_words(pictures, Split.TEST, ("old", "new"), with_trained=False)
    with_them = set_words(pictures, Split.TEST, ("old", "new"), with_trained=True)

    assert "of 6 test pictures of either run, old has trained on 2 and new has trained on 1." in without
    assert "left out" in without
    assert "3 here" in without
    assert "A run does better where it has trained" in with_them


def test_classes_that_one_run_does_not_know_are_named() -> None:
    first = answers_of("old", *FIRST)
    second = answers_of("new", *SECOND[1:], classes=("circle", "square", "star", "ring"))

    words = left_out_words(join(first, second, (A,)), first, second)

    assert words == (
        "Classes are matched by name. old does not know star, ring. "
        "1 picture left out: not known to both, or not readable."
    )


def test_where_nothing_is_left_out_nothing_is_said() -> None:
    first, second = answers_of("old", *FIRST), answers_of("new", *SECOND)

    assert left_out_words(join(first, second, (A,)), first, second) == ""
