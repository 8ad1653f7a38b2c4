from collections.abc import Sequence

import numpy as np
import pytest

from engine.contract.predictions import ImageResult
from engine.ops.slices import LEAST_PICTURES, Attribute, Slice, find_slices


def result(
    *,
    is_right: bool,
    truth: str = "cat",
    brightness: float | None = 0.5,
    source: str | None = None,
    size: tuple[int, int] = (64, 48),
) -> ImageResult:
    return ImageResult(
        image="a.png",
        truth=truth,
        predicted=truth if is_right else "none",
        score=0.6,
        truth_score=0.6 if is_right else 0.1,
        loss=0.5,
        width=size[0],
        height=size[1],
        brightness=brightness,
        source=source,
    )


def random_results(seed: int, *, count: int = 400, worse_below: float = 0.0) -> list[ImageResult]:
    """Right four times out of five, whatever they look like; below ``worse_below`` of brightness three in ten."""
    rng = np.random.default_rng(seed)
    brightness = rng.uniform(size=count)
    chance = np.where(brightness < worse_below, 0.3, 0.8)
    is_right = rng.uniform(size=count) < chance
    return [
        result(
            is_right=bool(is_right[i]),
            truth=str(rng.choice(["cat", "dog", "owl", "fox"])),
            brightness=float(brightness[i]),
            source=f"site {rng.integers(5)}",
            size=(int(rng.integers(20, 300)), int(rng.integers(20, 300))),
        )
        for i in range(count)
    ]


def worse(found: Sequence[Slice]) -> list[Slice]:
    return [one for one in found if one.is_worse]


def test_dark_pictures_that_are_mostly_wrong_come_first() -> None:
    results = random_results(0, worse_below=0.25)

    found = find_slices(results)

    first = found[0]
    assert (first.part.attribute, first.part.quarter) == (Attribute.BRIGHTNESS, 0)
    assert [one.part.attribute for one in worse(found)] == [Attribute.BRIGHTNESS]
    assert (first.part.low or 0.0) < 0.1
    assert first.difference == pytest.approx(first.accuracy - np.mean([one.truth == one.predicted for one in results]))


def test_a_worse_site_is_found_by_its_name() -> None:
    results = [result(is_right=i % 10 < 9, source=f"site {i % 4}") for i in range(400)]
    results += [result(is_right=i % 10 < 4, source="site 9") for i in range(60)]

    found = worse(find_slices(results))

    assert [(one.part.attribute, one.part.name, len(one.part.members)) for one in found] == [
        (Attribute.SOURCE, "site 9", 60)
    ]
    assert found[0].part.members == tuple(range(400, 460))
    assert found[0].accuracy == 0.4


def test_where_mistakes_fall_by_chance_hardly_ever_is_a_slice_claimed() -> None:
    claims = [bool(worse(find_slices(random_results(seed)))) for seed in range(60)]

    assert sum(claims) <= 3  # The confidence of all slices together is 95 %.


def test_a_tiny_slice_does_not_win_over_a_large_one() -> None:
    results = [result(is_right=i % 10 < 9, source="large") for i in range(300)]
    results += [result(is_right=i % 10 < 5, source="half wrong") for i in range(100)]
    results += [result(is_right=i < 4, source="ten") for i in range(LEAST_PICTURES)]

    names = [one.part.name for one in find_slices(results) if one.part.attribute is Attribute.SOURCE]

    assert names == ["half wrong", "ten", "large"]


def test_fewer_pictures_than_needed_are_no_slice() -> None:
    results = [result(is_right=True, source="many") for _ in range(30)]
    results += [result(is_right=False, source="few") for _ in range(LEAST_PICTURES - 1)]

    assert [one.part.name for one in find_slices(results)] == ["many"]


def test_a_part_that_is_the_whole_is_no_slice() -> None:
    results = [result(is_right=i % 2 == 0, source="only") for i in range(50)]

    assert find_slices(results) == ()


def test_quarters_hold_equally_many_pictures() -> None:
    results = [result(is_right=True, brightness=i / 100) for i in range(80)]

    found = sorted(find_slices(results), key=lambda one: one.part.quarter or 0)

    assert [len(one.part.members) for one in found] == [20, 20, 20, 20]
    assert [(one.part.low, one.part.high) for one in found] == [(0.0, 0.19), (0.2, 0.39), (0.4, 0.59), (0.6, 0.79)]


def test_pictures_of_one_size_stay_in_one_slice() -> None:
    results = [result(is_right=True, size=(400, 400)) for _ in range(70)]
    results += [result(is_right=True, size=(500, 500)) for _ in range(30)]

    found = {one.part.low: len(one.part.members) for one in find_slices(results)}

    assert found == {160_000: 70, 250_000: 30}


def test_pictures_without_a_known_brightness_are_left_out_of_its_slices() -> None:
    results = [result(is_right=True, brightness=None) for _ in range(20)]
    results += [result(is_right=True, brightness=i / 100) for i in range(80)]

    found = find_slices(results)

    assert {len(one.part.members) for one in found} == {20}
    assert min(min(one.part.members) for one in found) == 20


def test_no_picture_has_no_slice() -> None:
    assert find_slices([]) == ()
