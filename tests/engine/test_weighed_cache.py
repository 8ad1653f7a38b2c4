"""A cache forgets what is too much, by number and by weight, and keeps the newest."""

from engine.weighed_cache import WeighedCache


def cache(*, most: int = 3, most_bytes: int = 100) -> WeighedCache[bytes]:
    return WeighedCache(most=most, most_bytes=most_bytes, weigh=len)


def test_a_kept_value_is_not_made_again() -> None:
    kept = cache()
    first = kept.get("a", lambda: bytes(10))

    assert kept.get("a", lambda: bytes(20)) is first


def test_what_was_wanted_longest_ago_is_forgotten_first() -> None:
    kept = cache(most=2)
    first = kept.get("a", lambda: bytes(1))
    kept.get("b", lambda: bytes(2))
    kept.get("a", lambda: bytes(3))
    kept.get("c", lambda: bytes(4))

    assert kept.get("a", lambda: bytes(5)) is first
    assert len(kept.get("b", lambda: bytes(6))) == 6


def test_heavy_values_leave_less_room_but_the_newest_one_stays() -> None:
    kept = cache(most_bytes=100)
    kept.get("light", lambda: bytes(60))
    heavy = kept.get("heavy", lambda: bytes(500))

    assert kept.get("heavy", lambda: bytes(1)) is heavy
    assert len(kept.get("light", lambda: bytes(7))) == 7
