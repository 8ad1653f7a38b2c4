"""What a run sees in its pinned pictures, one PNG file for each: where it looks, what lies where, or each object."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.contract.annotations import NO_CLASS
from engine.contract.class_colours import ClassColours
from engine.contract.tasks import TRAITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.model_store import LoadedRun

    Write = Callable[[LoadedRun, Path, Path], None]

SHOWN_PX = 192


def write_tried_pictures(loaded: "LoadedRun", folder: Path) -> None:
    """Write the pinned pictures of a run, each beside what the network says of it."""
    if loaded.config is None:
        return
    root = Path(loaded.config.dataset.path)
    write = _writer(loaded)
    for path in loaded.config.pinned:
        write(loaded, root / path, folder / f"{Path(path).with_suffix('').as_posix().replace('/', '-')}.png")


def _writer(loaded: "LoadedRun") -> "Write":
    from engine.predicting.finder import says_masks

    if loaded.config is not None and TRAITS[loaded.config.task].is_dense:
        return _write_mask
    return _write_objects if says_masks(loaded) else _write_map


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
    shown = _repeated(codes, pixels.shape[0] // codes.shape[0])
    both = np.concatenate([pixels, overlay_classes(pixels, shown, ClassColours.of(loaded.classes))], axis=1)
    counts = np.bincount(codes.ravel(), minlength=len(loaded.classes)).tolist()
    areas = sorted(zip(counts, loaded.classes, strict=True), reverse=True)
    seen = [f"{name} {count / codes.size:.0%}" for count, name in areas if count]
    write_png(target, caption(both, [", ".join(seen)]))


def _write_objects(loaded: "LoadedRun", image: Path, target: Path) -> None:
    """The picture, and the pixels and outline of each object in the colour of its class."""
    import numpy as np

    from engine.cli.output import progress_bar
    from engine.dataset.masks.found_masks import number_found
    from engine.ops.class_palette import class_palette
    from engine.overlays import caption, overlay_classes, write_png
    from engine.predicting.boxes import predict_boxes

    with progress_bar() as show:
        (found,) = predict_boxes(loaded, [image], {}, on_progress=show)
    said, pixels = found.said, _enlarged(image)
    colours = ClassColours.of(loaded.object_classes)
    numbers = _repeated(number_found(said), pixels.shape[0] // said.height)
    codes = np.array([NO_CLASS, *(colours.names.index(box.label) for box in said.boxes)], np.uint8)[numbers]
    shown = overlay_classes(pixels, codes, colours)
    is_edge = _edges(numbers)
    shown[is_edge] = class_palette(colours)[codes[is_edge], :3]
    counts = Counter(box.label for box in said.boxes)
    seen = ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "nothing found"
    write_png(target, caption(np.concatenate([pixels, shown], axis=1), [seen]))


def _edges(numbers: "NDArray[np.int32]") -> "NDArray[np.bool_]":
    """(h, w), true on the pixels of numbered objects beside which another object or none begins."""
    import numpy as np

    around = np.pad(numbers, 1)
    height, width = numbers.shape
    beside = [around[top : top + height, left : left + width] for top, left in ((0, 1), (2, 1), (1, 0), (1, 2))]
    return (numbers > 0) & np.any([numbers != other for other in beside], axis=0)


def _repeated(values: "NDArray[Any]", factor: int) -> "NDArray[Any]":
    """Values (h, w), each so many times along both axes."""
    return values.repeat(factor, axis=0).repeat(factor, axis=1)


def _enlarged(image: Path) -> "NDArray[np.uint8]":
    """A small picture (h, w, 3), each pixel so many times that it can be looked at."""
    from engine.dataset.pictures.decode import decode_picture

    pixels = decode_picture(image).pixels
    factor = max(1, SHOWN_PX // max(pixels.shape[:2]))
    return pixels.repeat(factor, axis=0).repeat(factor, axis=1)
