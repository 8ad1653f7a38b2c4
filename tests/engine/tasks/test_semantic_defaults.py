"""What is chosen for datasets with masks."""

from pathlib import Path

import pytest

from engine.contract.annotations import AnnotationKind
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks.semantic_defaults import propose_semantic
from engine.tasks.wishes import Wishes


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "instance"
    write_sample("instance", folder, count=30, seed=1, size_px=96, on_progress=ignore_progress)
    return folder


def test_hardly_an_object_that_is_drawn_is_too_small_to_be_found(drawn: Path) -> None:
    with DatasetIndex(open_dataset(drawn, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        config, reasons = propose_semantic(index)
        found = index.annotations_of([row.id for row in index.rows(labelled=False)])
    kinds = (AnnotationKind.MASK, AnnotationKind.POLYGON)
    areas = sorted(one.area_px or 0.0 for some in found.values() for one in some if one.kind in kinds)

    least = config.masks.least_object_px
    assert config.masks.objects == "watershed"
    assert areas[0] - 1 <= least <= areas[len(areas) // 10]
    assert "masks.least_object_px" in reasons


def test_outlines_are_looked_at_twice(drawn: Path) -> None:
    with DatasetIndex(open_dataset(drawn, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        config, _ = propose_semantic(index)

    assert config.training.mirror_at_prediction


def test_segnet_learns_as_in_its_paper(drawn: Path) -> None:
    with DatasetIndex(open_dataset(drawn, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        usual, _ = propose_semantic(index)
        config, reasons = propose_semantic(index, Wishes(network="segnet"))

    assert usual.training.class_weights == "none"
    assert config.training.class_weights == "balanced"
    assert config.training.learning_rate > usual.training.learning_rate
    assert {"training.learning_rate", "training.class_weights"} <= reasons.keys()
