import numpy as np
import pytest

from engine.data.augment.maps import Turns, apply_map, compose_maps, has_maps, random_maps
from tests.engine.data.augment.settings import OFF, chance, only

SIZE = (40, 20)


def moved(turns: Turns, x: float, y: float) -> list[float]:
    matrix = compose_maps(turns, count=1, size=SIZE)[0]
    return apply_map(np.array([[x, y]]), np.linalg.inv(matrix))[0].round(9).tolist()


def test_no_change_is_the_identity() -> None:
    assert np.array_equal(compose_maps(Turns(), count=2, size=SIZE), np.stack([np.eye(3)] * 2))


def test_shift_moves_content_right_and_down() -> None:
    assert moved(Turns(shift_x=3, shift_y=2), 10, 10) == [13, 12]


def test_mirror_swaps_left_and_right_about_the_centre() -> None:
    assert moved(Turns(mirror_x=-1), 1, 5) == [39, 5]


def test_mirror_swaps_top_and_bottom_about_the_centre() -> None:
    assert moved(Turns(mirror_y=-1), 1, 5) == [1, 15]


def test_zoom_moves_content_away_from_the_centre() -> None:
    assert moved(Turns(zoom=2), 21, 11) == [22, 12]


def test_shear_moves_what_is_below_the_centre_to_the_right() -> None:
    assert moved(Turns(shear=0.5), 20, 14) == [22, 14]


def test_rotation_turns_content_clockwise_about_the_centre() -> None:
    assert moved(Turns(radians=np.pi / 2), 25, 10) == [20, 15]


def test_changes_come_in_their_order() -> None:
    turns = Turns(mirror_x=-1, zoom=2, shear=0.5, radians=np.pi / 2, shift_x=1)

    # 25, 12 -> mirror 15, 12 -> zoom 10, 14 -> shear 12, 14 -> turn 16, 2 -> shift 17, 2
    assert moved(turns, 25, 12) == [17, 2]


def test_there_is_no_map_where_everything_is_off() -> None:
    assert not has_maps(OFF)
    assert has_maps(only(flip_horizontal=True))
    assert has_maps(only(crop=0.1))


def test_shifts_stay_within_their_share_and_reach_it() -> None:
    maps = random_maps(only(shift=0.1), chance(2000), size=SIZE)

    assert np.abs(maps[:, :2, 2]).max(axis=0) == pytest.approx([4.0, 2.0], abs=0.02)


@pytest.mark.parametrize("probability", [0.5, 0.1])
def test_pictures_are_mirrored_as_often_as_wanted(probability: float) -> None:
    config = only(flip_horizontal=True, flip_horizontal_probability=probability)

    maps = random_maps(config, chance(4000), size=SIZE)

    assert (maps[:, 0, 0] < 0).mean() == pytest.approx(probability, abs=0.03)
    assert (maps[:, 1, 1] == 1).all()


@pytest.mark.parametrize("option", ["shift", "rotation", "scale", "shear", "perspective", "crop"])
def test_a_probability_spares_the_other_pictures(option: str) -> None:
    config = only(**{option: 0.3, f"{option}_probability": 0.25})

    maps = random_maps(config, chance(2000), size=SIZE)

    assert (maps != np.eye(3)).any(axis=(1, 2)).mean() == pytest.approx(0.25, abs=0.04)


def test_options_do_not_change_the_chance_of_each_other() -> None:
    shifted = random_maps(only(shift=0.2), chance(5), size=SIZE)
    both = random_maps(only(shift=0.2, flip_vertical=True, flip_vertical_probability=0.0), chance(5), size=SIZE)

    assert np.array_equal(shifted, both)


def test_crops_show_a_part_that_is_inside_and_as_large_as_wanted() -> None:
    maps = random_maps(only(crop=0.75), chance(3000), size=SIZE)

    share = maps[:, 0, 0] * maps[:, 1, 1]
    corner = maps[:, :2, 2] + np.array(SIZE) * maps[:, [0, 1], [0, 1]]
    assert share.min() == pytest.approx(0.25, abs=0.01)
    assert share.max() <= 1
    assert (maps[:, :2, 2] >= 0).all()
    assert (corner <= np.array(SIZE) + 1e-9).all()


def test_perspective_makes_one_side_larger_and_keeps_the_centre() -> None:
    maps = random_maps(only(perspective=0.2), chance(200), size=SIZE)

    corners = np.array([[20.0, 10], [0, 0], [0, 20], [40, 0], [40, 20]])
    new = np.stack([apply_map(corners, np.linalg.inv(matrix)) for matrix in maps])
    left, right = new[:, 2, 1] - new[:, 1, 1], new[:, 4, 1] - new[:, 3, 1]
    assert new[:, 0] == pytest.approx(np.broadcast_to([20, 10], (200, 2)))
    assert np.abs(np.log(left / right)).max() > 0.3
    assert np.isfinite(new).all()
