import numpy as np
import pytest
from scipy import ndimage

from engine.data.synthetic.light import Light
from engine.data.synthetic.pile import Pile
from engine.data.synthetic.scene import CLASSES, draw_scene

SIDE = 160
NO_SHADOW = Light(x=0.3, y=0.2, z=0.93, shadow=0.0, warmth=0.0, exposure=1.0)


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_same_seed_and_number_draw_the_same() -> None:
    first, again = draw_scene(1, 5, side=SIDE), draw_scene(1, 5, side=SIDE)

    assert np.array_equal(first.pixels, again.pixels)
    assert [found.label for found in first.objects] == [found.label for found in again.objects]
    assert not np.array_equal(first.pixels[:128, :128], draw_scene(2, 5, side=SIDE).pixels[:128, :128])
    assert not np.array_equal(first.pixels[:128, :128], draw_scene(1, 6, side=SIDE).pixels[:128, :128])


def test_no_side_is_longer_than_wanted_and_formats_differ() -> None:
    shapes = {draw_scene(1, number, side=100).pixels.shape for number in range(30)}

    assert {max(shape) for shape in shapes} == {100, 90}
    assert {shape[0] > shape[1] for shape in shapes} == {True, False}


@pytest.mark.parametrize("label", CLASSES)
def test_mask_is_where_an_object_was_painted(label: str) -> None:
    canvas = np.full((SIDE, SIDE, 3), (1.0, 0.0, 1.0), np.float32)
    pile = Pile(canvas, NO_SHADOW)

    pile.lay(label, generator())

    painted = np.abs(canvas - (1.0, 0.0, 1.0)).max(axis=-1) > 0
    (mask,) = pile.masks
    assert (mask <= painted).all()
    assert (painted <= ndimage.binary_dilation(mask, iterations=2)).all()


def test_later_objects_are_cut_out_of_earlier_ones() -> None:
    canvas = np.zeros((SIDE, SIDE, 3), np.float32)
    pile, rng = Pile(canvas, NO_SHADOW), generator(4)
    whole = []
    for number in range(40):
        pile.lay(CLASSES[number % len(CLASSES)], rng)
        whole += [mask.copy() for mask in pile.masks[len(whole) :]]

    assert len(whole) > 10
    assert sum(pile.masks).max() == 1
    assert any(np.count_nonzero(seen) < np.count_nonzero(mask) for seen, mask in zip(pile.masks, whole, strict=True))
    assert all((seen <= mask).all() for seen, mask in zip(pile.masks, whole, strict=True))


def test_strand_over_an_object_is_cut_out_and_hidden_objects_are_left_out() -> None:
    pile, rng = Pile(np.zeros((SIDE, SIDE, 3), np.float32), NO_SHADOW), generator(2)
    pile.lay("nut", rng)
    pile.lay("leaf", rng)
    hidden = pile.masks[0].astype(np.float32) * np.float32(0.6)

    pile.cut(hidden)

    assert pile.labels == ["leaf"]


@pytest.mark.parametrize("number", range(12))
def test_boxes_are_the_extents_of_masks_and_masks_share_no_pixel(number: int) -> None:
    scene = draw_scene(3, number, side=SIDE)

    for found in scene.objects:
        left, top, right, bottom = found.box_xyxy
        inside = np.zeros_like(found.mask)
        inside[top:bottom, left:right] = True
        assert (found.mask <= inside).all()
        assert found.mask[top].any()
        assert found.mask[bottom - 1].any()
        assert found.mask[:, left].any()
        assert found.mask[:, right - 1].any()
    assert np.max(np.sum([found.mask for found in scene.objects], axis=0)) <= 1


def test_class_mask_tells_the_class_of_every_pixel() -> None:
    scene = draw_scene(1, 3, side=SIDE)
    mask = scene.class_mask()

    for found in scene.objects:
        assert (mask[found.mask] == CLASSES.index(found.label) + 1).all()
    assert np.count_nonzero(mask) == sum(np.count_nonzero(found.mask) for found in scene.objects)


def test_sample_is_varied_enough_to_learn_from() -> None:
    scenes = [draw_scene(1, number, side=SIDE) for number in range(150)]
    found = [one for scene in scenes for one in scene.objects]
    longest = np.array(
        [max(x_max - x_min, y_max - y_min) for x_min, y_min, x_max, y_max in (o.box_xyxy for o in found)]
    )
    numbers = [len(scene.objects) for scene in scenes]
    counts = np.bincount([CLASSES.index(one.label) for one in found])

    assert min(numbers) == 0
    assert max(numbers) >= 7
    assert 4 < np.mean(numbers) < 6
    assert counts.min() > 0.6 * counts.mean()
    assert np.quantile(longest, 0.1) < 16
    assert np.quantile(longest, 0.9) > 0.3 * SIDE
    assert longest.max() < 0.6 * SIDE
