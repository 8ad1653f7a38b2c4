"""The command ``evaluate``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.box_options import Tile, looking_at
from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.boxes import BoxEvaluation
from engine.contract.masks import MaskEvaluation

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Dataset = Annotated[Path | None, typer.Option("--dataset", help="Another dataset; classes are matched by name.")]
Split = Annotated[
    str | None, typer.Option("--split", help="train, validation, test or all; all of another dataset if left out.")
]


def evaluate(
    run: Run, *, dataset: Dataset = None, split: Split = None, tile: Tile = False, as_json: JSON = False
) -> None:
    """Measure a run: accuracy, loss, calibration, classes, confusion; per-image results go into its folder."""
    from engine import evaluate as evaluation
    from engine.model_store import load_run

    chosen = split or ("all" if dataset else "validation")
    with progress_bar() as show:
        found, _ = evaluation.evaluate(
            looking_at(load_run(run), in_tiles=tile),
            split=chosen,
            dataset=dataset,
            on_progress=show,
            is_cancelled=lambda: False,
        )
    match found:
        case MaskEvaluation():
            render = _mask_tables
        case BoxEvaluation():
            render = _box_tables
        case _:
            render = _tables
    print_document(found.model_dump(mode="json"), as_json=as_json, render=render)


_OF_CLASSES: Mapping[str, str] = {
    "located": "Class and box right", "accuracy": "Class right", "box_iou": "Box IoU",
    "ap": "AP", "ap50": "AP50", "ap75": "AP75", "best_f1": "Best F1", "best_threshold": "From score",
}  # fmt: skip
"""Numbers of classes of boxes in words; those that nothing is known of are left out."""
_OF_MASKS: Mapping[str, str] = {
    "mask_ap": "Mask AP", "mask_ap50": "Mask AP50", "mask_ap75": "Mask AP75", "ap50": "Box AP50", "best_f1": "Best F1",
}  # fmt: skip
"""Likewise where objects have masks."""


def _mask_tables(document: Mapping[str, Any]) -> Any:
    """Metrics and classes of masks for people."""
    from rich.console import Group
    from rich.table import Table

    classes = Table("Class", "Pictures", "True pixels", "IoU", "Dice", "Boundary F1", "Most often taken for")
    for i, row in enumerate(document["per_class"]):
        ratios = (_number(row[name]) for name in ("iou", "dice", "boundary_f1"))
        classes.add_row(row["name"], str(row["images"]), f"{row['true_pixels']:,}", *ratios, _worst(document, i))
    return Group(_numbers(document), classes)


def _box_tables(document: Mapping[str, Any]) -> Any:
    """Metrics, classes and kinds of errors of boxes for people."""
    from rich.console import Group
    from rich.table import Table

    has_masks = any(row["mask_ap"] is not None for row in document["per_class"])
    wanted = _OF_MASKS if has_masks else _OF_CLASSES
    numbers = {name: words for name, words in wanted.items() if any(row[name] for row in document["per_class"])}
    classes = Table("Class", "Pictures", "Objects", *numbers.values())
    for row in document["per_class"]:
        ratios = (_number(row[name]) for name in numbers)
        classes.add_row(row["name"], str(row["images"]), str(row["objects"]), *ratios)
    errors = Table("Kind of error", "Found", f"{document['cost_of']} that it costs")
    for kind, count in document["errors"].items():
        errors.add_row(kind, str(count), _number(document["costs"][kind]))
    return Group(_numbers(document), classes, errors)


def _numbers(document: Mapping[str, Any]) -> Any:
    from rich.table import Table

    numbers = Table("Metric", "Value", title=f"{document['images']} pictures of {document['split']}")
    for name, value in document["metrics"].items():
        numbers.add_row(name.replace("_", " "), _number(value))
    return numbers


def _tables(document: Mapping[str, Any]) -> Any:
    """Metrics, classes and confusion for people."""
    from rich.console import Group
    from rich.table import Table

    classes = Table("Class", "Pictures", "Precision", "Recall", "F1", "Most often taken for")
    for i, row in enumerate(document["per_class"]):
        ratios = (_number(row[name]) for name in ("precision", "recall", "f1"))
        classes.add_row(row["name"], str(row["images"]), *ratios, _worst(document, i))
    return Group(_numbers(document), classes)


def _worst(document: Mapping[str, Any], row: int) -> str:
    """The class that pictures of a class are most often mistaken for."""
    mistakes = {
        entry["name"]: count
        for column, (entry, count) in enumerate(zip(document["per_class"], document["confusion"][row], strict=True))
        if column != row and count
    }
    if not mistakes:
        return ""
    name = max(mistakes, key=lambda key: mistakes[key])
    return f"{name} ({mistakes[name]})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
