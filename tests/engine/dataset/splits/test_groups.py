import time

import pytest

from engine.contract.config import SplitConfig
from engine.contract.errors import UserError
from engine.dataset.splits.groups import compile_pattern, group_names


def names(*paths: str, **changes: str) -> list[str]:
    return group_names(paths, SplitConfig.model_validate(changes))


def test_without_grouping_each_picture_is_alone() -> None:
    assert names("a/1.png", "a/2.png") == ["a/1.png", "a/2.png"]


def test_pictures_of_a_folder_are_together() -> None:
    assert names("a/1.png", "a/b/2.png", "a/3.png", "4.png", group_by="folder") == ["a", "a/b", "a", "."]


def test_the_default_pattern_leaves_out_the_last_number() -> None:
    paths = ("x/clip7_0001.jpg", "y/clip7_0002.jpg", "x/clip8_0001.jpg")

    assert names(*paths, group_by="name") == ["clip7_", "clip7_", "clip8_"]


def test_a_name_that_does_not_fit_is_a_group_of_its_own() -> None:
    assert len(set(names("a.png", "b.png", "c/a.png", group_by="name"))) == 3


def test_a_pattern_without_a_group_counts_as_a_whole() -> None:
    assert names("p1_a.png", "p1_b.png", "p2_a.png", group_by="name", group_pattern=r"p\d") == ["p1", "p1", "p2"]


@pytest.mark.parametrize("pattern", ["(", "[a", "(?P<x>a)(?P<x>b)", "*", r"\k"])
def test_what_is_no_regular_expression_is_refused(pattern: str) -> None:
    with pytest.raises(UserError, match="no regular expression"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(a*)*b", r"(a|aa)+$", r"(.*)*x", r"(a?){30}a{30}", r"((ab)*c?)*d", r".*.*.*.*.*x", r"(\d+)+\D(?=x)"],
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(UserError, match="for ever"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", [r"^(.*?)\d+\D*$", r"^(\w+)_", r"^(patient\d{3})", r"(?:a|b)(\d+)-", r"^([^_]+)_(\d+)", r"^(.{4})"]
)
def test_usual_patterns_are_accepted(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


def test_the_slowest_accepted_pattern_ends_soon() -> None:
    started = time.monotonic()

    names("a" * 250 + "!.png", group_by="name", group_pattern=r"(a*)(a*)(a*)b")

    assert time.monotonic() - started < 2
