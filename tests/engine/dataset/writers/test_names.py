"""File names are safe on every system, and each is given once."""

import pytest

from engine.dataset.writers.names import LONGEST_NAME_BYTES, UniqueNames, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("cat", "cat"),
        ("a/b:c", "a_b_c"),
        ('<>"|?*\\', "_______"),
        ("tab\tnul\0", "tab_nul_"),
        ("ends. .", "ends"),
        ("...", "_"),
        ("", "_"),
        ("CON", "_CON"),
        ("nul.backup", "_nul.backup"),
        ("console", "console"),
        ("-rf", "_-rf"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
    ],
)
def test_names_are_made_safe_for_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_are_cut_between_letters() -> None:
    assert safe_name("\u00e9" * 100) == "\u00e9" * (LONGEST_NAME_BYTES // 2)


def test_same_names_of_two_folders_stay_apart() -> None:
    names = UniqueNames()

    assert [names.take("images", path) for path in ("a/1.png", "b/1.png")] == ["1", "b_1"]


def test_names_differ_also_without_ending_and_in_any_case() -> None:
    names = UniqueNames()

    assert [names.take("", path) for path in ("1.png", "1.jpg", "cat.png", "CAT.png")] == ["1", "1-2", "cat", "CAT-2"]


def test_names_of_two_new_folders_may_be_the_same() -> None:
    names = UniqueNames()

    assert [names.take("cat", "a/1.png"), names.take("dog", "b/1.png")] == ["1", "1"]
