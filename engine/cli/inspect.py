"""The command ``inspect``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from engine.cli.inspect_bench import bench as run_bench
from engine.cli.output import JSON, print_document
from engine.contract.commands import MapMethod
from engine.contract.masks import PixelChoice

if TYPE_CHECKING:
    from engine.model_store import LoadedRun

Choice = Mapping[str, str | None]

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Image = Annotated[
    Path | None, typer.Argument(metavar="IMAGE", help="Picture, or an .npy array (H, W, C) fed as it is.")
]
Method = Annotated[
    str | None, typer.Option("--method", metavar="M", help="gradcam, saliency, feature-maps, and others.")
]
Layer = Annotated[str | None, typer.Option("--layer", metavar="L", help="Name of a layer; the best one if left out.")]
Target = Annotated[str | None, typer.Option("--target", metavar="C", help="Class name or index; the predicted one.")]
Area = Annotated[
    str | None,
    typer.Option("--area", metavar="X,Y", help="Of a mask: explain the connected area of one class around a pixel."),
]
Pixel = Annotated[str | None, typer.Option("--pixel", metavar="X,Y", help="Of a mask: explain this pixel alone.")]
BoxNumber = Annotated[
    int | None,
    typer.Option("--box", min=1, metavar="N", help="Of a detector: explain the N-th best box of the picture."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Where array, picture and description go.")]
Original = Annotated[bool, typer.Option("--original", help="Maps in pixels of the original picture.")]
Side = Annotated[
    int | None,
    typer.Option("--side", min=1, metavar="PX", help="Longer side of the enlarged picture of a heat-map; twice."),
]

Bench = Annotated[bool, typer.Option("--bench", help="Test which methods tell the truth; takes no IMAGE.")]
Methods = Annotated[str, typer.Option("--methods", metavar="A,B", help="Of the bench; the usual ones if left out.")]
Pictures = Annotated[int, typer.Option("--pictures", min=1, metavar="N", help="Of the bench, at most.")]
Split = Annotated[str, typer.Option("--split", help="Of the bench: train, validation or test.")]

MAPS: tuple[str, ...] = get_args(MapMethod)
OTHERS = ("feature-maps", "filters", "activation-maximisation", "receptive-field")
WITHOUT_PICTURE = ("filters", "activation-maximisation")


def inspect(
    run: Run,
    image: Image = None,
    *,
    method: Method = None,
    out: Out = None,
    layer: Layer = None,
    target: Target = None,
    area: Area = None,
    pixel: Pixel = None,
    box: BoxNumber = None,
    original: Original = False,
    side: Side = None,
    bench: Bench = False,
    methods: Methods = "",
    pictures: Pictures = 40,
    split: Split = "validation",
    as_json: JSON = False,
) -> None:
    """Show why: writes an array, a picture and a description of it. Or test methods (--bench)."""
    if bench:
        run_bench(run, split=split, methods=methods, pictures=pictures, as_json=as_json)
        return
    if method is None or out is None:
        raise typer.BadParameter("Say what to show and where it goes: --method and --out. Or give --bench.")
    if method not in (*MAPS, *OTHERS):
        raise typer.BadParameter(f"There is no method {method}. Choose one of: {', '.join((*MAPS, *OTHERS))}.")
    if image is None and method not in WITHOUT_PICTURE:
        raise typer.BadParameter(f"{method} looks at a picture: give IMAGE.")
    pixels = _choice_of(area, pixel, method)
    from engine.model_store import load_run

    loaded = load_run(run)
    out.mkdir(parents=True, exist_ok=True)
    stem = out / (image or Path(run).absolute()).stem
    choice = {"layer": layer, "target": target}
    if image is None or method in WITHOUT_PICTURE:
        document = _without_picture(loaded, stem, method, choice)
    else:
        of_map = {"on_original": original, "side_px": side, "choice": pixels, "box": box}
        document = _of_picture(loaded, image, stem, method, choice, of_map=of_map)
    print_document(document, as_json=as_json, render=_sentences)


def _without_picture(run: "LoadedRun", stem: Path, method: str, choice: Choice) -> dict[str, Any]:
    from engine.inspect_files.climbing import write_maximisation
    from engine.inspect_files.features import write_filters

    return write_filters(run, stem) if method == "filters" else write_maximisation(run, stem, **choice)


def _choice_of(area: str | None, pixel: str | None, method: str) -> PixelChoice | None:
    """The pixels of a mask that are to be explained; None for all of a class."""
    if area is None and pixel is None:
        return None
    if area is not None and pixel is not None:
        raise typer.BadParameter("Choose --area or --pixel, not both.")
    if method in OTHERS:
        raise typer.BadParameter(f"{method} is about no pixels of a mask: leave --area and --pixel out.")
    words = area if area is not None else pixel or ""
    numbers = words.split(",")
    if len(numbers) != 2 or not all(number.strip().isdecimal() for number in numbers):
        raise typer.BadParameter(f"Write a pixel of the picture as X,Y, for example 120,88. Received: {words}.")
    return PixelChoice(kind="pixel" if area is None else "area", x=int(numbers[0]), y=int(numbers[1]))


def _of_picture(
    run: "LoadedRun", image: Path, stem: Path, method: str, choice: Choice, *, of_map: Mapping[str, Any]
) -> dict[str, Any]:
    from engine.inspect_files.features import write_feature_maps
    from engine.inspect_files.field import write_field
    from engine.inspect_files.maps import write_map

    match method:
        case "feature-maps":
            return write_feature_maps(run, image, stem, **choice)
        case "receptive-field":
            return write_field(run, image, stem, layer=choice["layer"])
        case _:
            return write_map(run, image, stem, method=method, layer=choice["layer"], target=choice["target"], **of_map)


def _sentences(document: Mapping[str, Any]) -> str:
    """The description for people, without its lists."""
    lines = [f"{key}: {value}" for key, value in document.items() if isinstance(value, str | float | int)]
    pixels = document.get("pixels")
    if pixels is not None:
        place = "" if pixels["x"] is None else f" at ({pixels['x']}, {pixels['y']})"
        lines.append(f"pixels: {pixels['kind']}{place}, {pixels['count']} px taken for {pixels['class']}")
    low, high = document["range"]
    return "\n".join([*lines, f"range: {low:.4g} to {high:.4g}", *document["warnings"]])
