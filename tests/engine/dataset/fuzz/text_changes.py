"""Damages that replace a piece of a text file."""

from pathlib import Path

from tests.engine.dataset.fuzz.sound_datasets import save_text
from tests.engine.dataset.fuzz.variant import Damage


def swapped(file: str, old: str, new: str) -> Damage:
    """A damage that replaces the first place where a text stands."""

    def damage(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        if old not in text:
            raise LookupError(f"{file} does not hold {old!r}.")
        (folder / file).write_bytes(text.replace(old, new, 1).encode("utf-8", errors="surrogatepass"))

    return damage


def written(file: str, text: str) -> Damage:
    """A damage that writes another text."""
    return lambda folder: save_text(folder / file, text)


def added(file: str, text: str) -> Damage:
    """A damage that writes more at the end."""

    def damage(folder: Path) -> None:
        save_text(folder / file, (folder / file).read_text(encoding="utf-8") + text)

    return damage
