from collections import Counter
from itertools import combinations

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.doctor.leaks import Picture, problems_of_groups, problems_of_pairs
from engine.dataset.doctor.near_duplicates import NearPair

TRAIN, VALIDATION, TEST = Split.TRAIN, Split.VALIDATION, Split.TEST


def test_copies_in_one_split_are_duplicates_of_the_first() -> None:
    pictures = {1: Picture("a.png", TRAIN), 2: Picture("b.png", TRAIN), 3: Picture("c.png", TRAIN)}

    problems = list(problems_of_groups([(1, 2, 3)], pictures))

    assert [(problem.code, problem.path, problem.related) for problem in problems] == [
        (ProblemCode.DUPLICATE_PICTURE, "b.png", "a.png"),
        (ProblemCode.DUPLICATE_PICTURE, "c.png", "a.png"),
    ]
    assert problems[0].action == "kept"


def test_copies_in_two_splits_are_a_leak_that_names_pictures_and_splits() -> None:
    pictures = {1: Picture("v.png", VALIDATION), 2: Picture("t.png", TRAIN)}

    (problem,) = problems_of_groups([(1, 2)], pictures)

    assert problem.code is ProblemCode.SPLIT_LEAK
    assert problem.message == "v.png (validation) is the same picture as t.png (training)."
    assert problem.related == "t.png"


def test_every_copy_outside_training_leaks() -> None:
    pictures = {
        1: Picture("a", TRAIN),
        2: Picture("b", TRAIN),
        3: Picture("c", VALIDATION),
        4: Picture("d", VALIDATION),
        5: Picture("e", TEST),
    }

    problems = list(problems_of_groups([(1, 2, 3, 4, 5)], pictures))

    assert [(problem.path, problem.code.value, problem.related) for problem in problems] == [
        ("b", "duplicate_picture", "a"),
        ("c", "split_leak", "a"),
        ("d", "split_leak", "a"),
        ("e", "split_leak", "a"),
    ]


def test_the_same_picture_with_two_labels_is_said_to_have_them() -> None:
    pictures = {1: Picture("a.png", TRAIN, ("cat",)), 2: Picture("b.png", TRAIN, ("dog",))}

    (problem,) = problems_of_groups([(1, 2)], pictures)

    assert problem.message == "It is the same picture as a.png, but labelled dog here and cat there."


def test_a_near_pair_in_one_split_is_a_near_duplicate() -> None:
    pictures = {1: Picture("a.png", TRAIN), 2: Picture("b.png", TRAIN)}

    (problem,) = problems_of_pairs([NearPair(1, 2, is_crop=True)], pictures)

    assert problem.code is ProblemCode.NEAR_DUPLICATE
    assert (problem.path, problem.related) == ("b.png", "a.png")
    assert problem.message == "It looks like a.png, apart from a crop."


def test_a_near_pair_in_two_splits_leaks_once() -> None:
    pictures = {1: Picture("a.png", TEST, ("x",)), 2: Picture("b.png", VALIDATION, ("x",))}

    (problem,) = problems_of_pairs([NearPair(1, 2, is_crop=False)], pictures)

    assert problem.code is ProblemCode.SPLIT_LEAK
    assert problem.message == "a.png (test) looks like b.png (validation)."


def test_pictures_without_a_split_do_not_leak() -> None:
    pictures = {1: Picture("a.png", None), 2: Picture("b.png", TRAIN)}

    (problem,) = problems_of_groups([(1, 2)], pictures)

    assert problem.code is ProblemCode.DUPLICATE_PICTURE


def test_a_picture_that_was_removed_meanwhile_is_no_duplicate() -> None:
    pictures = {1: Picture("a.png", TRAIN)}

    assert not list(problems_of_groups([(1, 2)], pictures))
    assert not list(problems_of_pairs([NearPair(1, 2, is_crop=False)], pictures))


def test_of_many_alike_each_is_named_a_few_times() -> None:
    pictures = {number: Picture(f"{number}.png", TRAIN) for number in range(20)}
    pairs = [NearPair(first, second, is_crop=False) for first, second in combinations(range(20), 2)]

    problems = list(problems_of_pairs(pairs, pictures))

    named = Counter(path for problem in problems for path in (problem.path, problem.related))
    assert len(problems) <= 5 * 20 < len(pairs)
    assert min(named[picture.path] for picture in pictures.values()) >= 5
