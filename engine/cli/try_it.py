"""`main.py` without a display: the whole way once, in the terminal, in about a minute."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.output import progress_bar
from engine.cli.run_display import RunDisplay
from engine.cli.tried_pictures import write_tried_pictures
from engine.contract.boxes import BoxEvaluation
from engine.contract.changed_fields import with_fields
from engine.contract.errors import UserError
from engine.contract.history import read_history
from engine.contract.masks import MaskEvaluation
from engine.contract.predictions import Evaluation
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.tasks import TRAITS
from engine.contract.trash import move_to_trash
from engine.contract.trials import TRIALS, SampleDataset, Trial, trial_of

if TYPE_CHECKING:
    from engine.model_store import LoadedRun

DEFAULT_FOLDER = Path("fovea-output") / "try-it"
_NAMES = ", ".join(trial.name for trial in TRIALS)

Folder = Annotated[Path, typer.Argument(help="Where pictures, maps and curves are written.")]
What = Annotated[str, typer.Option("--what", help=f"What is tried: {_NAMES}.")]


def run_try_it(folder: Folder = DEFAULT_FOLDER, *, what: What = TRIALS[0].name) -> None:
    """Make sample pictures, train a small network on them, measure it, and show what it sees."""
    trial = trial_of(what)
    if trial is None:
        raise UserError(f"There is nothing of this name to try. Received: {what}.", f"Choose one of {_NAMES}.")
    folder = folder.resolve()
    run = _train(trial, folder / "run")
    state = run.read_state()
    if state.status is RunStatus.FAILED:
        raise UserError(state.reason, state.hint)
    from engine.model_store import load_run

    loaded = load_run(run.path)
    found = _evaluate(loaded)
    _write_curves(run, folder)
    write_tried_pictures(loaded, folder)
    sentence = _summary(found, state)
    (folder / "summary.txt").write_text(f"{sentence}\n", encoding="utf-8")
    typer.echo(f"{sentence}\nPictures, maps and curves: {folder}")


def _make(sample: SampleDataset) -> Path:
    from engine.data.synthetic.writing import write_sample

    folder = Path(sample.folder)
    if not folder.exists():
        wanted = sample.making()
        with progress_bar() as show:
            write_sample(
                wanted.kind,
                folder,
                count=wanted.count,
                seed=wanted.seed,
                size_px=wanted.size_px,
                objects=wanted.objects,
                on_progress=show,
            )
    return folder


def _train(trial: Trial, place: Path) -> RunFolder:
    sample = _make(trial.sample)
    with progress_bar() as show:
        show("Starting TensorFlow", 0, 0)
        from engine import train
        from engine.dataset.index.dataset_index import DatasetIndex
        from engine.dataset.opening import open_dataset
        from engine.tasks.proposing import propose_config
        from engine.tasks.wishes import Wishes

        index_path = open_dataset(sample, on_progress=show, is_cancelled=lambda: False)
    with DatasetIndex(index_path) as index:
        config, _ = propose_config(index, Wishes(network=trial.network, options=trial.options))
    if place.exists():  # of an earlier "Try it"
        move_to_trash(place)
    run = train.create_run(with_fields(config, trial.fields), place)
    with RunDisplay(run):
        train.train(run)
    return run


def _evaluate(loaded: "LoadedRun") -> Evaluation | MaskEvaluation | BoxEvaluation:
    from engine.evaluate import evaluate

    with progress_bar() as show:
        found, _ = evaluate(loaded, split="validation", dataset=None, on_progress=show, is_cancelled=lambda: False)
    return found


def _write_curves(run: RunFolder, folder: Path) -> None:
    from engine.curves import draw_curves
    from engine.overlays import write_png

    rows = read_history(run.history)
    for metric in ("loss", TRAITS[run.read_config().task].metrics[0]):
        names = {"training": metric, "validation": f"val_{metric}"}
        curves = {shown: [row.get(name) for row in rows] for shown, name in names.items()}
        title = f"{metric.capitalize().replace('_', ' ')} by epoch"
        write_png(folder / f"{metric}.png", draw_curves(title, curves))


def _summary(found: Evaluation | MaskEvaluation | BoxEvaluation, state: RunState) -> str:
    took = f"after {state.epoch} epochs and {state.seconds:.0f} s"
    if isinstance(found, MaskEvaluation):
        return f"Masks of {found.images} new pictures overlap the true ones by {found.metrics['mIoU']:.1%} {took}."
    if isinstance(found, BoxEvaluation) and "mask_mAP50" in found.metrics:
        reached = f"mask mAP50 {found.metrics['mask_mAP50'] or 0:.1%}"
        return f"Objects of {found.images} new pictures are found with {reached} {took}."
    if isinstance(found, BoxEvaluation):
        return f"Boxes of {found.images} new pictures are found with mAP50 {found.metrics['mAP50'] or 0:.1%} {took}."
    return f"{found.metrics['accuracy']:.1%} of {found.images} new pictures right {took}."
