"""What is said of the pixels that a map explains. Free of Qt."""

from engine.contract.boxes import BoxChoice
from engine.contract.masks import ExplainedPixels
from gui.words import count

CLICK = "Click on an area of the picture to ask about it alone. Shift+click asks about one pixel."
BACK = "Escape goes back to the whole class."


def target_words(target: str, pixels: ExplainedPixels | None) -> str:
    """What a map speaks for: ``leaf, area of 214 px around (120, 88)``; of another class than that area's, both."""
    if pixels is None:
        return target
    if pixels.is_absent:
        return f"{target}, which no pixel is taken for"
    other = "" if pixels.label == target else f" of {pixels.label}"
    return f"{target}, {_where(pixels, other)}"


def box_words(box: BoxChoice | None) -> str:
    """Which box a map speaks for: ``, box of 40 × 32 px at (120, 88)``; nothing where it is the best one."""
    if box is None or box.box_xyxy is None:
        return "" if box is None else ", the chosen box"
    left, top, right, bottom = box.box_xyxy
    return f", box of {right - left:.0f} × {bottom - top:.0f} px at ({left:.0f}, {top:.0f})"


def section_words(pixels: ExplainedPixels | None) -> str:
    """What is chosen, and what else can be done."""
    if pixels is None or pixels.place is None:
        return CLICK
    if pixels.kind == "pixel":
        return f"{_capital(_where(pixels))}, taken for {pixels.label}. Arrow keys move it, with Shift by 10 px. {BACK}"
    return f"{_capital(_where(pixels, f' of {pixels.label}'))}. {BACK}"


def _where(pixels: ExplainedPixels, of_class: str = "") -> str:
    if pixels.place is None:
        return f"all {count(pixels.count)} px{of_class}"
    x, y = pixels.place
    if pixels.kind == "pixel":
        return f"pixel ({x}, {y}){of_class}"
    return f"area of {count(pixels.count)} px{of_class} around ({x}, {y})"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
