"""The arithmetic of the gallery."""

from hypothesis import given
from hypothesis import strategies as st

from gui.gallery.grid import Grid

GRID = Grid(width=888, count=20, size=136, gap=8, margin=16)


def test_six_columns_fill_the_page_at_the_design_size() -> None:
    grid = Grid.filling(width=888, count=100, target=136, gap=8, margin=16)

    assert grid.columns == 6
    assert grid.size == 136


@given(width=st.integers(200, 4000), target=st.integers(48, 256))
def test_columns_never_leave_the_page(width: int, target: int) -> None:
    grid = Grid.filling(width=width, count=1000, target=target, gap=8, margin=16)

    last = grid.cell(grid.columns - 1)
    assert last.x + last.size <= width - 16


@given(index=st.integers(0, 19))
def test_the_middle_of_a_cell_leads_back_to_its_item(index: int) -> None:
    cell = GRID.cell(index)

    assert GRID.index_at(cell.x + 68, cell.y + 68) == index


def test_gaps_and_margins_hold_no_item() -> None:
    assert GRID.index_at(16 + 138, 10) is None
    assert GRID.index_at(4, 10) is None
    assert GRID.index_at(20, 138) is None


def test_the_last_row_ends_with_the_last_item() -> None:
    cell = GRID.cell(19)

    assert GRID.index_at(cell.x + GRID.pitch + 5, cell.y + 5) is None


@given(top=st.integers(0, 1000), height=st.integers(1, 900))
def test_every_item_on_screen_is_visible(top: int, height: int) -> None:
    visible = GRID.visible(top=top, height=height)

    on_screen = [i for i in range(20) if GRID.cell(i).y < top + height and GRID.cell(i).y + 136 > top]
    assert set(on_screen) <= set(visible)


def test_an_empty_gallery_has_no_height() -> None:
    assert Grid(width=888, count=0, size=136, gap=8, margin=16).height == 0


CAPTIONED = Grid(width=888, count=20, size=136, gap=8, margin=16, caption=20)


def test_a_caption_belongs_to_the_picture_above_it() -> None:
    assert CAPTIONED.cell(6).y == 136 + 20 + 8
    assert CAPTIONED.index_at(20, 150) == 0
    assert CAPTIONED.index_at(20, 160) is None
    assert CAPTIONED.within(16, 150, 10, 2) == [range(1)]


def test_rows_with_captions_need_more_height() -> None:
    assert CAPTIONED.height == 4 * (136 + 20 + 8) - 8 + 16
    assert CAPTIONED.rows_per_page(500) == 3
    assert CAPTIONED.visible(top=164, height=10) == range(6, 12)
