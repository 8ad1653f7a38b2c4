"""Where pictures come from: which camera, clip, patient or site, as far as their paths tell."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageRow
from engine.dataset.splits.assigning import split_named
from engine.dataset.splits.groups import group_names


def sources_of(rows: Sequence[ImageRow], config: SplitConfig) -> list[str | None]:
    """The source of each picture; None where nothing tells it.

    Where pictures are kept together by a pattern of their names, the group is the source: somebody said so. Otherwise
    it is what the folders say besides class and split.

    Args:
        rows: the pictures.
        config: how they were divided.

    Raises:
        UserError: the pattern of groups cannot be used.
    """
    if config.group_by == "name":
        return [name.removeprefix("/") or None for name in group_names([row.path for row in rows], config)]
    return [folder_source(row.path, row.label) for row in rows]


def folder_source(path: str, label: str | None) -> str | None:
    """The folders of a picture without those of its split and its class: "site_2/cat/train/a.jpg" gives "site_2".

    Args:
        path: relative to the dataset, with forward slashes.
        label: class of the picture; one of two folders is "animals/cat".

    Returns:
        What is left, with forward slashes; None where nothing is.
    """
    folders = [name for name in PurePosixPath(path).parent.parts if split_named(name) is None]
    of_class = label.split("/") if label else []
    for start in range(len(folders) - len(of_class) + 1):
        if of_class and folders[start : start + len(of_class)] == of_class:
            del folders[start : start + len(of_class)]
            break
    return "/".join(folders) or None
