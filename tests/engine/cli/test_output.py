"""Documents for machines and for people."""

import json

import pytest

from engine.cli.output import print_document, progress_bar

DOCUMENT = {"loss": float("inf"), "per_class": [{"name": "Käse", "recall": None}, {"name": "b", "recall": 0.5}]}


def test_json_is_one_document_without_infinities(capsys: pytest.CaptureFixture[str]) -> None:
    print_document(DOCUMENT, as_json=True, render=str)

    printed = capsys.readouterr().out
    assert json.loads(printed) == {**DOCUMENT, "loss": None}
    assert "Käse" in printed


def test_people_get_what_render_makes(capsys: pytest.CaptureFixture[str]) -> None:
    print_document(DOCUMENT, as_json=False, render=lambda document: f"[{len(document['per_class'])} classes]")

    assert capsys.readouterr().out == "[2 classes]\n"


def test_progress_goes_to_stderr_only(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        show("Reading pictures", 3, 10)

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Reading pictures" in captured.err
