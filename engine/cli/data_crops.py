"""The command ``data crops``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.output import JSON, Reading, print_document, progress_bar
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset

if TYPE_CHECKING:
    from engine.classifier_detectors.crop_dataset import WrittenCrops

Place = Annotated[Path, typer.Argument(metavar="PATH", help="Folder or label file of a dataset with boxes.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")]
Size = Annotated[int, typer.Option("--size", min=8, max=512, help="Side of a crop in pixels.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same crops.")]


def crops(
    path: Place, out: Out, *, size: Size = 48, seed: Seed = 1, reading: Reading = None, as_json: JSON = False
) -> None:
    """Cut out every box, and some background: a classifier that learns them can be made a detector."""
    from engine.classifier_detectors.crop_dataset import write_crops

    with progress_bar() as on_progress:
        index_path = open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=lambda: False)
        with DatasetIndex(index_path) as index:
            written = write_crops(index, out, size_px=size, seed=seed, on_progress=on_progress)
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
