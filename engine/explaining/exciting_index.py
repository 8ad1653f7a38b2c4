"""The index of the pictures that excite the units of a run most: made once, kept in the run's folder."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder, write_atomically
from engine.data.reading import read_fitted
from engine.dataset.pictures.decode import DecodeError
from engine.evaluating.choosing import evaluation_folder
from engine.inspect.exciting import NO_PICTURE, find_exciting, units_of
from engine.inspect.program import LayerCall
from engine.model_store import LoadedRun

BATCH = 16
LOOKING = "Looking for what excites each unit"
ABOUT, VALUES, PICTURES, PLACES = "units.json", "values.npy", "pictures.npy", "places.npy"
OnProgress = Callable[[str, int, int], None]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Exciting:
    """A picture that excites a unit.

    Attributes:
        image: path relative to the dataset.
        value: of the unit.
        cell: (row, column) where it is.
    """

    image: str
    value: float
    cell: tuple[int, int]


def index_exciting(run: LoadedRun, split: str, on_progress: OnProgress) -> int:
    """Make the index of a split unless it is there; the number of pictures in it.

    Args:
        run: with a dataset of its own.
        split: whose pictures are looked at.
        on_progress: told (what, done, total); may raise to stop.

    Raises:
        UserError: the run has no pictures of its own, or none that can be read.
    """
    known = _read_about(run, split)
    if known is not None:
        return len(known["images"])
    root, paths = pictures_of_split(run, split)
    read: list[str] = []
    tops = find_exciting(run.model, prepared_batches(run, root, paths, read, on_progress))
    if not read:
        raise UserError(f"No picture can be read. Received: {len(paths)} pictures in {root}.", "Check the folder.")
    folder = _folder(run, split)
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in ((VALUES, "values"), (PICTURES, "pictures"), (PLACES, "places")):
        _write_array(folder / name, np.concatenate([getattr(top, part) for top in tops.values()], axis=1))
    about = {"weights": weights_time(run), "images": read, "layers": list(tops)}
    write_atomically(folder / ABOUT, json.dumps(about).encode())
    return len(read)


def exciting_pictures(run: LoadedRun, split: str, layer: str, channel: int) -> tuple[Exciting, ...] | None:
    """The pictures that excite a unit most, strongest first; None before the index is made.

    Raises:
        UserError: there is no such unit.
    """
    about = _read_about(run, split)
    if about is None:
        return None
    call, first = _place_of(run, layer)
    channels = int(call.shape[-1] or 0)
    if channel >= channels:
        raise UserError(
            f"There is no such channel. Received: {channel} of {layer}.", f"Choose one from 0 to {channels - 1}."
        )
    values, pictures, places = (
        np.load(_folder(run, split) / name, mmap_mode="r", allow_pickle=False)[:, first + channel]
        for name in (VALUES, PICTURES, PLACES)
    )
    columns = int(call.shape[1] or 1) if len(call.shape) == 3 else 1
    images = list(map(run.relocated().present, about["images"]))
    return tuple(
        Exciting(images[picture], float(value), (int(place) // columns, int(place) % columns))
        for value, picture, place in zip(values, pictures, places, strict=True)
        if picture != NO_PICTURE
    )


def root_of(run: LoadedRun) -> Path:
    """Folder of the pictures that a run learned from.

    Raises:
        UserError: it has none.
    """
    dataset = None if run.config is None else run.config.dataset
    root = None if dataset is None else dataset.folder
    if root is None or not root.is_dir():
        raise UserError(
            f"The pictures of this network are not here. Received: {run.path if dataset is None else dataset.path}.",
            "Open a run whose dataset is still in its place.",
        )
    return root


def pictures_of_split(run: LoadedRun, split: str) -> tuple[Path, tuple[str, ...]]:
    """Folder of a run's pictures, and the paths of those of a split in it.

    Raises:
        UserError: the run has none.
    """
    root, splits = root_of(run), run.kept_splits() or {}
    paths = tuple(path for path, part in splits.items() if part == Split(split))
    if not paths:
        raise UserError(f"This run has no pictures for {split}. Received: {run.path}.", "Choose another split.")
    return root, paths


def prepared_batches(
    run: LoadedRun, root: Path, paths: Sequence[str], read: list[str], on_progress: OnProgress
) -> Iterator[Floats]:
    """Prepared pictures, a batch at a time; the paths of those that could be read are added to ``read``."""
    for start in range(0, len(paths), BATCH):
        on_progress(LOOKING, start, len(paths))
        fitted = []
        for path in paths[start : start + BATCH]:
            try:
                fitted.append(read_fitted(root / path, run.input)[0])
            except DecodeError:
                continue  # told by the Data page; here it is only left out
            read.append(path)
        if fitted:
            yield run.prepare(np.stack(fitted))
    on_progress(LOOKING, len(paths), len(paths))


def _place_of(run: LoadedRun, layer: str) -> tuple[LayerCall, int]:
    """The call of a layer, and where its channels begin in the arrays."""
    first = 0
    for call in units_of(run.model):
        if call.name == layer:
            return call, first
        first += int(call.shape[-1] or 0)
    raise UserError(f"This layer has no units. Received: {layer}.", "Choose a layer with maps or a vector.")


def _read_about(run: LoadedRun, split: str) -> dict[str, list[str]] | None:
    """What the index says of itself; None where it is missing, damaged or of other weights."""
    try:
        about = json.loads((_folder(run, split) / ABOUT).read_text())
        is_fresh = about["weights"] == weights_time(run)
        is_whole = about["layers"] == [call.name for call in units_of(run.model)]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return about if is_fresh and is_whole else None


def _folder(run: LoadedRun, split: str) -> Path:
    return evaluation_folder(run, split) / "exciting"


def weights_time(run: LoadedRun) -> int:
    """When the weights of a run changed last: what was found with others is out of date."""
    place = Path(run.path)
    return (RunFolder(place).model if place.is_dir() else place).stat().st_mtime_ns


def _write_array(path: Path, array: np.ndarray) -> None:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    write_atomically(path, stream.getvalue())
