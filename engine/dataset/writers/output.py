"""The files of a new dataset: its pictures, copied or linked, and what is written beside them."""

import os
import shutil
from pathlib import Path
from typing import Literal

from PIL import Image

from engine.contract.errors import UserError
from engine.dataset.pictures.decode import Decoded, decode_picture
from engine.dataset.pictures.signatures import HEAD_BYTES, has_picture_ending, picture_format
from engine.dataset.writers.names import UniqueNames

Transfer = Literal["copy", "link"]
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "TIFF": ".tif", "WebP": ".webp", "AVIF": ".avif"}


class Output:
    """Writes into one new folder.

    Attributes:
        folder: of the new dataset.
        copied_anyway: pictures that should have been linked, and could not be.
    """

    def __init__(self, folder: Path, *, root: Path, transfer: Transfer) -> None:
        self.folder = folder
        self.copied_anyway = 0
        self._root = root
        self._transfer = transfer
        self._names = UniqueNames()

    def add_picture(self, path: str, folder: str, *, apart: str = "") -> str:
        """Put a picture of the dataset into a folder of the new one, byte for byte; one inside an IDX file as PNG.

        Args:
            path: relative to the dataset that is read.
            folder: relative to the new one.
            apart: pictures with the same value get different names, in whichever folders they are.

        Returns:
            Its path relative to the new dataset.

        Raises:
            UserError: the picture has gone.
        """
        source = self._root / path
        is_file = source.is_file()
        name = self._names.take(apart, path) + (_ending(source) if is_file else ".png")
        target = self.place(f"{folder}/{name}" if folder else name)
        if is_file:
            self._transfer_file(source, target)
        else:
            _save(decode_picture(source), target)
        return target.relative_to(self.folder).as_posix()

    def place(self, path: str) -> Path:
        """Where a file of the new dataset is to be written; its folders are there."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def write_text(self, path: str, text: str) -> None:
        """Write a text file with Unix line ends; what is no letter in any writing becomes a question mark."""
        self.place(path).write_text(text, encoding="utf-8", errors="replace", newline="\n")

    def _transfer_file(self, source: Path, target: Path) -> None:
        real = Path(os.path.realpath(source))
        if not real.is_relative_to(self._root):
            raise UserError(f"A picture has left the dataset's folder. Received: {source}.", "Open the dataset again.")
        if self._transfer == "link" and _has_linked(real, target):
            return
        self.copied_anyway += self._transfer == "link"
        shutil.copyfile(real, target)


def _save(decoded: Decoded, target: Path) -> None:
    """Write pixels as PNG, which loses nothing; one channel of grey ones."""
    Image.fromarray(decoded.pixels[..., 0] if decoded.is_grey else decoded.pixels).save(target, "PNG")


def _has_linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that has no links: a copy says what is wrong, if anything is
        return False
    return True


def _ending(path: Path) -> str:
    """The name's ending where it is one of a picture, else that of the content."""
    if has_picture_ending(path):
        return path.suffix
    with path.open("rb") as stream:
        return _ENDINGS.get(picture_format(stream.read(HEAD_BYTES)) or "", path.suffix)
