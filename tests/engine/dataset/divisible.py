"""Pictures for the tests of splits."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from engine.contract.dataset import Split


@dataclass(frozen=True)
class Divided:
    """What decides a picture's split."""

    id: int
    path: str
    class_indices: tuple[int, ...] = ()
    given_split: Split | None = None
    moved_split: Split | None = None


def with_classes(classes: Sequence[tuple[int, ...]]) -> list[Divided]:
    """Pictures in one folder with these classes."""
    return [Divided(number, f"a/{number}.png", indices) for number, indices in enumerate(classes)]


def any_pictures(most: int = 60) -> st.SearchStrategy[list[Divided]]:
    """Any number of pictures with any classes, given splits and moves."""
    one = st.tuples(
        st.integers(0, 3),
        st.integers(0, 4),
        st.lists(st.integers(0, 4), max_size=3, unique=True),
        st.sampled_from([None, None, None, *Split]),
        st.sampled_from([None, None, None, None, *Split]),
    )
    return st.lists(one, max_size=most).map(_numbered)


def _numbered(rows: list[tuple[int, int, list[int], Split | None, Split | None]]) -> list[Divided]:
    return [
        Divided(number, f"folder{folder}/clip{clip}_{number}.png", tuple(sorted(classes)), given, moved)
        for number, (folder, clip, classes, given, moved) in enumerate(rows)
    ]
