"""The command ``data crops``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.output import JSON, Reading, print_document, progress_bar
from engine.contract.crops import CropOptions
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset

if TYPE_CHECKING:
    from engine.classifier_detectors.crop_dataset import WrittenCrops

Place = Annotated[Path, typer.Argument(metavar="PATH", help="Folder or label file of a dataset with boxes.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")]
USUAL = CropOptions()
_LIMITS = CropOptions.model_json_schema()["properties"]


def _option(flag: str, field: str) -> Any:
    """An option with the limits and the words of a field of ``CropOptions``."""
    about = _LIMITS[field]
    return typer.Option(flag, min=about["minimum"], max=about.get("maximum"), help=about["description"])


Size = Annotated[int, _option("--size", "size_px")]
Moved = Annotated[int, _option("--moved", "moved")]
Background = Annotated[int, _option("--background", "backgrounds")]
LeastBackground = Annotated[int, _option("--least-background", "least_backgrounds")]
Near = Annotated[float, _option("--near", "near_iou")]
Far = Annotated[float, _option("--far", "far_iou")]
Seed = Annotated[int, _option("--seed", "seed")]


def crops(
    path: Place,
    out: Out,
    *,
    size: Size = USUAL.size_px,
    moved: Moved = USUAL.moved,
    background: Background = USUAL.backgrounds,
    least_background: LeastBackground = USUAL.least_backgrounds,
    near: Near = USUAL.near_iou,
    far: Far = USUAL.far_iou,
    seed: Seed = USUAL.seed,
    reading: Reading = None,
    as_json: JSON = False,
) -> None:
    """Cut out every box, and some background: a classifier that learns them can be made a detector."""
    from engine.classifier_detectors.crop_dataset import write_crops

    options = CropOptions(
        size_px=size,
        moved=moved,
        near_iou=near,
        backgrounds=background,
        least_backgrounds=least_background,
        far_iou=far,
        seed=seed,
    )
    with progress_bar() as on_progress:
        index_path = open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=lambda: False)
        with DatasetIndex(index_path) as index:
            written = write_crops(index, out, options, on_progress=on_progress)
    print_document(_document(written), as_json=as_json, render=lambda shown: _sentence(shown, out))


def _document(written: "WrittenCrops") -> dict[str, Any]:
    return {
        "images": written.images,
        "crops": sum(written.classes.values()),
        "classes": [{"name": name, "count": count} for name, count in written.classes.items()],
        "unread": [{"path": path, "reason": reason} for path, reason in written.unread.items()],
    }


def _sentence(document: dict[str, Any], out: Path) -> str:
    classes = ", ".join(f"{one['name']} {one['count']:,}" for one in document["classes"])
    left_out = "".join(f"\n{one['path']} was left out: {one['reason']}." for one in document["unread"])
    return f"{document['crops']:,} crops of {document['images']:,} pictures are in {out}: {classes}.{left_out}"
