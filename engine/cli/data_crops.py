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
Size = Annotated[int, typer.Option("--size", min=8, max=512, help="Side of a crop in pixels.")]
Moved = Annotated[int, typer.Option("--moved", min=0, max=20, help="Moved crops of an object, beside its box.")]
Background = Annotated[
    int, typer.Option("--background", min=0, max=100, help="Crops without an object, for each object of a picture.")
]
LeastBackground = Annotated[
    int, typer.Option("--least-background", min=0, max=1000, help="Such crops of a picture with few objects or none.")
]
Near = Annotated[float, typer.Option("--near", min=0.1, max=1.0, help="Least IoU of a moved box and its object.")]
Far = Annotated[float, typer.Option("--far", min=0.0, max=1.0, help="What overlaps every object less is background.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same crops.")]
USUAL = CropOptions()


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
