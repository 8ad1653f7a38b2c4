"""Looking at labels needs no network: neither Keras nor TensorFlow has to work."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.pages.data.page import DataPage

ANSWER_MS = 60_000


@pytest.fixture
def without_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import of Keras or TensorFlow fails, in the engines too."""
    for name in ("keras", "tensorflow"):
        (tmp_path / "broken" / f"{name}.py").parent.mkdir(exist_ok=True)
        (tmp_path / "broken" / f"{name}.py").write_text("raise ImportError('not installed')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))


@pytest.fixture
def boxes(tmp_path: Path) -> Path:
    """Twelve pictures with a box each, as COCO."""
    folder = tmp_path / "boxes"
    folder.mkdir()
    generator = np.random.default_rng(5)
    for number in range(12):
        pixels = generator.integers(0, 256, (48, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    document = {
        "images": [{"id": number, "file_name": f"{number}.png", "width": 64, "height": 48} for number in range(12)],
        "annotations": [
            {"id": number, "image_id": number, "category_id": 7, "bbox": [4, 4, 20, 10]} for number in range(12)
        ],
        "categories": [{"id": 7, "name": "mark"}],
    }
    (folder / "labels.json").write_text(json.dumps(document))
    return folder


@pytest.mark.usefixtures("without_keras")
def test_gallery_shows_labels_where_keras_does_not_work(qtbot: QtBot, app: App, boxes: Path) -> None:
    app.session.open_dataset(boxes)
    page = app.window.page("data")
    assert isinstance(page, DataPage)

    qtbot.waitUntil(lambda: app.session.dataset.is_complete, timeout=ANSWER_MS)
    index = app.session.dataset.index
    assert index is not None
    first = index.page(limit=1)[0]

    assert (index.summary().images, index.summary().annotations.boxes) == (12, 12)
    assert [annotation.label for annotation in index.annotations(first.id)] == ["mark"]
    page.pictures.gallery.select_index(0)
    qtbot.waitUntil(lambda: page.pictures.store.full_pixmap(first.path) is not None, timeout=ANSWER_MS)
