import threading

import pytest

from engine.data.prefetch import Prefetcher


def test_items_come_in_order_whichever_thread_is_faster() -> None:
    second_is_made = threading.Event()

    def make(series: int, index: int) -> tuple[int, int]:
        if index == 0:
            second_is_made.wait(10)
        if index == 1:
            second_is_made.set()
        return series, index

    prefetcher = Prefetcher(make, workers=2, depth=3)
    prefetcher.start(7, 5)

    assert [prefetcher.take() for _ in range(5)] == [(7, i) for i in range(5)]
    prefetcher.close()


def test_no_more_than_depth_items_are_made_ahead() -> None:
    made: list[int] = []
    prefetcher = Prefetcher(lambda _, index: made.append(index), workers=1, depth=3)

    prefetcher.start(0, 100)
    prefetcher.take()
    prefetcher.close()

    assert len(made) <= 4


def test_an_error_is_raised_where_the_item_is_taken() -> None:
    prefetcher = Prefetcher(lambda _, index: 1 // index, workers=1, depth=2)
    prefetcher.start(0, 2)

    with pytest.raises(ZeroDivisionError):
        prefetcher.take()
    assert prefetcher.take() == 1
    prefetcher.close()


def test_a_new_series_drops_the_rest_of_the_old_one() -> None:
    prefetcher = Prefetcher(lambda series, index: (series, index), workers=2, depth=4)
    prefetcher.start(0, 10)
    prefetcher.take()

    prefetcher.start(1, 2)

    assert [prefetcher.take(), prefetcher.take()] == [(1, 0), (1, 1)]
    with pytest.raises(IndexError):
        prefetcher.take()
    prefetcher.close()


def test_close_ends_the_threads() -> None:
    before = threading.active_count()
    prefetcher = Prefetcher(lambda _, index: index, workers=3, depth=5)
    prefetcher.start(0, 100)

    prefetcher.close()

    assert threading.active_count() == before
