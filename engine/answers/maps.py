"""What an engine answers when a score is to be explained; parts of an answer are sent as soon as they are there."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from engine.contract.commands import Climb, DecomposeCam, Explain
from engine.contract.events import (
    CamDecomposed,
    CamTerm,
    Climbed,
    ClimbStep,
    Explained,
    PartlyExplained,
)
from engine.contract.masks import ExplainedPixels
from engine.explaining.cam_sum import decompose_cam
from engine.explaining.chosen_box import choose_box
from engine.explaining.chosen_pixels import ChosenPixels
from engine.explaining.explanation import Explanation, Question
from engine.explaining.maximising import climb_for, picture_of
from engine.explaining.methods import explain as explain_score
from engine.explaining.methods import explanation_of_occlusion, occlusion_stages, target_index, with_pixels
from engine.explaining.placing import cell_size, on_original
from engine.explaining.seen import SeenPicture, see_picture
from engine.handlers.context import Context, Result
from engine.inspect.activation_maximisation import ClimbSettings
from engine.model_store import LoadedRun, load_run

PART_SECONDS = 0.1
"""Parts of an answer come no faster than this: the window has to draw each of them."""


def explain(command: Explain, context: Context) -> Result:
    """A map that explains a score; attached: the map on the original picture, and which pixels were explained."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image), command.pixels)
    asked = Question(
        target=target_index(run, command.target),
        other=target_index(run, command.other),
        layer=command.layer,
        window_px=command.window_px,
        side_px=command.side_px,
        on_progress=partial(context.progress, "explaining"),
    )
    question = with_pixels(run, seen, asked.about(choose_box(run, command.box)), command.pixels)
    if command.method == "occlusion":
        return _explained(command, run, seen, _occlude(command, run, seen, question, context))
    return _explained(command, run, seen, explain_score(run, seen, command.method, question))


def decompose(command: DecomposeCam) -> Result:
    """The exact CAM as a sum; attached: the weighted maps on the original picture."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    found = decompose_cam(run.model, seen.prepared, target_index(run, command.target))
    shown = found.order[: command.limit]
    decomposed = CamDecomposed(
        run=command.run,
        image=command.image,
        layer=found.layer,
        target=run.classes[found.target],
        terms=tuple(
            CamTerm(channel=int(channel), weight=float(found.weights[channel]), share=float(found.shares[channel]))
            for channel in shown
        ),
        total_channels=len(found.order),
        rest=float(found.shares[found.order[command.limit :]].sum(dtype=np.float64)),
        bias=found.bias,
        logit=found.logit,
    )
    return decomposed, (np.stack([on_original(found.term(channel), seen.placement) for channel in shown]),)


def climb(command: Climb, context: Context) -> Result:
    """The picture that excites a unit most; attached: the picture."""
    run = load_run(command.run)
    settings = ClimbSettings(
        steps=command.steps,
        step=command.step,
        jitter_px=command.jitter_px,
        smoothness=command.smoothness,
        seed=command.seed,
    )
    values: list[float] = []
    told, next_part = 0, 0.0
    for stage in climb_for(run, layer=command.layer, target=command.target, settings=settings):
        values.append(stage.value)
        context.progress("climbing", stage.step, stage.steps)
        if time.monotonic() >= next_part:
            part = ClimbStep(step=stage.step, steps=stage.steps, values=tuple(values[told:]))
            context.send(part, (picture_of(run, stage.picture),))
            told, next_part = len(values), time.monotonic() + PART_SECONDS
    climbed = Climbed(run=command.run, layer=command.layer, target=command.target, values=tuple(values))
    return climbed, (picture_of(run, stage.picture),)


def _occlude(command: Explain, run: LoadedRun, seen: SeenPicture, question: Question, context: Context) -> Explanation:
    next_part = 0.0
    for stage in occlusion_stages(run, seen, question):
        context.progress("explaining", stage.done, stage.total)
        if time.monotonic() >= next_part and stage.done < stage.total:
            part = PartlyExplained(
                run=command.run,
                image=command.image,
                method=command.method,
                is_signed=bool((stage.values < 0).any()),
                done=stage.done,
                total=stage.total,
            )
            context.send(part, (on_original(stage.values, seen.placement),))
            next_part = time.monotonic() + PART_SECONDS
    return explanation_of_occlusion(run, seen, question, stage)


def _explained(
    command: Explain, run: LoadedRun, seen: SeenPicture, found: Explanation
) -> tuple[Explained, Sequence[np.ndarray]]:
    values = on_original(found.values, seen.placement)
    explained = Explained(
        run=command.run,
        image=command.image,
        method=found.method,
        layer=found.layer,
        target=found.target,
        score=found.score,
        logit=found.logit,
        bias=found.bias,
        range=(float(values.min()), float(values.max())),
        cell_px=cell_size(found.values, seen.placement),
        variant=found.variant,
        is_signed=found.is_signed,
        gap=found.gap,
        pixels=_described(run, found.pixels),
        box=command.box,
        warnings=found.warnings,
    )
    inside = () if found.pixels is None else (found.pixels.inside.astype(np.uint8),)
    return explained, (values, *inside)


def _described(run: LoadedRun, pixels: ChosenPixels | None) -> ExplainedPixels | None:
    if pixels is None:
        return None
    return ExplainedPixels(
        kind=pixels.kind,
        label=run.classes[pixels.label],
        count=pixels.count,
        corner=pixels.corner,
        place=pixels.place,
        is_absent=pixels.is_absent,
    )
