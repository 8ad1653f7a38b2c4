"""The numbers of a network against its depth."""

import pytest

from models.arithmetic import Analysis, analyse
from models.catalogue import architecture
from models.depth_profile import depth_profile


def _analysis(name: str) -> Analysis:
    return analyse(architecture(name).graph())


@pytest.mark.parametrize(("name", "depth"), [("linear", 1), ("lenet5", 5), ("resnet18", 18), ("resnet50", 50)])
def test_the_depth_is_the_number_in_the_name(name: str, depth: int) -> None:
    assert depth_profile(_analysis(name)).depth == depth


def test_all_parameters_and_multiply_adds_are_found_at_some_depth() -> None:
    analysis = _analysis("resnet18")

    profile = depth_profile(analysis)

    assert sum(profile.parameters) == analysis.parameters
    assert sum(profile.multiply_adds) == analysis.multiply_adds


def test_each_depth_has_the_numbers_of_its_layers() -> None:
    profile = depth_profile(_analysis("lenet5"))

    assert profile.parameters == (0, 156, 2416, 48_120, 10_164, 850)
    assert profile.receptive_fields_px == (1, 6, 16, 32, None, None)


def test_the_cumulative_profile_ends_with_the_sums() -> None:
    analysis = _analysis("lenet5")

    profile = depth_profile(analysis).cumulative()

    assert profile.parameters[-1] == 61_706
    assert profile.multiply_adds[-1] == analysis.multiply_adds
    assert profile.receptive_fields_px == depth_profile(analysis).receptive_fields_px
