from pathlib import Path

import pytest

from engine.dataset.readers.documents import BadDocument
from engine.dataset.readers.yolo.yaml_document import read_yaml
from tests.engine.dataset.readers.label_files import save_text


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = save_text(tmp_path / "data.yaml", "names: [no, 1.0, 2020-01-01]\nnc: 3\ntest:\n")

    assert read_yaml(path) == {"names": ["no", "1.0", "2020-01-01"], "nc": "3", "test": ""}


def test_names_may_be_a_mapping_a_block_or_quoted(tmp_path: Path) -> None:
    path = save_text(tmp_path / "data.yaml", "# made by hand\nnames:\n  0: 'a cat'\n  7: dog  # a comment\n")

    assert read_yaml(path) == {"names": {"0": "a cat", "7": "dog"}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &x [1]\nb: *x\n", "anchors or aliases"),
        ("a: !!python/object/apply:os.system [x]\n", "tags"),
        ("[" * 100_000, "nested too deeply"),
        ("- a\n" * 200_000, "more than 20,000 values"),
        ("a: 1\n" * 300_000, "at most 1,048,576"),
        ("a: [1, 2", "no YAML"),
        ("a: 1\n---\nb: 2\n", "no YAML"),
        ("? [a]\n: b\n", "no YAML"),
        ("a: \0", "no text"),
        ("\ta: b", "no YAML"),
    ],
)
def test_what_can_explode_or_is_broken_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = save_text(tmp_path / "data.yaml", text)

    with pytest.raises(BadDocument, match=reason):
        read_yaml(path)
