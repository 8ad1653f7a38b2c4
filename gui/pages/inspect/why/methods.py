"""The methods that explain a score: how they are told to a person, and why one does not apply. Free of Qt."""

from dataclasses import dataclass
from typing import Final, Literal

from engine.contract.commands import MapMethod
from engine.contract.events import ModelDescribed
from gui.widgets.choices import Choice

Need = Literal["average", "maps", "classes", "linear", "whole", "nothing"]
ACTIVATION: Final = "Class activation"
PIXELS: Final = "Pixels"
PATTERNS: Final = "Patterns, not evidence"


@dataclass(frozen=True, slots=True)
class MethodEntry:
    """One method in the words of the window.

    Attributes:
        name: as in the messages.
        title: its name for people.
        group: what it explains by.
        need: what the network must have.
        note: what sets it apart, in two words.
        sentence: what its map shows.
        is_first: shown also while the list is short.
        has_layer: whether a layer can be chosen.
    """

    name: MapMethod
    title: str
    group: str
    need: Need
    note: str
    sentence: str
    is_first: bool = False
    has_layer: bool = False


ENTRIES: Final = (
    MethodEntry("cam", "CAM", ACTIVATION, "average", "exact sum",
                "The mean of the map plus the bias is the logit: nothing is estimated.", is_first=True),
    MethodEntry("gradcam", "Grad-CAM", ACTIVATION, "maps", "any layer",
                "Channels weighted by the mean gradient of the logit.", is_first=True, has_layer=True),
    MethodEntry("gradcam++", "Grad-CAM++", ACTIVATION, "maps", "several objects",
                "Grad-CAM whose weights favour places with positive gradients.", has_layer=True),
    MethodEntry("hirescam", "HiResCAM", ACTIVATION, "maps", "by position",
                "Activation times gradient at each position; negative values speak against.",
                is_first=True, has_layer=True),
    MethodEntry("layercam", "Layer-CAM", ACTIVATION, "maps", "early layers",
                "Activation times positive gradient; stays fine in early layers.", has_layer=True),
    MethodEntry("eigencam", "Eigen-CAM", ACTIVATION, "maps", "no class",
                "What the layer sees most of; the class has no say in it.", has_layer=True),
    MethodEntry("scorecam", "Score-CAM", ACTIVATION, "maps", "slow",
                "Channels weighted by the score of the picture seen through each of them.", has_layer=True),
    MethodEntry("finercam", "Finer-CAM", ACTIVATION, "classes", "why not that",
                "What speaks for this class and not for another one.", is_first=True, has_layer=True),
    MethodEntry("integrated-gradients", "Integrated gradients", PIXELS, "nothing", "adds up",
                "Values add up to the change of the logit from a black picture to this one.", is_first=True),
    MethodEntry("occlusion", "Occlusion", PIXELS, "nothing", "slow",
                "How much the logit falls when a window of the picture is covered.", is_first=True),
    MethodEntry("saliency", "Saliency", PIXELS, "nothing", "",
                "How strongly each pixel moves the logit, in whichever direction."),
    MethodEntry("smoothgrad", "SmoothGrad", PIXELS, "nothing", "less noise",
                "Saliency averaged over pictures with a little noise."),
    MethodEntry("gradient-x-input", "Gradient × input", PIXELS, "nothing", "",
                "Gradient times pixel value: what each pixel adds, to first order."),
    MethodEntry("templates", "Templates", PIXELS, "linear", "exact sum",
                "Weight times pixel: the sum plus the bias is the logit.", is_first=True),
    MethodEntry("heat-map", "Window scores", PIXELS, "whole", "enlarged picture",
                "The score of the class in every window of an enlarged picture."),
    MethodEntry("guided-backprop", "Guided backpropagation", PATTERNS, "nothing", "",
                "Sharp patterns of the picture; much the same for other weights, so no evidence."),
    MethodEntry("deconvnet", "Deconvnet", PATTERNS, "nothing", "",
                "Patterns that the network reacts to; much the same for other weights, so no evidence."),
)  # fmt: skip
BY_NAME: Final = {entry.name: entry for entry in ENTRIES}


def method_groups(model: ModelDescribed, *, is_short: bool) -> dict[str, list[Choice]]:
    """The methods by group, those that the network does not allow with the reason."""
    groups: dict[str, list[Choice]] = {}
    for entry in ENTRIES:
        reason = reason_against(entry, model)
        is_hidden = (is_short and not entry.is_first) or (entry.need == "linear" and bool(reason))
        if not is_hidden:
            choice = Choice(entry.name, entry.title, entry.note, reason, entry.sentence)
            groups.setdefault("" if is_short else entry.group, []).append(choice)
    return groups


def reason_against(entry: MethodEntry, model: ModelDescribed) -> str:
    """Why a network does not allow a method; empty where it does."""
    has_maps = any(layer.has_positions for layer in model.layers)
    reasons: dict[Need, tuple[bool, str]] = {
        "average": (model.cam_layer is not None, "Needs a network that ends in a global average."),
        "maps": (has_maps, "No layer of this network has maps."),
        "classes": (has_maps and len(model.classes) > 1, "Needs layers with maps, and a second class."),
        "linear": (model.has_templates, "Needs a linear classifier."),
        "whole": (model.class_map is None, "This network speaks of every pixel: its mask says where."),
        "nothing": (True, ""),
    }
    is_allowed, reason = reasons[entry.need]
    return "" if is_allowed else reason


def allowed_methods(model: ModelDescribed) -> list[MethodEntry]:
    """The methods that a network allows."""
    return [entry for entry in ENTRIES if not reason_against(entry, model)]
