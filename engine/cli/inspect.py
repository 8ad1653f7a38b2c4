"""The command ``inspect``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.output import JSON, print_document
from engine.contract.errors import UserError

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Image = Annotated[
    Path | None, typer.Argument(metavar="IMAGE", help="Picture, or an .npy array (H, W, C) fed as it is.")
]
Method = Annotated[str, typer.Option("--method", metavar="M", help="cam, gradcam, feature-maps, filters.")]
Layer = Annotated[str | None, typer.Option("--layer", metavar="L", help="Name of a layer; the best one if left out.")]
Target = Annotated[str | None, typer.Option("--target", metavar="C", help="Class name or index; the predicted one.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where array, picture and description go.")]
Original = Annotated[bool, typer.Option("--original", help="Maps in pixels of the original picture.")]

AVAILABLE = ("cam", "gradcam", "feature-maps", "filters")
PLANNED = (
    *("gradcam++", "hirescam", "layercam", "eigencam", "scorecam", "finercam", "saliency", "smoothgrad"),
    *("integrated-gradients", "guided-backprop", "deconvnet", "occlusion", "activation-maximisation"),
    "receptive-field",
)


def inspect(
    run: Run,
    image: Image = None,
    *,
    method: Method,
    out: Out,
    layer: Layer = None,
    target: Target = None,
    original: Original = False,
    as_json: JSON = False,
) -> None:
    """Show why: writes an array, a picture and a description of it."""
    _require_method(method)
    if image is None and method != "filters":
        raise typer.BadParameter(f"{method} looks at a picture: give IMAGE.")
    from engine.inspect_files import write_feature_maps, write_filters, write_map
    from engine.model_store import load_run

    loaded = load_run(run)
    out.mkdir(parents=True, exist_ok=True)
    stem = out / (image or Path(run).absolute()).stem
    if image is None or method == "filters":
        document = write_filters(loaded, stem)
    elif method == "feature-maps":
        document = write_feature_maps(loaded, image, stem, layer=layer, target=target)
    else:
        document = write_map(loaded, image, stem, method=method, layer=layer, target=target, on_original=original)
    print_document(document, as_json=as_json, render=_sentences)


def _require_method(method: str) -> None:
    if method in PLANNED:
        raise UserError(
            f"This method is not available yet. Received: {method}.", f"Choose one of: {', '.join(AVAILABLE)}."
        )
    if method not in AVAILABLE:
        raise typer.BadParameter(f"There is no method {method}. Choose one of: {', '.join(AVAILABLE)}.")


def _sentences(document: Mapping[str, Any]) -> str:
    """The description for people, without its lists."""
    lines = [f"{key}: {value}" for key, value in document.items() if isinstance(value, str | float | int)]
    low, high = document["range"]
    return "\n".join([*lines, f"range: {low:.4g} to {high:.4g}", *document["warnings"]])
