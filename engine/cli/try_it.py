"""`main.py` without a display: the whole way once, in the terminal, in about a minute."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.output import progress_bar
from engine.cli.run_display import RunDisplay
from engine.contract.errors import UserError
from engine.contract.folders import samples_folder
from engine.contract.history import read_history
from engine.contract.predictions import Evaluation
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.trash import move_to_trash

if TYPE_CHECKING:
    from engine.model_store import LoadedRun

DEFAULT_FOLDER = Path("fovea-output") / "try-it"
SAMPLE_PICTURES = 1500
SHOWN_PX = 192

Folder = Annotated[Path, typer.Argument(help="Where pictures, maps and curves are written.")]


def run_try_it(folder: Folder = DEFAULT_FOLDER) -> None:
    """Make sample pictures, train a small network on them, measure it, and show where it looks."""
    folder = folder.resolve()
    run = _train(_make_sample(), folder / "run")
    state = run.read_state()
    if state.status is RunStatus.FAILED:
        raise UserError(state.reason, state.hint)
    from engine.model_store import load_run

    loaded = load_run(run.path)
    found = _evaluate(loaded)
    _write_curves(run, folder)
    _write_maps(loaded, folder)
    sentence = _summary(found, state)
    (folder / "summary.txt").write_text(f"{sentence}\n", encoding="utf-8")
    typer.echo(f"{sentence}\nPictures, maps and curves: {folder}")


def _make_sample() -> Path:
    from engine.data.synthetic.writing import write_sample

    sample = samples_folder() / "classification"
    if not sample.exists():
        with progress_bar() as show:
            write_sample("classification", sample, count=SAMPLE_PICTURES, seed=1, on_progress=show)
    return sample


def _train(sample: Path, place: Path) -> RunFolder:
    with progress_bar() as show:
        show("Starting TensorFlow", 0, 0)
        from engine import train
        from engine.dataset.index.dataset_index import DatasetIndex
        from engine.dataset.opening import open_dataset
        from engine.tasks.proposing import propose_config

        index_path = open_dataset(sample, on_progress=show, is_cancelled=lambda: False)
    with DatasetIndex(index_path) as index:
        config, _ = propose_config(index)
    if place.exists():  # of an earlier "Try it"
        move_to_trash(place)
    run = train.create_run(config, place)
    with RunDisplay(run):
        train.train(run)
    return run


def _evaluate(loaded: "LoadedRun") -> Evaluation:
    from engine.evaluating.choosing import choose_pictures
    from engine.evaluating.classes import evaluate_classes

    with progress_bar() as show:
        chosen = choose_pictures(loaded, split="validation", dataset=None, on_progress=show, is_cancelled=lambda: False)
        found, _ = evaluate_classes(loaded, chosen, on_progress=show, is_cancelled=lambda: False)
    return found


def _write_curves(run: RunFolder, folder: Path) -> None:
    from engine.curves import draw_curves
    from engine.overlays import write_png

    rows = read_history(run.history)
    for metric in ("loss", "accuracy"):
        names = {"training": metric, "validation": f"val_{metric}"}
        curves = {shown: [row.get(name) for row in rows] for shown, name in names.items()}
        write_png(folder / f"{metric}.png", draw_curves(f"{metric.capitalize()} by epoch", curves))


def _write_maps(loaded: "LoadedRun", folder: Path) -> None:
    """The pinned pictures, each beside the map of its predicted class, one file each."""
    if loaded.config is None:
        return
    root = Path(loaded.config.dataset.path)
    for path in loaded.config.pinned:
        _write_map(loaded, root / path, folder / f"{Path(path).with_suffix('').as_posix().replace('/', '-')}.png")


def _write_map(loaded: "LoadedRun", image: Path, target: Path) -> None:
    import numpy as np
    from PIL import Image

    from engine.dataset.pictures.decode import decode_picture
    from engine.explaining.explanation import Question
    from engine.explaining.methods import explain
    from engine.explaining.seen import see_picture
    from engine.overlays import caption, overlay, write_png

    seen = see_picture(loaded, image)
    found = explain(loaded, seen, "gradcam", Question())
    shown = Image.fromarray(decode_picture(image).pixels)
    factor = max(1, SHOWN_PX // max(shown.size))
    size = (shown.width * factor, shown.height * factor)
    pixels = np.asarray(shown.resize(size, Image.Resampling.NEAREST))
    values = seen.placement.map_on_original(found.values)
    enlarged = np.asarray(Image.fromarray(values).resize(size, Image.Resampling.BILINEAR))
    both = np.concatenate([pixels, overlay(pixels, enlarged)], axis=1)
    write_png(target, caption(both, [f"{image.parent.name}: {found.target} {found.score:.0%}, {found.method}"]))


def _summary(found: Evaluation, state: RunState) -> str:
    accuracy = found.metrics["accuracy"]
    return f"{accuracy:.1%} of {found.images} new pictures right after {state.epoch} epochs and {state.seconds:.0f} s."
