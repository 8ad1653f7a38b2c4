"""The pictures of an index as a gallery shows them: listed once for a filter, read page by page."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter, ImageRow, ImageStatus
from engine.dataset.index.dataset_index import DatasetIndex
from gui.gallery.items import UNREAD, PictureItem
from gui.pages.data.index_reader import IndexReader

_PAGE: Final = 128
_PAGES_KEPT: Final = 48
_LIST: Final = "pictures"
_FAULTS: Final = {
    ImageStatus.UNREADABLE: "Unreadable",
    ImageStatus.DAMAGED: "Damaged",
    ImageStatus.IGNORED: "Left out",
}

Ids = NDArray[np.int64]


class DatasetPictures(QObject):
    """The pictures of a filter. All questions are asked by ``reader``, in its thread.

    Only the ids of all pictures are kept, eight bytes each; a page of them is read when one of its pictures is looked
    at, and the pages used last stay.

    Args:
        reader: asks the index.
        parent: owner.

    Signals:
        listed(bool): it is known which pictures these are; whether it is the same list with news.
        page_read(): some pictures that were looked at can be shown now.
    """

    listed = Signal(bool)
    page_read = Signal()

    def __init__(self, reader: IndexReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._choice = ImageFilter()
        self._ids: Ids = np.empty(0, np.int64)
        self._total = 0
        self._pages: OrderedDict[int, tuple[PictureItem, ...]] = OrderedDict()
        self._outdated: set[int] = set()
        self._asked: set[int] = set()
        reader.answered.connect(self._on_answered)

    @property
    def choice(self) -> ImageFilter:
        """The filter whose pictures were asked for last."""
        return self._choice

    @property
    def total(self) -> int:
        """Pictures of the whole dataset."""
        return self._total

    def choose(self, choice: ImageFilter) -> None:
        """List the pictures of a filter; ``listed`` follows, and until then the last ones are here."""
        self._choice = choice
        self._reader.forget(_LIST)
        self._reader.ask(_LIST, partial(_list_pictures, choice))

    def clear(self) -> None:
        """Have no pictures, as when another dataset is opened."""
        self._ids, self._total = np.empty(0, np.int64), 0
        self._pages.clear()
        self._asked.clear()

    def ids(self, places: Sequence[int] | slice) -> list[int]:
        """Ids of the pictures at some places."""
        found: list[int] = self._ids[places].tolist()
        return found

    def count(self) -> int:
        """How many pictures there are."""
        return len(self._ids)

    def item(self, index: int) -> PictureItem:
        """The picture at a place; ``UNREAD`` while it is on its way."""
        if not 0 <= index < len(self._ids):
            raise IndexError(index)
        number, place = divmod(index, _PAGE)
        page = self._page(number)
        return page[place] if place < len(page) else UNREAD

    def find(self, item: PictureItem) -> int | None:
        """The place of a picture, by its id; one without an id is sought among the pages in memory."""
        if item.id:
            places = np.flatnonzero(self._ids == item.id)
            return int(places[0]) if len(places) else None
        for number, page in self._pages.items():
            for place, other in enumerate(page):
                if other.path == item.path:
                    return number * _PAGE + place
        return None

    def _page(self, number: int) -> tuple[PictureItem, ...]:
        """A page, perhaps not the newest one, or nothing; what is missing or old is asked for."""
        page = self._pages.get(number)
        if number not in self._asked and (page is None or number in self._outdated):
            self._outdated.discard(number)
            self._asked.add(number)
            self._reader.ask(("page", number), partial(_read_page, number, self._page_ids(number)))
        if page is None:
            return ()
        self._pages.move_to_end(number)
        return page

    @Slot(object, object)
    def _on_answered(self, _key: object, answer: object) -> None:
        if isinstance(answer, _PictureList) and answer.choice == self._choice:
            self._take_list(answer)
        elif isinstance(answer, _Page):
            self._take_page(answer)

    def _take_list(self, found: "_PictureList") -> None:
        is_same = np.array_equal(found.ids, self._ids)
        self._ids, self._total = found.ids, found.total
        self._asked.clear()
        if is_same:
            self._outdated.update(self._pages)
        else:
            self._pages.clear()
            self._outdated.clear()
        self.listed.emit(is_same)

    def _take_page(self, page: "_Page") -> None:
        if page.ids != self._page_ids(page.number):
            return  # of another list
        self._asked.discard(page.number)
        self._pages[page.number] = page.items
        self._pages.move_to_end(page.number)
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        self.page_read.emit()

    def _page_ids(self, number: int) -> tuple[int, ...]:
        return tuple(self.ids(slice(number * _PAGE, (number + 1) * _PAGE)))


@dataclass(frozen=True, slots=True)
class _PictureList:
    choice: ImageFilter
    ids: Ids
    total: int


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    ids: tuple[int, ...]
    items: tuple[PictureItem, ...]


def item_of(row: ImageRow, colours: ClassColours) -> PictureItem:
    """A row of the index as an item of a gallery."""
    return PictureItem(
        path=row.path,
        label=row.label,
        colour=colours.named(row.label),
        has_problem=row.problem_count > 0,
        id=row.id,
        annotations=row.annotation_count - (row.label is not None),
        fault=_fault(row),
        width=row.width or 0,
        height=row.height or 0,
        is_corrected=row.is_corrected,
    )


def _fault(row: ImageRow) -> str:
    """Why a picture cannot be shown; one that label files name and that is not there has no byte either."""
    has_nothing = row.status is ImageStatus.UNREADABLE and not row.bytes
    return "Missing or empty" if has_nothing else _FAULTS.get(row.status, "")


def _list_pictures(choice: ImageFilter, index: DatasetIndex) -> _PictureList:
    return _PictureList(choice, index.image_ids(choice), index.count())


def _read_page(number: int, ids: tuple[int, ...], index: DatasetIndex) -> _Page:
    colours = ClassColours.of(index.classes())
    items = {row.id: item_of(row, colours) for row in index.images(ids)}
    return _Page(number, ids, tuple(items.get(number, UNREAD) for number in ids))
