"""The commands that make a run: ``train``, ``run``, ``resume``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from engine.cli.image_size import parse_image_size
from engine.cli.output import JSON, Reading
from engine.cli.running import continue_if_paused, create_and_train, print_run, train_with_display
from engine.cli.settings import apply_settings
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.network_plan import freeze_until as freeze
from engine.tasks.transfer import source_of

Dataset = Annotated[Path, typer.Argument(metavar="DATASET", help="Folder of pictures, or a CSV file.")]
Run = Annotated[Path, typer.Option("--run", metavar="FOLDER", help="New folder for the run.")]
ExistingRun = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
Task = Annotated[TaskName | None, typer.Option("--task", help="What to learn; what the labels suit if left out.")]
Model = Annotated[str | None, typer.Option("--model", help="Network of the catalogue, or a graph's JSON file.")]
Epochs = Annotated[int | None, typer.Option("--epochs", min=1, help="Passes over the training pictures.")]
ImageSize = Annotated[str | None, typer.Option("--image-size", metavar="S", help="128, or height x width: 128x96.")]
BatchSize = Annotated[int | None, typer.Option("--batch-size", min=1, help="Pictures per step.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Same seed, same run.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="BACKBONE",
        help="Start with the weights of a run's folder, a .keras file, or imagenet (for the network of --model; a "
        "weights file .h5 that was downloaded already may be given instead). Its head is replaced, the rest frozen; "
        "for masks it becomes the way down of a U-Net, for boxes of a dense detector. Of a run of masks or boxes a "
        "network keeps what fits, and all learns.",
    ),
]
FreezeUntil = Annotated[
    str | None,
    typer.Option("--freeze-until", metavar="LAYER", help="Freeze this layer and all before it; '' freezes nothing."),
]
UnfreezeEpoch = Annotated[
    int | None, typer.Option("--unfreeze-epoch", min=0, help="Let all layers learn after so many epochs; 0: never.")
]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Any field of config.json.")]


def train(
    dataset: Dataset,
    run: Run,
    *,
    task: Task = None,
    model: Model = None,
    epochs: Epochs = None,
    image_size: ImageSize = None,
    batch_size: BatchSize = None,
    seed: Seed = None,
    reading: Reading = None,
    backbone: From = None,
    freeze_until: FreezeUntil = None,
    unfreeze_epoch: UnfreezeEpoch = None,
    settings: Set = None,
    as_json: JSON = False,
) -> None:
    """Train a network; what is not given is chosen from the dataset and written to config.json."""
    start = _read_backbone(backbone, model) if backbone else None
    config = _propose(dataset, reading, task, model=model, image_size=parse_image_size(image_size), start=start)
    if freeze_until is not None:
        config = freeze(config, freeze_until)
    given = {
        "training.epochs": epochs,
        "training.batch_size": batch_size,
        "training.unfreeze_epoch": unfreeze_epoch,
        "seed": seed,
    }
    changes = [f"{key}={value}" for key, value in given.items() if value is not None]
    create_and_train(apply_settings(config, [*changes, *(settings or [])]), run, as_json=as_json)


def run(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="config.json of a run.")],
    run: Run,
    *,
    settings: Set = None,
    as_json: JSON = False,
) -> None:
    """Repeat a run from its config.json."""
    create_and_train(apply_settings(_read_config(config), settings or []), run, as_json=as_json)


def resume(run: ExistingRun, *, epochs: Epochs = None, as_json: JSON = False) -> None:
    """Go on with a paused run, or with one that ended, from its last checkpoint."""
    folder = RunFolder(run)
    if continue_if_paused(folder):
        print_run(folder, folder.read_state(), as_json=as_json)
        return
    from engine import train as training

    train_with_display(folder, lambda: training.resume(folder, epochs=epochs), as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a training starts from: weights, and for a file its graph."""

    weights: WeightsSource
    graph: dict[str, Any] | None


def _read_backbone(place: str, model: str | None) -> _Start:
    source = source_of(place, network=model)
    if source.origin != "file":
        return _Start(source, None)
    from engine.open_network import open_network

    return _Start(source, open_network(source.path).graph)


def _propose(
    dataset: Path,
    reading: str | None,
    task: TaskName | None,
    *,
    model: str | None,
    image_size: tuple[int, int] | None,
    start: _Start | None,
) -> RunConfig:
    from engine.cli.output import progress_bar
    from engine.dataset.index.dataset_index import DatasetIndex
    from engine.dataset.opening import open_dataset
    from engine.tasks.proposing import propose_config
    from engine.tasks.wishes import Wishes

    graph = start.graph if start else _drawn_graph(model)
    with progress_bar() as show:
        index_path = open_dataset(dataset, reading=reading, on_progress=show, is_cancelled=lambda: False)
    with DatasetIndex(index_path) as index:
        config, _ = propose_config(
            index,
            Wishes(
                network=None if graph or (start and start.weights.origin != "run") else model,
                graph=graph,
                image_size=image_size,
                weights=start.weights if start else None,
            ),
            task=task,
        )
    return config


def _drawn_graph(model: str | None) -> dict[str, Any] | None:
    """The graph of a file that the window saved; None for a name of the catalogue."""
    if model is None or Path(model).suffix != ".json":
        return None
    from engine.cli.named_network import named_graph

    return named_graph(model, None, None).to_json()


def _read_config(path: Path) -> RunConfig:
    path = path / "config.json" if path.is_dir() else path
    try:
        return RunConfig.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise UserError(f"There is no config. Received: {path}.", "Give config.json of a run.") from error
    except ValidationError as error:
        message = f"This is no config of a run. Received: {path}: {error.errors()[0]['msg']}."
        raise UserError(message, "Give config.json of a run.") from error
