"""Which picture files are looked at, and what those are called that are written of them."""

from collections.abc import Sequence
from pathlib import Path

from engine.contract.errors import UserError
from engine.dataset.scanning import scan_folder


def picture_files(paths: Sequence[Path], *, apart_from: Path) -> list[Path]:
    """The files that are named, and all pictures below the folders that are named, each once.

    Args:
        paths: files as they are given, whatever they hold, and folders.
        apart_from: a folder whose pictures are left out: where results lie.

    Raises:
        UserError: there is none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_below(path, apart_from.resolve()) if path.is_dir() else [path])
    if not found:
        raise UserError(
            f"There is no picture. Received: {', '.join(map(str, paths[:5]))}.", "Choose a folder with pictures."
        )
    return list(found)


def picture_names(images: Sequence[str]) -> list[str]:
    """A name for each picture's overlay: its stem, numbered where two pictures share it."""
    names: dict[str, None] = {}
    for image in images:
        stem = candidate = Path(image).stem
        count = 1
        while f"{candidate}.png" in names:
            count += 1
            candidate = f"{stem}-{count}"
        names[f"{candidate}.png"] = None
    return list(names)


def require_room(images: Sequence[Path], names: Sequence[str], out: Path) -> None:
    """Complain about pictures that would be written over themselves.

    Raises:
        UserError: there are some.
    """
    written = {out.resolve() / name for name in names}
    lost = next((image for image in images if image.exists() and image.resolve() in written), None)
    if lost is not None:
        raise UserError(f"A picture would be written over itself. Received: {lost}.", "Choose another folder.")


def _below(folder: Path, left_out: Path) -> list[Path]:
    root = folder.resolve()
    found = (root / file.path for file in scan_folder(root).pictures)
    return sorted(path for path in found if left_out == root or not path.is_relative_to(left_out))
