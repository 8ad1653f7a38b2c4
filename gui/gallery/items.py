"""The pictures of a gallery as values, fetched page by page from wherever they are kept."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

_PAGE: Final = 256
_PAGES_KEPT: Final = 32


@dataclass(frozen=True, slots=True)
class PictureItem:
    """What a thumbnail shows of a picture.

    Attributes:
        path: identity, relative to the dataset.
        label: words of the class chip; None draws no chip.
        class_index: colour of the chip's dot, from 0.
        has_problem: shows the warning badge.
        is_wrong: shows the badge of a wrong prediction.
        is_pinned: shows the pin badge.
    """

    path: str
    label: str | None = None
    class_index: int | None = None
    has_problem: bool = False
    is_wrong: bool = False
    is_pinned: bool = False


# Stands where a source has become shorter while it was shown.
_UNKNOWN: Final = PictureItem(path="")


class PictureSource(Protocol):
    """An ordered set of pictures of known length, of which parts can be read at once."""

    def count(self) -> int:
        """How many pictures there are."""
        ...

    def page(self, offset: int, limit: int) -> Sequence[PictureItem]:
        """At most ``limit`` pictures from ``offset`` on."""
        ...


@dataclass(frozen=True, slots=True)
class ListedPictures:
    """A source for pictures that are already in memory."""

    items: tuple[PictureItem, ...]

    def count(self) -> int:
        """How many pictures there are."""
        return len(self.items)

    def page(self, offset: int, limit: int) -> Sequence[PictureItem]:
        """At most ``limit`` pictures from ``offset`` on."""
        return self.items[offset : offset + limit]


class PagedItems:
    """Items of a source by their index; the pages used last stay in memory, whatever the length of the source."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source
        self._count = source.count()
        self._pages: OrderedDict[int, Sequence[PictureItem]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> PictureItem:
        if not 0 <= index < self._count:
            raise IndexError(index)
        number, place = divmod(index, _PAGE)
        page = self._page(number)
        return page[place] if place < len(page) else _UNKNOWN

    def find(self, path: str) -> int | None:
        """The place of a picture, sought among the first page and the pages in memory only."""
        if self._count:
            self._page(0)
        for number, page in sorted(self._pages.items()):
            for place, item in enumerate(page):
                if item.path == path:
                    return number * _PAGE + place
        return None

    def _page(self, number: int) -> Sequence[PictureItem]:
        if number not in self._pages:
            self._pages[number] = self._source.page(number * _PAGE, _PAGE)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number]
