"""What a reader of a map must know before believing it."""

from collections.abc import Sequence

from engine.explaining.explanation import Explanation
from engine.explaining.placing import is_cropped
from engine.explaining.seen import SeenPicture
from engine.model_store import LoadedRun

SATURATED_SCORE = 0.9999
MOST_GAP = 0.01
PATTERNS = "It shows patterns, not evidence: it stays much the same when weights are randomised (1810.03292)."


def warnings_of(run: LoadedRun, seen: SeenPicture, found: Explanation, change: float | None = None) -> tuple[str, ...]:
    """Sentences about a map.

    Args:
        run: the network.
        seen: the picture.
        found: its explanation.
        change: of integrated gradients: by how much the logit changes from the baseline to the picture.
    """
    return (
        *_about_run(run),
        *_about_place(seen, found),
        *_about_pixels(found),
        *_about_values(found),
        *_about_method(found, change),
    )


def _about_run(run: LoadedRun) -> Sequence[str]:
    if not run.mirrors:
        return run.warnings
    return (*run.warnings, "Score and map are those of the picture alone, without its mirror image.")


def _about_place(seen: SeenPicture, found: Explanation) -> Sequence[str]:
    if not is_cropped(seen.placement):
        return ()
    is_around = found.pixels is not None and found.pixels.place is not None and min(seen.placement.scale) == 1.0
    part = "a window around the pixel" if is_around else "only the middle of the picture"
    return (f"The network sees {part}; the map is zero outside.",)


def _about_pixels(found: Explanation) -> Sequence[str]:
    pixels = found.pixels
    warnings = []
    if pixels is not None and pixels.is_absent:
        warnings.append(f"No pixel is taken for {found.target}: the logits of all pixels are explained.")
    if pixels is not None and pixels.is_cut:
        warnings.append("The area may go on where the network did not look: only the part that it saw is explained.")
    return warnings


def _about_values(found: Explanation) -> Sequence[str]:
    warnings = []
    if not found.values.any():
        warnings.append(f"The map is zero everywhere: nothing in {found.layer} speaks for {found.target}.")
    elif float(found.values.max()) <= 0:
        warnings.append(f"The map is nowhere above zero: all of {found.layer} speaks against {found.target}.")
    if found.score > SATURATED_SCORE:
        warnings.append("The score is saturated: the map explains the logit, which can still change where it cannot.")
    return warnings


def _about_method(found: Explanation, change: float | None) -> Sequence[str]:
    match found.method:
        case "guided-backprop" | "deconvnet":
            return (f"{found.replaced} ReLUs send signals back by another rule.", PATTERNS)
        case "eigencam":
            return ("It shows what the layer sees most of; the class has no say in it.",)
        case "integrated-gradients" if found.gap is not None and change:
            share = abs(found.gap / change)
            return () if share <= MOST_GAP else (f"The values miss the change of the logit by {share:.1%}.",)
        case _:
            return ()
