"""The panels and curves of a run: its loss, and below it each metric that is followed. Free of Qt."""

from collections.abc import Sequence

from gui.charts.curves import Curve, Panel
from gui.runs.words import is_share, metric_name


def panels_of(metrics: Sequence[str]) -> tuple[Panel, ...]:
    """One panel for the loss, and one for each metric."""
    shown = (Panel(metric_name(metric), "percent" if is_share(metric) else "number") for metric in metrics)
    return (Panel("loss", can_be_log=True), *shown)


def curves_of(metrics: Sequence[str]) -> tuple[Curve, ...]:
    """Training and validation in each panel."""
    curves = [
        Curve("loss", "training", "loss", "training", is_noisy=True),
        Curve("val_loss", "validation", "loss", "validation"),
    ]
    for metric in metrics:
        panel = metric_name(metric)
        curves.append(Curve(metric, "training", panel, "training"))
        curves.append(Curve(f"val_{metric}", "validation", panel, "validation"))
    return tuple(curves)


def title_of(metrics: Sequence[str]) -> str:
    """What the chart is called."""
    return f"Loss and {metric_name(metrics[0])}"
