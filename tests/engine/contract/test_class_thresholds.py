"""Tests of the thresholds of classes that an evaluation keeps."""

from pathlib import Path

from engine.contract.boxes import BoxEvaluation, ClassBoxResult
from engine.contract.class_thresholds import ClassThresholds, read_class_thresholds


def of_class(name: str, best: float | None) -> ClassBoxResult:
    return ClassBoxResult(name=name, images=1, objects=1, ap=0.5, ap50=0.5, ap75=0.5, best_threshold=best, best_f1=best)


def write(run: Path, split: str, best: float | None) -> None:
    evaluation = BoxEvaluation(
        run=str(run),
        task="detection",
        dataset="d",
        split=split,
        images=1,
        metrics={},
        per_class=(of_class("cell", 0.25), of_class("platelet", best)),
        confusion=((0,),),
        score_threshold=0.375,
        errors={},
        costs={},
    )
    folder = run / "evaluation" / split
    folder.mkdir(parents=True)
    (folder / "metrics.json").write_text(evaluation.model_dump_json())


def test_validation_tells_thresholds_before_test(tmp_path: Path) -> None:
    write(tmp_path, "test", 0.5)
    write(tmp_path, "validation", 0.75)

    assert read_class_thresholds(tmp_path) == ClassThresholds("validation", {"cell": 0.25, "platelet": 0.75})


def test_a_class_without_any_hit_has_the_threshold_of_all(tmp_path: Path) -> None:
    write(tmp_path, "test", None)

    assert read_class_thresholds(tmp_path) == ClassThresholds("test", {"cell": 0.25, "platelet": 0.375})


def test_training_pictures_tell_no_thresholds(tmp_path: Path) -> None:
    write(tmp_path, "train", 0.5)

    assert read_class_thresholds(tmp_path) is None


def test_an_evaluation_of_another_kind_tells_none(tmp_path: Path) -> None:
    folder = tmp_path / "evaluation" / "test"
    folder.mkdir(parents=True)
    (folder / "metrics.json").write_text("{}")

    assert read_class_thresholds(tmp_path) is None
