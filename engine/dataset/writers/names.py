"""File names that every system accepts, each once."""

import re
import unicodedata
from collections import defaultdict

LONGEST_NAME_BYTES = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# Windows keeps these for devices, with any ending and in any case.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A name for a file or folder on every system, like the given one as far as that can be."""
    normal = unicodedata.normalize("NFC", name)
    safe = _UNSAFE.sub("_", normal).strip(" .")
    safe = _shortened(safe).strip(" .") or "_"
    return f"_{safe}" if _DEVICES.match(safe) or safe.startswith("-") else safe


def _shortened(name: str) -> str:
    return name.encode(errors="replace")[:LONGEST_NAME_BYTES].decode(errors="ignore")


class UniqueNames:
    """Gives every picture of a folder a name (without ending) that no other has, in any case of letters.

    Endings do not count: label files are called like their pictures.
    """

    def __init__(self) -> None:
        self._taken: defaultdict[str, set[str]] = defaultdict(set)

    def take(self, folder: str, path: str) -> str:
        """The name of the picture at ``path``: its own, or else with the names of its folders, or with a number."""
        *parents, last = path.split("/")
        own = last.rpartition(".")[0] or last
        for candidate in (safe_name(own), safe_name("_".join((*parents, own)))):
            if self._is_free(folder, candidate):
                return candidate
        return self._numbered(folder, safe_name(own))

    def _numbered(self, folder: str, name: str) -> str:
        number = 2
        while not self._is_free(folder, f"{name}-{number}"):
            number += 1
        return f"{name}-{number}"

    def _is_free(self, folder: str, name: str) -> bool:
        """Whether a name is still to be had; it no longer is after that."""
        taken, key = self._taken[folder], name.casefold()
        if key in taken:
            return False
        taken.add(key)
        return True
