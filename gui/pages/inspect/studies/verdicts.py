"""What a table of trust says in words. Free of Qt."""

from typing import Final

from engine.contract.trust import MethodTrust, TrustTable

BLIND: Final = {"random": "Random cells", "centre": "Centre map"}
TITLES: Final = {
    "cam": "CAM",
    "gradcam": "Grad-CAM",
    "gradcam++": "Grad-CAM++",
    "hirescam": "HiResCAM",
    "layercam": "Layer-CAM",
    "eigencam": "Eigen-CAM",
    "saliency": "Saliency",
    "gradient-x-input": "Gradient x input",
    "integrated-gradients": "Integrated gradients",
}
MOST_LIKENESS: Final = 0.5
"""A map that is more like that of randomised weights hardly depends on what was learned."""


def title_of(row: MethodTrust) -> str:
    """The name of a method for people."""
    return BLIND.get(row.method) or TITLES.get(row.method, row.method)


def verdict_on(row: MethodTrust, table: TrustTable) -> str:
    """What the numbers of a method mean, in a few words."""
    if row.note:
        return f"Not tested. {row.note}"
    if row.method in BLIND:
        return "Blind"
    if row.likeness is not None and row.likeness >= MOST_LIKENESS:
        return "Ignores the weights"
    others = [other.deletion for other in table.methods if other.method in BLIND]
    blind = [value for value in (row.chance, *others) if value is not None]
    if row.deletion is not None and blind and row.deletion >= min(blind):
        return "No better than blind"
    return "Passes"
