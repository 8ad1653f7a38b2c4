"""Every method that explains a score by a map: its name, and how it is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from engine.contract.errors import UserError
from engine.contract.masks import PixelChoice
from engine.explaining.chosen_pixels import choose_pixels
from engine.explaining.explanation import Explanation, Question
from engine.explaining.heat_map import explain_by_heat_map
from engine.explaining.seen import SeenPicture
from engine.explaining.warnings import warnings_of
from engine.inspect.attribution import (
    Attribution,
    gradient_times_input,
    input_gradient,
    integrated_gradients,
    saliency_of,
    smoothgrad,
    with_backward_rule,
)
from engine.inspect.backward_rules import BackwardRule
from engine.inspect.cam import ClassMaps, eigencam, exact_cam, finercam, gradient_cam
from engine.inspect.heads import find_default_layer, find_linear_head, says_boxes
from engine.inspect.occlusion import Occlusion, occlude
from engine.inspect.probe import PREDICTED, Floats, probe_of, scores_of
from engine.inspect.program import program_of
from engine.inspect.score_cam import scorecam
from engine.model_store import LoadedRun

Method = Callable[[LoadedRun, SeenPicture, Question], Explanation]
LAYER_METHODS = ("cam", "gradcam", "gradcam++", "hirescam", "layercam", "eigencam", "scorecam", "finercam")
"""Methods that look at the maps of a layer."""
PIXEL_METHODS = (
    *("saliency", "gradient-x-input", "smoothgrad", "integrated-gradients", "guided-backprop", "deconvnet"),
    *("occlusion", "templates"),
)
"""Methods that look at the pixels of the network's input."""
WINDOW_METHODS = ("heat-map",)
"""Methods that look at an enlarged picture, window by window."""
OCCLUSION_WINDOWS = 8
OCCLUSION_STEPS_PER_WINDOW = 2


def explain(run: LoadedRun, seen: SeenPicture, method: str, question: Question) -> Explanation:
    """Explain the score of a class.

    Args:
        run: the network.
        seen: the picture.
        method: one of ``METHODS``.
        question: which class, which layer, and of a network that speaks of pixels which (``with_pixels``).

    Raises:
        UserError: no such method or layer, or the network does not allow the method.
    """
    if method not in METHODS:
        raise UserError(f"There is no such method. Received: {method}.", f"Choose one of: {', '.join(METHODS)}.")
    return METHODS[method](run, seen, with_pixels(run, seen, question))


def with_pixels(run: LoadedRun, seen: SeenPicture, question: Question, choice: PixelChoice | None = None) -> Question:
    """The question with the pixels that it is about, and their class where none is named.

    Raises:
        UserError: a pixel is chosen that the network says nothing of.
    """
    if question.pixels is not None:
        return question
    pixels = choose_pixels(run, seen, target=question.target, choice=choice)
    if pixels is None:
        return question
    return replace(question, pixels=pixels, target=pixels.label if question.target == PREDICTED else question.target)


def target_index(run: LoadedRun, target: str | None) -> int:
    """The output of a class by name or index, ``PREDICTED`` for None."""
    return PREDICTED if target is None else run.class_index(target)


def default_layer(run: LoadedRun) -> str:
    """The last layer with positions.

    Raises:
        UserError: there is none.
    """
    layer = find_default_layer(run.model)
    if layer is None:
        raise UserError(
            f"No layer of this network has maps. Received: {run.model.name}.", "Name a layer, or look at its filters."
        )
    return layer


