"""What a run sees in its pinned pictures, one PNG file for each: where it looks, or what lies where."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.contract.class_colours import ClassColours
from engine.contract.tasks import TRAITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.model_store import LoadedRun

SHOWN_PX = 192


def write_tried_pictures(loaded: "LoadedRun", folder: Path) -> None:
    """Write the pinned pictures of a run, each beside what the network says of it."""
    if loaded.config is None:
        return
    root = Path(loaded.config.dataset.path)
    write = _write_mask if TRAITS[loaded.config.task].is_dense else _write_map
    for path in loaded.config.pinned:
        write(loaded, root / path, folder / f"{Path(path).with_suffix('').as_posix().replace('/', '-')}.png")


def _write_map(loaded: "LoadedRun", image: Path, target: Path) -> None:
    """The picture, and the map of its predicted class."""
    import numpy as np
    from PIL import Image

    from engine.explaining.explanation import Question
    from engine.explaining.methods import explain
    from engine.explaining.seen import see_picture
    from engine.overlays import caption, overlay, write_png

    seen = see_picture(loaded, image)
    found = explain(loaded, seen, "gradcam", Question())
    pixels = _enlarged(image)
    values = seen.placement.map_on_original(found.values)
    size = (pixels.shape[1], pixels.shape[0])
    enlarged = np.asarray(Image.fromarray(values).resize(size, Image.Resampling.BILINEAR))
    both = np.concatenate([pixels, overlay(pixels, enlarged)], axis=1)
    write_png(target, caption(both, [f"{image.parent.name}: {found.target} {found.score:.0%}, {found.method}"]))


def _write_mask(loaded: "LoadedRun", image: Path, target: Path) -> None:
    """The picture, and what the network takes each pixel for."""
    import numpy as np

    from engine.cli.output import progress_bar
    from engine.overlays import caption, overlay_classes, write_png
    from engine.predict import predict

    with progress_bar() as show:
        (found,), _ = predict(loaded, [image], on_progress=show)
    pixels, (codes,) = _enlarged(image), found.arrays
    factor = pixels.shape[0] // codes.shape[0]
    shown = codes.repeat(factor, axis=0).repeat(factor, axis=1)
    both = np.concatenate([pixels, overlay_classes(pixels, shown, ClassColours.of(loaded.classes))], axis=1)
    counts = np.bincount(codes.ravel(), minlength=len(loaded.classes)).tolist()
    areas = sorted(zip(counts, loaded.classes, strict=True), reverse=True)
    seen = [f"{name} {count / codes.size:.0%}" for count, name in areas if count]
    write_png(target, caption(both, [", ".join(seen)]))


def _enlarged(image: Path) -> "NDArray[np.uint8]":
    """A small picture (h, w, 3), each pixel so many times that it can be looked at."""
    from engine.dataset.pictures.decode import decode_picture

    pixels = decode_picture(image).pixels
    factor = max(1, SHOWN_PX // max(pixels.shape[:2]))
    return pixels.repeat(factor, axis=0).repeat(factor, axis=1)
