"""The command ``data split``."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from engine.cli.output import JSON, Reading, print_document, progress_bar
from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageFilter, ProblemCode, ProblemRow
from engine.dataset.doctor.examine import examine
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.splits.changes import change_split, current_split_config, save_split
from engine.dataset.splits.file import read_split_file
from engine.dataset.splits.moved import moved_splits

SHOWN_PROBLEMS, LONGEST_PATTERN = 20, 200
# What a split can be blamed for; the first two also come from following a split file.
_CODES = (
    ProblemCode.MISSING_PICTURE,
    ProblemCode.BAD_ROW,
    ProblemCode.SPLIT_LEAK,
    ProblemCode.CLASS_NOT_IN_SPLIT,
)


def _refuse_long(pattern: str | None) -> str | None:
    if pattern is not None and len(pattern) > LONGEST_PATTERN:
        raise typer.BadParameter(f"at most {LONGEST_PATTERN} letters")
    return pattern


Place = Annotated[Path, typer.Argument(metavar="PATH", help="Folder or label file of the dataset.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the split into this file.")]
Use = Annotated[Path | None, typer.Option("--use", metavar="FILE", help="Follow a split file.")]
Validation = Annotated[float | None, typer.Option("--validation", min=0, max=0.9, help="Share for validation.")]
Test = Annotated[float | None, typer.Option("--test", min=0, max=0.9, help="Share for test.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Same seed, same split.")]
GroupBy = Annotated[
    Literal["nothing", "folder", "name"] | None,
    typer.Option("--group-by", help="Keep pictures of a folder, or with names alike, in one split."),
]
Pattern = Annotated[
    str | None, typer.Option("--pattern", callback=_refuse_long, help="Regular expression for --group-by name.")
]
Folds = Annotated[int | None, typer.Option("--folds", min=0, max=100, help="Parts for cross-validation; 0: none.")]
Fold = Annotated[int | None, typer.Option("--fold", min=0, max=99, help="The part that validates, from 0.")]


def split(
    path: Place,
    *,
    out: Out = None,
    use: Use = None,
    validation: Validation = None,
    test: Test = None,
    seed: Seed = None,
    group_by: GroupBy = None,
    pattern: Pattern = None,
    folds: Folds = None,
    fold: Fold = None,
    reading: Reading = None,
    as_json: JSON = False,
) -> None:
    """Divide a dataset into training, validation and test; what is not given stays as it was."""
    wanted = {
        "validation_fraction": validation,
        "test_fraction": test,
        "seed": seed,
        "group_by": group_by,
        "group_pattern": pattern,
        "folds": folds,
        "fold": fold,
    }
    changes = {name: value for name, value in wanted.items() if value is not None}
    file = None if use is None else read_split_file(use)
    with progress_bar() as on_progress:
        index = open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=_never)
        if changes or file is not None:
            config = SplitConfig.model_validate({**current_split_config(index).model_dump(), **changes})
            change_split(index, config=config, file=file)
            examine(index, on_progress=on_progress, is_cancelled=_never)
    if out is not None:
        save_split(index, out)
    print_document(_document(index, out), as_json=as_json, render=_sentences)


def _document(index: Path, out: Path | None) -> dict[str, Any]:
    with DatasetIndex(index) as opened:
        splits = opened.split_counts()
        problems = opened.problems(ImageFilter(problem_codes=_CODES), limit=2**62)
    return {
        "splits": {name.value: count for name, count in splits.items()},
        "moved": len(moved_splits(index)),
        "config": current_split_config(index).model_dump(mode="json"),
        "out": None if out is None else str(out),
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: ProblemRow) -> dict[str, Any]:
    return problem.model_dump(mode="json", include={"code", "path", "place", "message", "action"})


def _sentences(document: dict[str, Any]) -> str:
    """The split for people."""
    counts = ", ".join(f"{name} {count:,}" for name, count in document["splits"].items())
    problems = document["problems"]
    lines = [f"Training uses {counts}; {document['moved']:,} put there by hand or by a file."]
    lines += [f"  {problem['message']}" for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"  and {len(problems) - SHOWN_PROBLEMS:,} more; --json lists all")
    if document["out"]:
        lines.append(f"Written to {document['out']}.")
    return "\n".join(lines)


def _never() -> bool:
    return False