def occlusion_stages(run: LoadedRun, seen: SeenPicture, question: Question) -> Iterator[Occlusion]:
    """The stages of an occlusion, coarse first; see ``occlude``."""
    side = min(seen.prepared.shape[:2])
    window = question.window_px or max(1, side // OCCLUSION_WINDOWS)
    stride = max(1, window // OCCLUSION_STEPS_PER_WINDOW)
    return occlude(
        run.model,
        seen.prepared,
        question.target,
        window=window,
        stride=stride,
        baseline=seen.black,
        pixels=question.weights,
    )


def explanation_of_occlusion(run: LoadedRun, seen: SeenPicture, question: Question, found: Occlusion) -> Explanation:
    """A map of occlusion at some stage of its making."""
    explanation = Explanation(
        method="occlusion",
        layer=_input_name(run),
        values=found.values,
        target=run.classes[found.target],
        score=float(scores_of(found.logits, is_independent=says_boxes(run.model))[found.target]),
        logit=found.whole,
        pixels=question.pixels,
    )
    return _with_warnings(run, seen, explanation)


def _cam(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = exact_cam(run.model, *_batch(seen, question))
    if question.layer not in (None, found.layer):
        raise UserError(
            f"The exact CAM lies at one layer only. Received: {question.layer}.",
            f"Choose {found.layer}, or the method gradcam.",
        )
    return _from_maps(run, seen, question, found, variant="exact")


def _by_gradients(method: str) -> Method:
    def explain_so(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
        found = gradient_cam(
            run.model, *_batch(seen, question), method=method, layer=question.layer, pixels=question.weights
        )
        return _from_maps(run, seen, question, found)

    return explain_so


def _eigencam(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = eigencam(run.model, *_batch(seen, question), layer=question.layer, pixels=question.weights)
    return _from_maps(run, seen, question, found, variant="centred")


def _scorecam(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = scorecam(
        run.model,
        *_batch(seen, question),
        layer=question.layer,
        pixels=question.weights,
        on_progress=question.on_progress,
    )
    return _from_maps(run, seen, question, found)


def _finercam(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    picture, target = _batch(seen, question)
    other_class = np.array([question.other])
    found = finercam(run.model, picture, target, other_class, layer=question.layer, pixels=question.weights)
    other = "" if found.contrasts is None else run.classes[int(found.contrasts[0])]
    return _from_maps(run, seen, question, found, variant=f"against {other}")


def _saliency(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = input_gradient(run.model, seen.prepared, question.target, pixels=question.weights)
    return replace(_from_attribution(run, seen, question, found, saliency_of(found.values)), channels=None)


def _gradient_times_input(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = gradient_times_input(run.model, seen.prepared, question.target, pixels=question.weights)
    return _from_attribution(run, seen, question, found, found.values.sum(axis=-1))


def _smoothgrad(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = smoothgrad(
        run.model, seen.prepared, question.target, pixels=question.weights, on_progress=question.on_progress
    )
    return _from_attribution(run, seen, question, found, saliency_of(found.values))


def _integrated_gradients(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    found = integrated_gradients(
        run.model,
        seen.prepared,
        question.target,
        baseline=seen.black,
        pixels=question.weights,
        on_progress=question.on_progress,
    )
    return _from_attribution(run, seen, question, found, found.values.sum(axis=-1))


def _by_rule(rule: BackwardRule) -> Method:
    def explain_so(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
        found = with_backward_rule(run.model, seen.prepared, question.target, rule, pixels=question.weights)
        return _from_attribution(run, seen, question, found, saliency_of(found.values))

    return explain_so


def _occlusion(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    for stage in occlusion_stages(run, seen, question):
        if question.on_progress is not None:
            question.on_progress(stage.done, stage.total)
    return explanation_of_occlusion(run, seen, question, stage)


def _templates(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    """Template times picture, summed over channels: its sum plus the bias is the logit."""
    head = find_linear_head(run.model)
    if head is None:
        raise UserError(
            f"This network has no templates. Received: {run.model.name}, which is no linear classifier.",
            "Use cam or gradcam.",
        )
    probed = probe_of(run.model, with_gradients=False)(*_batch(seen, question))
    target = int(probed.targets[0])
    template = head.kernel(seen.prepared.size)[:, target].reshape(seen.prepared.shape)
    explanation = Explanation(
        method="templates",
        layer=head.dense.name,
        values=(template * seen.prepared).sum(axis=-1),
        target=run.classes[target],
        score=float(probed.scores[0, target]),
        logit=float(probed.logits[0, target]),
        bias=float(head.bias(len(run.classes))[target]),
    )
    return _with_warnings(run, seen, explanation)


def _batch(seen: SeenPicture, question: Question) -> tuple[Floats, np.ndarray]:
    return seen.prepared[np.newaxis], np.array([question.target])


def _from_maps(
    run: LoadedRun, seen: SeenPicture, question: Question, found: ClassMaps, *, variant: str | None = None
) -> Explanation:
    target = int(found.targets[0])
    explanation = Explanation(
        method=found.method,
        layer=found.layer,
        values=found.maps[0],
        target=run.classes[target],
        score=float(found.scores[0, target]),
        logit=float(found.logits[0, target] if question.pixels is None else found.values[0]),
        bias=None if found.biases is None else float(found.biases[0]),
        variant=variant,
        pixels=question.pixels,
    )
    return _with_warnings(run, seen, explanation)


def _from_attribution(
    run: LoadedRun, seen: SeenPicture, question: Question, found: Attribution, values: Floats
) -> Explanation:
    explanation = Explanation(
        method=found.method,
        layer=_input_name(run),
        values=values,
        target=run.classes[found.target],
        score=float(scores_of(found.logits, is_independent=says_boxes(run.model))[found.target]),
        logit=found.value,
        channels=found.values,
        gap=found.gap,
        replaced=found.replaced,
        pixels=question.pixels,
    )
    change = None if found.baseline_logit is None else found.value - found.baseline_logit
    return _with_warnings(run, seen, explanation, change)


def _with_warnings(run: LoadedRun, seen: SeenPicture, found: Explanation, change: float | None = None) -> Explanation:
    return replace(found, warnings=warnings_of(run, seen, found, change))


def _input_name(run: LoadedRun) -> str:
    return program_of(run.model).input_names[0]


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "cam": _cam,
        "gradcam": _by_gradients("gradcam"),
        "gradcam++": _by_gradients("gradcam++"),
        "hirescam": _by_gradients("hirescam"),
        "layercam": _by_gradients("layercam"),
        "eigencam": _eigencam,
        "scorecam": _scorecam,
        "finercam": _finercam,
        "saliency": _saliency,
        "gradient-x-input": _gradient_times_input,
        "smoothgrad": _smoothgrad,
        "integrated-gradients": _integrated_gradients,
        "guided-backprop": _by_rule(BackwardRule.GUIDED),
        "deconvnet": _by_rule(BackwardRule.DECONVNET),
        "occlusion": _occlusion,
        "templates": _templates,
        "heat-map": explain_by_heat_map,
    }
)
"""Every method by its name on the command line."""
