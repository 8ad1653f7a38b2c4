"""What an engine answers to commands about a trained network: one function for each command."""

from collections.abc import Callable
from pathlib import Path

from engine import evaluate as evaluation
from engine import export as exporting
from engine import predict as prediction
from engine.answers.box_stages import has_box_stages
from engine.contract.classifier_detectors import BACKGROUND
from engine.contract.commands import ComputeFeatureMaps, DescribeModel, Evaluate, Export, Predict, ReadFilters
from engine.contract.config import TaskName
from engine.contract.events import (
    ChannelDescription,
    Evaluated,
    Exported,
    FeatureMapsComputed,
    FiltersRead,
    LayerDescription,
    ModelDescribed,
    Predicted,
)
from engine.contract.looking import Looking
from engine.explaining.explanation import Question
from engine.explaining.methods import default_layer, target_index, with_pixels
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.feature_maps import feature_maps
from engine.inspect.filters import read_filters as find_filters
from engine.inspect.heads import find_cam_head, find_class_map, find_default_layer, find_linear_head
from engine.inspect.program import program_of
from engine.model_store import load_run, run_looking
from engine.predicting.boxes import predict_boxes
from engine.predicting.registry import Prediction

OnProgress = Callable[[str, int, int], None]


def describe_model(command: DescribeModel) -> Result:
    """The layers of a network in the order in which they run."""
    run = load_run(command.run)
    layers = tuple(
        LayerDescription(name=call.name, kind=call.kind, shape=call.shape, has_positions=call.has_positions)
        for call in program_of(run.model).calls
    )
    head = find_cam_head(run.model)
    described = ModelDescribed(
        run=command.run,
        classes=run.classes,
        layers=layers,
        default_layer=find_default_layer(run.model),
        cam_layer=head.layer if head else None,
        has_templates=find_linear_head(run.model) is not None,
        class_map=find_class_map(run.model),
        has_box_stages=has_box_stages(run),
        can_be_asked=run.config is not None and run.task is TaskName.CLASSIFICATION and BACKGROUND in run.classes,
        looks_by_choice=run.looks_by_choice,
    )
    return described, ()


def predict(command: Predict, on_progress: OnProgress) -> Result:
    """What the network says of picture files; attached: the class of every pixel, where it says something of each."""
    run = run_looking(load_run(command.run), Looking(in_tiles=command.in_tiles, is_soft=command.is_soft))
    images = [Path(image) for image in command.images]
    if command.asked is not None:
        problems: dict[str, str] = {}
        boxes = predict_boxes(run, images, problems, on_progress=on_progress, asked=command.asked)
        found = [Prediction(one.said, (one.rows(),)) for one in boxes]
    else:
        found, problems = prediction.predict(run, images, on_progress=on_progress)
    said = tuple(one.said_with_masks() for one in found)
    attached = tuple(array for one in found for array in one.arrays)
    return Predicted(run=command.run, predictions=said, problems=problems, is_soft=command.is_soft), attached


def compute_feature_maps(command: ComputeFeatureMaps) -> Result:
    """What the channels of a layer see; attached: their maps, the most important first."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image), command.pixels)
    layer = command.layer or default_layer(run)
    question = with_pixels(run, seen, Question(target=target_index(run, command.target)), command.pixels)
    (found,) = feature_maps(run.model, seen.prepared, (layer,), target=question.target, pixels=question.weights)
    maps = found.maps[: command.limit]
    channels = tuple(
        ChannelDescription(
            index=int(index), contribution=float(contribution), minimum=float(values.min()), maximum=float(values.max())
        )
        for index, contribution, values in zip(found.channels, found.contributions, maps, strict=False)
    )
    computed = FeatureMapsComputed(
        run=command.run,
        image=command.image,
        layer=found.layer,
        target=run.classes[found.target],
        channels=channels,
        total_channels=len(found.channels),
        dead_channels=found.dead,
    )
    return computed, (maps,)


def read_filters(command: ReadFilters) -> Result:
    """First-layer filters or templates; attached: the kernels."""
    run = load_run(command.run)
    found = find_filters(run.model, run.preparation.scale)
    labels = run.classes if found.is_templates else tuple(str(i) for i in range(len(found.kernels)))
    read = FiltersRead(run=command.run, layer=found.layer, labels=labels, is_templates=found.is_templates)
    return read, (found.kernels,)


def evaluate(command: Evaluate, on_progress: OnProgress) -> Result:
    """Measure a run on a split; ``on_progress`` raises when the command is cancelled."""
    run = load_run(command.run)
    dataset = Path(command.dataset) if command.dataset else None
    measured, folder = evaluation.evaluate(
        run, split=command.split, dataset=dataset, on_progress=on_progress, is_cancelled=_never
    )
    return Evaluated(evaluation=measured, folder=str(folder)), ()


def export(command: Export, on_progress: OnProgress) -> Result:
    """Write the network; ``on_progress`` raises when the command is cancelled."""
    report = exporting.export(
        load_run(command.run),
        Path(command.out),
        file_format=command.format,
        on_progress=on_progress,
        is_cancelled=_never,
    )
    exported = Exported(
        format=report.format,
        path=report.path,
        bytes=report.bytes,
        checked_images=report.checked_images,
        max_abs_difference=report.max_abs_difference,
        agreement=report.agreement,
    )
    return exported, ()


def _never() -> bool:
    """Cancelling comes through the progress function."""
    return False
