from collections.abc import Iterator

from engine.contract.events import Progress
from gui.pages.inspect.studies.pace import Pace


def pace(*seconds: float) -> Pace:
    moments: Iterator[float] = iter(seconds)
    return Pace(lambda: next(moments))


def step(done: int, total: int = 40, what: str = "Testing") -> Progress:
    return Progress(id="1", what=what, done=done, total=total)


def test_the_time_left_follows_from_what_was_done_so_far() -> None:
    following = pace(100.0, 101.0, 110.0)

    assert following.words(step(0)) == "Testing, 0 of 40"
    assert following.words(step(1)) == "Testing, 1 of 40"
    assert following.words(step(10)) == "Testing, 10 of 40, 30 s left"


def test_another_stage_has_a_pace_of_its_own() -> None:
    following = pace(0.0, 100.0, 200.0, 210.0)

    following.words(step(0))
    following.words(step(40))
    assert following.words(step(0, what="Laying out")) == "Laying out, 0 of 40"
    assert following.words(step(20, what="Laying out")) == "Laying out, 20 of 40, 10 s left"


def test_a_stage_of_unknown_length_is_only_named() -> None:
    assert pace(0.0).words(step(0, total=0)) == "Testing"
