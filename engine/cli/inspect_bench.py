"""The part of ``inspect`` that tests methods: ``--bench``."""

from collections.abc import Mapping
from typing import Any, Literal

from engine.cli.output import print_document, progress_bar

Split = Literal["train", "validation", "test"]
NUMBERS = ("deletion", "chance", "insertion", "pointing", "likeness", "seconds")
BLIND = {"random": "random cells", "centre": "centre map"}


def bench(run: str, *, split: str, methods: str, pictures: int, as_json: bool) -> None:
    """Print which methods tell the truth about a network."""
    from engine.explaining.bench import measure_trust
    from engine.model_store import load_run

    names = tuple(name.strip() for name in methods.split(",") if name.strip())
    with progress_bar() as show:
        table = measure_trust(load_run(run), split, methods=names, pictures=pictures, on_progress=show)
    print_document(table.model_dump(mode="json"), as_json=as_json, render=_table)


def _table(document: Mapping[str, Any]) -> Any:
    """The table for people, with what its columns mean."""
    from rich.console import Group
    from rich.table import Table

    title = f"{document['pictures']} pictures of {document['split']}, {document['placed']} with a known place"
    table = Table("Method", *(name.capitalize() for name in NUMBERS), title=title)
    for row in document["methods"]:
        table.add_row(BLIND.get(row["method"], row["method"]), *(_number(row[name]) for name in NUMBERS))
    notes = [f"{row['method']}: {row['note']}" for row in document["methods"] if row["note"]]
    meanings = (
        "Deletion: mean score while squares of the picture go and are filled from around them, most important first; "
        "low is good. Chance: the same with the cells of the map in another order. Insertion: while squares come back "
        "into a blurred picture; high is good. Pointing: share of maxima in the true box or mask. Likeness to the map "
        "of randomised weights: near 0 is good."
    )
    return Group(table, *notes, meanings)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
