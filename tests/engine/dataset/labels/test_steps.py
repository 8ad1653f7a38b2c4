from engine.dataset.labels.steps import (
    Correction,
    LabelChange,
    LabelStep,
    corrections_of,
    digest_of,
    history,
    with_force,
)


def step(name: str, given: str | None, label: str | None, *, is_in_force: bool = True) -> LabelStep:
    return LabelStep(name, name, (LabelChange("a.png", given, label),), is_in_force)


def test_the_last_word_counts_and_the_first_label_decides_the_split() -> None:
    steps = [step("1", "cat", "dog"), step("2", "dog", "owl")]

    assert corrections_of(steps) == {"a.png": Correction("dog", "owl", split_by="cat")}


def test_a_step_that_was_taken_back_does_not_count() -> None:
    steps = with_force([step("1", "cat", "dog"), step("2", "cat", "owl")], "2", is_in_force=False)

    assert corrections_of(steps) == {"a.png": Correction("cat", "dog", split_by="cat")}


def test_the_label_of_the_files_is_no_correction() -> None:
    assert corrections_of([step("1", "cat", "dog"), step("2", "cat", "cat")]) == {}


def test_what_can_be_done_again_ends_with_the_next_step() -> None:
    steps = [step("1", "cat", "dog", is_in_force=False), step("2", "cat", "owl"), step("3", "cat", "fox")]
    shorter = with_force(with_force(steps, "3", is_in_force=False), "2", is_in_force=True)

    done, taken_back = history(shorter)

    assert [item.id for item in done] == ["2"]
    assert [item.id for item in taken_back] == ["3"]


def test_the_digest_follows_from_what_is_corrected_and_not_from_the_order() -> None:
    first, second = Correction("cat", "dog", "cat"), Correction(None, "owl", None)

    assert digest_of({}) == ""
    assert digest_of({"a": first, "b": second}) == digest_of({"b": second, "a": first})
    assert digest_of({"a": first}) != digest_of({"a": second})
