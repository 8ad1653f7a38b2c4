"""Pictures are read page by page, and a source may become shorter."""

from collections.abc import Sequence

import pytest

from gui.gallery.items import ListedPictures, PagedItems, PictureItem


class CountingSource:
    def __init__(self, count: int) -> None:
        self._count = count
        self.reads: list[tuple[int, int]] = []

    def count(self) -> int:
        return self._count

    def page(self, offset: int, limit: int) -> Sequence[PictureItem]:
        self.reads.append((offset, limit))
        return [PictureItem(f"{number}.png") for number in range(offset, min(offset + limit, self._count))]


def test_one_look_reads_one_page() -> None:
    source = CountingSource(1_000_000)
    items = PagedItems(source)

    assert items[999_999].path == "999999.png"
    assert len(source.reads) == 1


def test_neighbours_come_from_the_same_page() -> None:
    source = CountingSource(10_000)
    items = PagedItems(source)

    paths = [items[number].path for number in range(512, 560)]

    assert paths[0] == "512.png"
    assert len(source.reads) == 1


def test_old_pages_are_forgotten() -> None:
    source = CountingSource(1_000_000)
    items = PagedItems(source)
    for number in range(0, 256 * 40, 256):
        items[number]

    items[0]

    assert len(source.reads) == 41


def test_a_place_that_is_gone_is_an_empty_item() -> None:
    class Shrinking(CountingSource):
        def page(self, offset: int, limit: int) -> Sequence[PictureItem]:
            return ()

    assert PagedItems(Shrinking(5))[3] == PictureItem("")


def test_places_outside_are_refused() -> None:
    items = PagedItems(ListedPictures((PictureItem("a.png"),)))

    with pytest.raises(IndexError):
        items[1]


def test_a_picture_is_found_by_its_path() -> None:
    items = PagedItems(ListedPictures((PictureItem("a.png"), PictureItem("b.png"))))

    assert items.find("b.png") == 1
    assert items.find("c.png") is None
