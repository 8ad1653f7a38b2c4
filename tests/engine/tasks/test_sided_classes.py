"""Classes that a mirrored picture would make wrong."""

import pytest

from engine.contract.augmentation_presets import preset
from engine.tasks.sided_classes import names_a_side, without_mirroring


@pytest.mark.parametrize(
    ("classes", "found"),
    [
        (("stop", "enter_left_lane"), "enter_left_lane"),
        (("turn_l", "turn_r"), "turn_l"),
        (("turnRight",), "turnRight"),
        (("Right hand", "Left hand"), "Right hand"),
        (("turn_l", "stop"), None),
        (("l", "r"), None),
        (("cleft", "bright", "leftover"), None),
        ((), None),
    ],
)
def test_only_sides_are_found(classes: tuple[str, ...], found: str | None) -> None:
    assert names_a_side(classes) == found


def test_nothing_but_mirroring_is_taken_away() -> None:
    before = preset("detection").config
    after = without_mirroring(before)
    assert not after.flip_horizontal
    assert after.model_copy(update={"flip_horizontal": True}) == before
