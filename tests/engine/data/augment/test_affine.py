import numpy as np
import pytest

from engine.contract.config import AugmentationConfig
from engine.data.augment.affine import compose_maps, has_warp, invert_map, move_points, random_maps

STILL = {"shift": 0.0, "rotation": 0.0, "scale": 0.0}


def one_map(
    *,
    shift: tuple[float, float] = (0, 0),
    degrees: float = 0,
    zoom: float = 1,
    mirrored: tuple[bool, bool] = (False, False),
) -> np.ndarray:
    maps = compose_maps(
        shift_px=np.array([shift], float),
        radians=np.deg2rad(np.array([degrees], float)),
        zoom=np.array([zoom], float),
        mirrored=np.array([mirrored]),
        size=(40, 20),
    )
    return maps[0]


def moved(affine: np.ndarray, x: float, y: float) -> list[float]:
    return move_points(np.array([x, y]), invert_map(affine)).round(9).tolist()


def test_no_change_is_the_identity() -> None:
    assert one_map() == pytest.approx(np.array([[1, 0, 0], [0, 1, 0]]))


def test_shift_moves_content_right_and_down() -> None:
    assert moved(one_map(shift=(3, 2)), 10, 10) == [13, 12]


def test_mirror_swaps_left_and_right_about_the_centre() -> None:
    assert moved(one_map(mirrored=(True, False)), 1, 5) == [39, 5]


def test_mirror_swaps_top_and_bottom_about_the_centre() -> None:
    assert moved(one_map(mirrored=(False, True)), 1, 5) == [1, 15]


def test_zoom_moves_content_away_from_the_centre() -> None:
    assert moved(one_map(zoom=2), 21, 11) == [22, 12]


def test_rotation_turns_content_clockwise_about_the_centre() -> None:
    assert moved(one_map(degrees=90), 25, 10) == [20, 15]


def test_shift_comes_after_mirror_zoom_and_rotation() -> None:
    assert moved(one_map(shift=(1, 0), degrees=90, zoom=2, mirrored=(True, False)), 25, 10) == [21, 0]


def test_there_is_no_warp_where_everything_is_off() -> None:
    assert not has_warp(AugmentationConfig(**STILL))
    assert not has_warp(AugmentationConfig(enabled=False))
    assert has_warp(AugmentationConfig(**STILL, flip_horizontal=True))


def test_shifts_stay_within_their_share_and_reach_it() -> None:
    maps = random_maps(
        AugmentationConfig(**{**STILL, "shift": 0.1}), 2000, height=20, width=40, rng=np.random.default_rng(1)
    )

    assert np.abs(maps[:, :, 2]).max(axis=0) == pytest.approx([4.0, 2.0], abs=0.02)
    assert (np.abs(maps[:, :, 2]) <= [4.0, 2.0]).all()


def test_half_of_the_pictures_are_mirrored() -> None:
    config = AugmentationConfig(**STILL, flip_horizontal=True)

    maps = random_maps(config, 4000, height=20, width=40, rng=np.random.default_rng(1))

    assert (maps[:, 0, 0] < 0).mean() == pytest.approx(0.5, abs=0.03)
    assert (maps[:, 1, 1] == 1).all()
