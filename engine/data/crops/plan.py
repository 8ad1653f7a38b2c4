"""Chooses where crops are taken, so that each class lies at the centre of as many of them as it shall."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.data.crops.class_places import ClassPlaces

Whole = NDArray[np.int64]
Shares = Sequence[float] | NDArray[np.float64]


class CropCentres(NamedTuple):
    """N crops; each attribute has the shape (N,).

    Attributes:
        pictures: positions of the pictures.
        rows: of the pixel at the centre.
        columns: of the pixel at the centre.
        classes: the class of that pixel.
    """

    pictures: Whole
    rows: Whole
    columns: Whole
    classes: Whole


def centre_shares(pictures: Sequence[ClassPlaces], *, balance: float) -> NDArray[np.float64]:
    """(classes,), the share of crops with each class at their centre.

    Args:
        pictures: at least one.
        balance: 0 leaves the classes as often as they are, as crops at random places do; 1 makes those that occur
            equally frequent; between, shares are mixed.

    Raises:
        ValueError: the balance is not in [0, 1], or no pixel has a class.
    """
    pixels = np.sum([picture.counts for picture in pictures], axis=0)
    if not 0 <= balance <= 1 or not pixels.any():
        raise ValueError(
            f"A balance is in [0, 1], of pixels with a class. Received: {balance} of {pixels.sum()} pixels."
        )
    return (1 - balance) * pixels / pixels.sum() + balance * (pixels > 0) / np.count_nonzero(pixels)


def plan_crops(pictures: Sequence[ClassPlaces], *, shares: Shares, count: int, rng: np.random.Generator) -> CropCentres:
    """Choose the crops of an epoch in random order.

    The shares are kept in every epoch, except for rounding; chance decides who gets the rest. The crops of a class go
    around among all pictures that have it, so that one picture full of it does not stand for the class.

    Args:
        pictures: what is known of them.
        shares: for each class that of crops with it at their centre; those of classes that do not occur fall to the
            others.
        count: how many crops.
        rng: decides all that is left to chance.

    Raises:
        ValueError: a share is negative, their number is not that of the classes, or none is above 0 of a class that
            occurs.
    """
    occurs = np.any([[len(places) > 0 for places in picture.places] for picture in pictures], axis=0)
    wanted = np.asarray(shares, np.float64)
    if wanted.shape != occurs.shape or (wanted < 0).any() or not wanted[occurs].any():
        raise ValueError(f"Shares are 0 or more, above 0 for a class that occurs. Received: {wanted.tolist()}.")
    quotas = _quotas(np.where(occurs, wanted, 0.0), count, rng)
    crops = [crop for one, quota in enumerate(quotas) for crop in _crops_of(pictures, one, quota, rng)]
    table = np.array(crops, np.int64).reshape(-1, 4)[rng.permutation(len(crops))]
    return CropCentres(*table.T)


def _quotas(shares: NDArray[np.float64], count: int, rng: np.random.Generator) -> list[int]:
    """Whole numbers that add up to ``count``; what is left after rounding down is drawn by the fractions cut off."""
    exact = shares / shares.sum() * count
    quotas = np.floor(exact).astype(np.int64)
    rest = count - int(quotas.sum())
    if rest:
        fractions = exact - quotas
        drawn = rng.choice(
            len(shares), rest, replace=bool(np.count_nonzero(fractions) < rest), p=fractions / fractions.sum()
        )
        np.add.at(quotas, drawn, 1)
    return quotas.tolist()


def _crops_of(
    pictures: Sequence[ClassPlaces], one: int, quota: int, rng: np.random.Generator
) -> list[tuple[int, int, int, int]]:
    """Picture, row, column and class of crops with class ``one`` at their centre."""
    holders = [number for number, picture in enumerate(pictures) if len(picture.places[one])]
    rounds = [rng.permutation(holders) for _ in range(-(-quota // len(holders)))] if quota else []
    chosen = np.concatenate(rounds)[:quota].tolist() if quota else []
    crops = []
    for number in chosen:
        row, column = rng.choice(pictures[number].places[one]).tolist()
        crops.append((number, row, column, one))
    return crops
