from pathlib import Path

import pytest

from engine.dataset.readers.documents import BadDocument, finite, read_json, read_text, read_xml


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def test_number_of_thousands_of_digits_does_not_lose_the_document(tmp_path: Path) -> None:
    content = read_json(saved(tmp_path, b'{"big": ' + b"9" * 5000 + b', "small": 7}'))

    assert content["small"] == 7
    assert finite(content["big"]) is None


def test_half_letters_are_replaced_and_whole_ones_kept(tmp_path: Path) -> None:
    assert read_json(saved(tmp_path, rb'["\ud83d\ude00", {"\udc00": "a\ud800"}]')) == [
        "\U0001f600",
        {"\ufffd": "a\ufffd"},
    ]


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": 1', b"", b"a\0b"])
def test_json_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadDocument, match=r"^it is "):
        read_json(saved(tmp_path, content))


@pytest.mark.parametrize(
    "content", [b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', b"<a>" * 100 + b"</a>" * 100]
)
def test_xml_that_is_broken_or_made_to_explode_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadDocument, match=r"^it "):
        read_xml(saved(tmp_path, content))


@pytest.mark.parametrize(
    "content", ["käse".encode(), "käse".encode("utf-16"), "\ufeffkäse".encode(), "käse".encode("latin-1")]
)
def test_text_is_read_in_any_usual_encoding(tmp_path: Path, content: bytes) -> None:
    assert read_text(saved(tmp_path, content)) == "käse"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3.0),
        (" 2.5 ", 2.5),
        ("1e3", 1000.0),
        (True, None),
        ("nan", None),
        (float("inf"), None),
        (1e300, None),
        ("1_0", None),
    ],
)
def test_only_sound_numbers_count(value: object, expected: float | None) -> None:
    assert finite(value) == expected
