from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.dataset import Split
from gui.pages.runs.pictures.joining import ClassDifference, Outcome, common_pictures, join, splits_needed
from tests.gui.pages.runs.pictures.sample_pair import FIRST, SECOND, A, B, C, D, E, answers_of, result

TRAIN, VALIDATION, TEST = Split.TRAIN, Split.VALIDATION, Split.TEST
EVERYTHING = (A, B, C, D, E)
splits = st.dictionaries(st.sampled_from([f"{number}.png" for number in range(8)]), st.sampled_from(Split))


def test_every_picture_falls_into_one_cell_of_the_table() -> None:
    joined = join(answers_of("a", *FIRST), answers_of("b", *SECOND), EVERYTHING)

    counts = {outcome: [picture.path for picture in joined.of(outcome)] for outcome in Outcome}
    assert counts == {
        Outcome.BOTH_RIGHT: [A],
        Outcome.ONLY_FIRST: [B, D],
        Outcome.ONLY_SECOND: [E],
        Outcome.BOTH_WRONG: [C],
    }


def test_different_answers_come_first_then_the_gap_in_the_score_of_the_truth() -> None:
    joined = join(answers_of("a", *FIRST), answers_of("b", *SECOND), EVERYTHING)

    assert [picture.path for picture in joined.pictures] == [B, E, D, A, C]


def test_the_accuracies_are_shares_of_the_joined_pictures() -> None:
    joined = join(answers_of("a", *FIRST), answers_of("b", *SECOND), EVERYTHING)

    assert joined.accuracies == pytest.approx((3 / 5, 2 / 5))


def test_without_pictures_there_is_no_accuracy() -> None:
    assert join(answers_of("a"), answers_of("b"), ()).accuracies is None


def test_the_class_with_the_largest_difference_comes_first() -> None:
    says_circle = tuple(each.model_copy(update={"predicted": "circle"}) for each in SECOND)

    joined = join(answers_of("a", *FIRST), answers_of("b", *says_circle), EVERYTHING)

    assert joined.classes == (ClassDifference("circle", 3, 2, 3), ClassDifference("square", 2, 1, 0))
    assert [each.difference for each in joined.classes] == [1, -1]


def test_only_asked_pictures_that_both_have_answered_are_joined() -> None:
    joined = join(answers_of("a", *FIRST), answers_of("b", *SECOND[:2]), (A, B, C))

    assert {picture.path for picture in joined.pictures} == {A, B}
    assert joined.unanswered == 1


def test_a_picture_that_was_relabelled_between_the_evaluations_is_left_out() -> None:
    relabelled = result(A, "circle", truth_score=0.6, truth="square")

    joined = join(answers_of("a", *FIRST), answers_of("b", relabelled, *SECOND[1:]), EVERYTHING)

    assert A not in {picture.path for picture in joined.pictures}
    assert joined.relabelled == 1


def test_answers_are_joined_from_all_splits_of_a_run() -> None:
    first = replace(answers_of("a"), results={VALIDATION: FIRST[:3], TEST: FIRST[3:]})

    assert len(join(first, answers_of("b", *SECOND), EVERYTHING).pictures) == 5


def test_what_one_run_has_trained_on_is_not_fair() -> None:
    first = {"a": VALIDATION, "b": VALIDATION, "c": TRAIN, "d": TEST, "alone": VALIDATION}
    second = {"a": VALIDATION, "b": TRAIN, "c": VALIDATION, "d": VALIDATION}

    found = common_pictures(first, second, VALIDATION)

    assert found.pictures == {"a", "b", "c", "d"}
    assert (found.trained_by_first, found.trained_by_second) == ({"c"}, {"b"})
    assert found.fair == {"a", "d"}
    assert found.chosen(with_trained=True) == found.pictures


@given(splits, splits, st.sampled_from(Split))
def test_swapping_the_runs_changes_nothing_but_their_order(
    first: dict[str, Split], second: dict[str, Split], split: Split
) -> None:
    one, other = common_pictures(first, second, split), common_pictures(second, first, split)

    assert (one.pictures, one.fair) == (other.pictures, other.fair)
    assert one.trained_by_first == other.trained_by_second


def test_a_run_is_evaluated_on_the_splits_in_which_the_pictures_are_for_it() -> None:
    assert splits_needed({"a": VALIDATION, "b": TEST, "c": TRAIN}, ("a", "b")) == {VALIDATION, TEST}
