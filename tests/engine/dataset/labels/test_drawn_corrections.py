"""What the steps of a journal come to for what is drawn, held against a slow model of it."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.contract.annotations import Box, Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.dataset.index.drawn_rows import AnnotationRow, digest_of_rows, keyed_rows, row_of
from engine.dataset.labels.drawn_changes import DrawnChange, change_of, entry_of
from engine.dataset.labels.drawn_corrections import drawn_corrections_of
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.steps import LabelStep

_numbers = st.floats(0, 1000).map(lambda value: round(value, 3))
_boxes = st.builds(Box, _numbers, _numbers, _numbers, _numbers)
_rings = st.lists(st.tuples(_numbers, _numbers), min_size=3, max_size=5).map(tuple)
_polygons = st.builds(Polygon, st.lists(_rings, min_size=1, max_size=2).map(tuple))
_drawn = st.builds(DrawnAnnotation.of, st.sampled_from(["cat", "dog", None]), st.one_of(_boxes, _polygons))
_given = st.lists(_drawn.map(row_of), max_size=4)
_changes = st.dictionaries(st.sampled_from(["0", "1", "2", "3", "x", "y"]), st.none() | _drawn, min_size=1, max_size=3)
_steps = st.lists(st.tuples(_changes, st.booleans()), max_size=12)


def slow_model(
    rows: Sequence[AnnotationRow], steps: Sequence[tuple[dict[str, DrawnAnnotation | None], bool]]
) -> object:
    """One annotation after the other, as somebody would do it by hand: class and geometry of what is left."""
    present = {str(number): row.drawn for number, row in enumerate(rows)}
    given = set(present)
    for changes, is_in_force in steps:
        for key, drawn in changes.items() if is_in_force else ():
            if key.isdigit() and key not in given:
                continue
            if drawn is None and key not in given:
                present.pop(key, None)
            else:
                present[key] = drawn
    return [(key, drawn) for key, drawn in present.items() if drawn is not None]


@given(rows=_given, steps=_steps)
def test_steps_come_to_what_doing_them_one_by_one_comes_to(
    rows: list[AnnotationRow], steps: list[tuple[dict[str, DrawnAnnotation | None], bool]]
) -> None:
    state = digest_of_rows(rows)
    sound = [
        ({key: item for key, item in changes.items() if not key.isdigit() or int(key) < len(rows)}, is_in_force)
        for changes, is_in_force in steps
    ]
    journal = [
        LabelStep(str(number), "", is_in_force=is_in_force, drawn=(DrawnChange("a.png", state, (), changes),))
        for number, (changes, is_in_force) in enumerate(sound)
    ]

    correction = drawn_corrections_of(journal).get("a.png")

    after = keyed_rows(rows, correction.annotations if correction is not None else {})
    assert [(key, row.drawn) for key, row in after] == slow_model(rows, sound)


@given(annotations=_changes, classes=st.lists(st.text(max_size=3), max_size=2), is_reset=st.booleans())
def test_a_change_is_read_as_it_was_written(
    annotations: dict[str, DrawnAnnotation | None], classes: list[str], is_reset: bool
) -> None:
    change = DrawnChange("a.png", "digest", tuple(classes), annotations, is_reset)

    assert change_of(entry_of(change)) == change


def test_a_step_is_read_from_the_journal_as_it_was_added(tmp_path: Path) -> None:
    journal = LabelJournal(tmp_path / "journal.jsonl")
    changes = [DrawnChange("a.png", "x", ("cat",), {"0": None, "new": DrawnAnnotation.of("cat", Box(1, 2, 3, 4))})]

    step = journal.add_drawn("two changes", changes)

    assert journal.steps() == (step,)


def test_a_line_that_another_version_wrote_is_passed_over(tmp_path: Path) -> None:
    journal = LabelJournal(tmp_path / "journal.jsonl")
    step = journal.add_drawn("a step", [DrawnChange("a.png", "x")])
    with journal.path.open("a") as stream:
        stream.write(
            '{"step": "b", "text": "", "drawn": [{"path": "a.png", "given": "x", "classes": [], "drawn": 3}]}\n'
        )
        stream.write('{"step": "c", "text": "", "drawn": 4}\n')

    assert journal.steps() == (step,)


def test_what_the_files_have_come_to_say_is_where_later_steps_start_from() -> None:
    moved, other = DrawnAnnotation.of("cat", Box(1, 2, 3, 4)), DrawnAnnotation.of("dog", Box(5, 6, 7, 8))
    steps = [
        LabelStep("1", "", drawn=(DrawnChange("a.png", "before", ("cat",), {"0": moved}),)),
        LabelStep("2", "", drawn_saved=("a.png",)),
        LabelStep("3", "", drawn=(DrawnChange("a.png", "after", ("dog",), {"0": other}),)),
    ]

    saved = drawn_corrections_of(steps[:2])["a.png"]
    changed = drawn_corrections_of(steps)["a.png"]

    assert (saved.given, saved.annotations, saved.is_saved) == ("before", {"0": moved}, True)
    assert (changed.given, changed.annotations, changed.is_saved) == ("after", {"0": other}, False)
    assert changed.split_by == ("cat",)
