"""Which runs the table lists. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from gui.runs.library import RunSummary
from gui.runs.words import task_words


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What is kept; an empty text keeps all."""

    text: str = ""
    task: str = ""
    dataset: str = ""
    state: str = ""


def filter_runs(runs: Sequence[RunSummary], kept: RunFilter) -> tuple[RunSummary, ...]:
    """The runs that ``kept`` lets through, in their order."""
    return tuple(run for run in runs if _is_kept(run, kept))


def choices(runs: Sequence[RunSummary]) -> dict[str, tuple[str, ...]]:
    """What can be chosen in each chip, from the runs there are."""
    return {
        "task": _sorted({task_words(run.config.task) for run in runs}),
        "dataset": _sorted({run.dataset_name for run in runs}),
        "state": _sorted({run.state.status.value for run in runs}),
    }


def _is_kept(run: RunSummary, kept: RunFilter) -> bool:
    text = " ".join((run.name, run.config.network.name, run.dataset_name, run.config.training.optimizer)).lower()
    return (
        all(word in text for word in kept.text.lower().split())
        and kept.task in ("", task_words(run.config.task))
        and kept.dataset in ("", run.dataset_name)
        and kept.state in ("", run.state.status.value)
    )


def _sorted(values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values))
