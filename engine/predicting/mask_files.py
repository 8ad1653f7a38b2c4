"""Writes what a run says of every pixel: a mask for each picture, and the picture with it laid over."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.class_colours import ClassColours
from engine.contract.errors import UserError
from engine.contract.masks import ClassMask
from engine.contract.predicting import OutlineFormat
from engine.dataset.pictures.decode import LARGEST_MEGAPIXELS, DecodeError, decode_picture
from engine.dataset.pictures.regions.opening import opened_regions
from engine.model_store import LoadedRun
from engine.ops.class_palette import class_palette
from engine.overlays import overlay_classes, write_png
from engine.predicting.mask_network import mask_network
from engine.predicting.mask_outlines import OutlineFiles
from engine.tiling.prediction import Sink
from engine.tiling.sinks import class_mask_file, score_file, uncertainty_file

OnProgress = Callable[[str, int, int], None]
MOST_SIDE_PX = 1024
MASK_ENDING = ".mask.png"
PROBABILITIES_ENDING = ".probabilities.npy"
UNCERTAINTY_ENDING = ".uncertainty.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is written besides masks.

    Attributes:
        probabilities: the scores of all classes, an array (H, W, classes) float16 for each picture.
        uncertainty: a grey picture of how undecided they are.
        polygons: the format of outlines; None for none.
    """

    probabilities: bool = False
    uncertainty: bool = False
    polygons: OutlineFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenMask:
    """What was written of one picture; files by their names, None for those that there are not.

    Attributes:
        said: sizes and areas.
        mask: the palette PNG.
        overlay: the picture with the colours of its classes.
        probabilities: the array of scores.
        uncertainty: the grey picture.
        polygons: the outlines; several pictures may share the file.
    """

    said: ClassMask
    mask: str
    overlay: str | None
    probabilities: str | None
    uncertainty: str | None
    polygons: str | None


def write_masks(
    run: LoadedRun,
    images: Sequence[Path],
    names: Sequence[str],
    out: Path,
    problems: dict[str, str],
    *,
    wanted: Wanted,
    on_progress: OnProgress,
) -> Iterator[WrittenMask]:
    """Look at picture files of any size, one after the other, in bounded memory.

    Of pictures that are too large to be held in memory no overlay and no outlines are made.

    Args:
        run: the network.
        images: files.
        names: of the pictures that are written, one for each, ending in ".png".
        out: folder that exists.
        problems: gets the reason for each picture that cannot be read.
        wanted: what is written besides masks.
        on_progress: told (what, done, total); may raise to stop, which leaves no half file behind.

    Yields:
        What was written of each picture that can be read.

    Raises:
        UserError: the network says nothing of single pixels, or knows one class only and cannot be undecided.
    """
    if wanted.uncertainty and len(run.classes) < 2:
        raise UserError(f"A network for one class is never undecided. Received: {run.path}.", "Leave out uncertainty.")
    outlines = OutlineFiles(run, wanted.polygons, out) if wanted.polygons else None
    writer = _MaskWriter(run, out, wanted, ClassColours.of(run.classes), outlines, on_progress)
    try:
        for image, name in zip(images, names, strict=True):
            try:
                written = writer.write(image, Path(name).stem)
            except DecodeError as error:
                problems[str(image)] = error.reason
                continue
            yield written
    finally:  # What was found before somebody stopped it stays.
        if outlines:
            outlines.finish()


@dataclass(frozen=True, slots=True)
class _MaskWriter:
    """Writes the files of one picture after the other; the attributes are those of ``write_masks``."""

    run: LoadedRun
    out: Path
    wanted: Wanted
    colours: ClassColours
    outlines: OutlineFiles | None
    on_progress: OnProgress

    def write(self, image: Path, stem: str) -> WrittenMask:
        """Write everything that is wanted of a picture under names that begin with ``stem``.

        Raises:
            DecodeError: the picture is damaged.
        """
        mask = self.out / f"{stem}{MASK_ENDING}"
        probabilities = self.out / f"{stem}{PROBABILITIES_ENDING}" if self.wanted.probabilities else None
        uncertainty = self.out / f"{stem}{UNCERTAINTY_ENDING}" if self.wanted.uncertainty else None
        said = self._write_scores(image, mask, probabilities=probabilities, uncertainty=uncertainty)
        polygons = overlay = None
        if said.width * said.height <= LARGEST_MEGAPIXELS * 1_000_000:
            with Image.open(mask) as opened:
                codes = np.array(opened)
            overlay = f"{stem}.png"
            _write_overlay(image, codes, self.out / overlay, self.colours)
            polygons = self.outlines.add(image, stem, codes) if self.outlines else None
        return WrittenMask(
            said=said,
            mask=mask.name,
            overlay=overlay,
            probabilities=probabilities.name if probabilities else None,
            uncertainty=uncertainty.name if uncertainty else None,
            polygons=polygons,
        )

    def _write_scores(
        self, image: Path, place: Path, *, probabilities: Path | None, uncertainty: Path | None
    ) -> ClassMask:
        with ExitStack() as stack:
            source = stack.enter_context(opened_regions(image, on_progress=self.on_progress))
            height, width = source.height, source.width
            palette = class_palette(self.colours)[: len(self.run.classes), :3]
            mask = stack.enter_context(class_mask_file(place, height=height, width=width, palette=palette))
            sinks: list[Sink] = [mask]
            if probabilities:
                scores = score_file(probabilities, height=height, width=width)
                sinks.append(stack.enter_context(scores))
            if uncertainty:
                sinks.append(stack.enter_context(uncertainty_file(uncertainty, height=height, width=width)))
            mask_network(self.run).predict(source, sinks, on_progress=self.on_progress)
        counts = dict(zip(self.run.classes, mask.areas_px, strict=True))
        return ClassMask.of_counts(str(image), (width, height), counts)


def _write_overlay(image: Path, codes: NDArray[np.uint8], place: Path, colours: ClassColours) -> None:
    """The picture, made smaller where it is large, with the colours of its classes."""
    pixels = decode_picture(image, max_side=MOST_SIDE_PX).pixels
    smaller = Image.fromarray(codes).resize((pixels.shape[1], pixels.shape[0]), Image.Resampling.NEAREST)
    write_png(place, overlay_classes(pixels, np.asarray(smaller), colours))
