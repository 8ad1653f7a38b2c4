"""What an engine answers to the question what the stages of a detector say of a picture."""

from pathlib import Path

import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.answers.true_boxes import true_boxes
from engine.contract.box_stages import BoxStagesSeen, SeeBoxStages, SeenStage
from engine.contract.boxes import TrueBox
from engine.contract.errors import UserError
from engine.contract.framing import Array
from engine.contract.tasks import TRAITS
from engine.data.fitting import Placement
from engine.detectors.seen_stages import says_boxes_in_stages, stages_of
from engine.detectors.stages import BoxStage
from engine.explaining.run_graph import graph_of_run
from engine.explaining.seen import see_picture
from engine.handlers.context import Context, Result
from engine.inspect.probe import probe_of
from engine.model_store import LoadedRun, load_run
from engine.ops.boxes.truth_rows import TruthRows, pack_truth, unpack_truth
from models.nodes import RegionProposals

Floats = NDArray[np.float32]
Boxes = NDArray[np.floating]


def has_box_stages(run: LoadedRun) -> bool:
    """Whether a run is a detector that says boxes itself, stage after stage."""
    config = run.config
    if config is None or config.detector is not None or config.task not in TRAITS:
        return False
    return TRAITS[config.task].says_boxes and says_boxes_in_stages(graph_of_run(run))


def require_box_stages(run: LoadedRun) -> None:
    """Raise ``UserError`` for a run that says no boxes itself."""
    if not has_box_stages(run):
        raise UserError(f"This network says no boxes. Received: {run.path}.", "Choose the run of a detector.")


def see_box_stages(command: SeeBoxStages, context: Context) -> Result:
    """What each stage says of a picture as it is, and what it would learn from it now."""
    run = load_run(command.run)
    require_box_stages(run)
    image = Path(command.image)
    seen = see_picture(run, image)
    placement = seen.placement
    known = true_boxes(run, image, context)
    truth = None if known is None else tuple(one for one in known if _is_seen(one, placement))
    stages = stages_of(graph_of_run(run).for_prediction())
    answers = _outputs(run, [names for names, _ in stages], seen.prepared)
    rows = None if truth is None else truth_rows(truth, run.object_classes, placement)
    found = [stage.look(rows, answer) for (_, stage), answer in zip(stages, answers, strict=True)]
    told = BoxStagesSeen(
        run=command.run,
        image=command.image,
        classes=run.object_classes,
        stages=tuple(map(_described, found)),
        truth=truth,
        size=placement.original_size,
        area_xyxy=_as_box(boxes_on_original(np.array([0.0, 0.0, *placement.input_size]), placement)),
        has_regions=not found[-1].maps,
        is_mean=run.mirrors,
    )
    arrays = [array for stage in found for array in _arrays(stage, placement)]
    return told, (*arrays, _origins(run, answers[0]))


def truth_rows(truth: tuple[TrueBox, ...], classes: tuple[str, ...], placement: Placement) -> TruthRows:
    """True boxes as losses take them, in pixels of the network's input, in their order."""
    boxes = placement.boxes_to_input(np.array([one.box_xyxy for one in truth], np.float64).reshape(-1, 4))
    numbers = [classes.index(one.label) for one in truth]
    packed = pack_truth(boxes, numbers, [one.is_crowd for one in truth], rows=max(len(truth), 1))
    return unpack_truth(ops.convert_to_tensor(packed[np.newaxis]))


def boxes_on_original(boxes_xyxy: Boxes, placement: Placement) -> Floats:
    """Boxes (..., 4) of the network's input on the upright original, not cut: so they overlap each other as there."""
    points = placement.to_original(boxes_xyxy.reshape(*boxes_xyxy.shape[:-1], 2, 2))
    return np.ascontiguousarray(points.reshape(boxes_xyxy.shape), np.float32)


def _is_seen(one: TrueBox, placement: Placement) -> bool:
    """Whether anything of an object is left by a crop."""
    left, top, right, bottom = placement.boxes_to_input(np.array(one.box_xyxy))
    return bool(right > left and bottom > top)


def _outputs(run: LoadedRun, stages: list[tuple[str, ...]], prepared: Floats) -> list[Floats]:
    """(1, ...) the answer of each stage, which may be those of several nodes."""
    every = tuple(name for names in stages for name in names)
    probed = probe_of(run.model, every, with_gradients=False)(prepared[np.newaxis])
    left = iter(probed.activations)
    return [np.concatenate([next(left) for _ in names], axis=-1) for names in stages]


def _described(stage: BoxStage) -> SeenStage:
    rule = stage.rule
    return SeenStage(place=stage.place, maps=stage.maps, rule=rule.words, measure=rule.measure, least=rule.least)


def _arrays(stage: BoxStage, placement: Placement) -> tuple[Array, ...]:
    nothing = np.zeros(0, np.float32)
    return (
        boxes_on_original(stage.places_xyxy, placement),
        boxes_on_original(stage.boxes_xyxy, placement),
        np.ascontiguousarray(stage.scores, np.float32),
        nothing if stage.objectness is None else np.ascontiguousarray(stage.objectness, np.float32),
        (nothing if stage.matches is None else stage.matches).astype(np.int32),
        nothing if stage.values is None else np.ascontiguousarray(stage.values, np.float32),
    )


def _origins(run: LoadedRun, anchors: Floats) -> NDArray[np.int32]:
    """(r,) the anchors that proposed regions, as the layer of proposals chooses them; empty without such a layer."""
    graph = graph_of_run(run)
    name = next((node.name for node in graph.nodes if isinstance(node.operation, RegionProposals)), None)
    if name is None:
        return np.zeros(0, np.int32)
    height, width, _ = graph.shapes()[graph.inputs[0]]
    _, kept = run.model.get_layer(name).propose(anchors, picture_px=(height, width))
    return ops.convert_to_numpy(kept.indices)[0].astype(np.int32)


def _as_box(values: Floats) -> tuple[float, float, float, float]:
    left, top, right, bottom = values.tolist()
    return left, top, right, bottom
