"""Which methods of explanation two networks both allow. Free of Qt."""

from collections.abc import Sequence
from typing import Final

from engine.contract.commands import MapMethod
from engine.contract.events import ModelDescribed
from gui.pages.inspect.why.methods import ENTRIES, MethodEntry, reason_against

USUAL: Final[MapMethod] = "gradcam"
_ALWAYS: Final[MapMethod] = "integrated-gradients"
# What speaks against a second class, or belongs to one kind of network, says nothing about two of them.
_ALONE: Final = ("finercam", "templates", "heat-map")
COMPARABLE: Final = tuple(entry for entry in ENTRIES if entry.name not in _ALONE)


def common_methods(models: Sequence[ModelDescribed]) -> tuple[MethodEntry, ...]:
    """The methods that all these networks allow, in their usual order."""
    return tuple(entry for entry in COMPARABLE if not any(reason_against(entry, model) for model in models))


def best_method(wanted: str, allowed: Sequence[MethodEntry]) -> MapMethod:
    """The wanted method where it is allowed; else the usual one; else one that every network allows."""
    names: dict[str, MapMethod] = {entry.name: entry.name for entry in allowed}
    return names.get(wanted) or names.get(USUAL) or _ALWAYS


def missing_words(models: Sequence[ModelDescribed], names: Sequence[str]) -> str:
    """Why methods are not offered, by the name of the run; empty where all are."""
    against = [
        f"{entry.title}, {name}: {reason}"
        for entry in COMPARABLE
        for model, name in zip(models, names, strict=True)
        if (reason := reason_against(entry, model))
    ]
    return "\n".join(("Not offered:", *against)) if against else ""
