"""A class has the colour of its place in its list, in which the background is not counted."""

from engine.contract.class_colours import CLASS_COLOURS, ClassColours


def test_an_added_background_shifts_no_colour() -> None:
    of_dataset, of_run = ClassColours.of(("cell", "nucleus")), ClassColours.of(("background", "cell", "nucleus"))

    assert of_run.named("nucleus") == of_dataset.named("nucleus") == of_run.at(2) == of_dataset.at(1)
    assert of_run.each == (None, *of_dataset.each)


def test_the_background_is_not_counted_wherever_it_stands() -> None:
    assert ClassColours.of(("apple", "background", "cell")).each[::2] == ClassColours.of(("apple", "cell")).each


def test_a_list_decides_by_its_own_order() -> None:
    assert ClassColours.of(("nucleus", "cell")).named("cell") == ClassColours.of(("cell", "nucleus")).named("nucleus")


def test_what_is_no_class_of_the_list_has_no_colour() -> None:
    colours = ClassColours.of(("cell",))

    assert [colours.named(name) for name in ("leaf", None)] == [None, None]
    assert [colours.at(index) for index in (-1, 1, None)] == [None, None, None]


def test_colours_repeat_and_say_so() -> None:
    colours = ClassColours.of(f"class {number}" for number in range(len(CLASS_COLOURS) + 1))
    first, last = colours.at(0), colours.at(len(CLASS_COLOURS))

    assert first is not None
    assert last is not None
    assert first.rgb == last.rgb
    assert (first.is_repeated, last.is_repeated) == (False, True)
