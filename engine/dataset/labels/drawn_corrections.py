"""Corrections of what is drawn, as values: what the steps of a journal come to, for each picture."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.dataset.labels.drawn_changes import Drawn, DrawnChange
from engine.dataset.labels.steps import LabelStep


@dataclass(frozen=True, slots=True)
class DrawnCorrection:
    """What all steps in force say of the annotations of one picture.

    Attributes:
        given: digest of what the files said when it was corrected last; the correction holds only where they still do.
        annotations: those that are others than in the files, by their keys; None: removed.
        split_by: classes that were drawn on it before it was ever corrected; they decide its split.
        is_saved: it was written into the files. It holds where they say what was given all the same: writing them was
            interrupted, or somebody took their old state from the backup.
    """

    given: str
    annotations: Drawn = field(default_factory=dict)
    split_by: tuple[str, ...] = ()
    is_saved: bool = False

    @property
    def digest(self) -> str:
        """Identifies the correction."""
        drawn = [(key, None if item is None else item.model_dump_json()) for key, item in self.annotations.items()]
        text = repr((self.given, drawn, self.split_by, self.is_saved)).encode(errors="surrogatepass")
        return hashlib.blake2b(text, digest_size=12).hexdigest()


DrawnCorrections = Mapping[str, DrawnCorrection]


def drawn_corrections_of(steps: Iterable[LabelStep]) -> dict[str, DrawnCorrection]:
    """What the steps in force come to, by the path of the picture."""
    found: dict[str, DrawnCorrection] = {}
    for step in steps:
        if not step.is_in_force:
            continue
        for change in step.drawn:
            found[change.path] = _taken_in(found.get(change.path), change)
        for path in step.drawn_saved:
            if path in found:
                found[path] = replace(found[path], is_saved=True)
    return {path: item for path, item in found.items() if item.annotations}


def _taken_in(known: DrawnCorrection | None, change: DrawnChange) -> DrawnCorrection:
    """A correction after one more change; where the files say something else by now, it starts from that."""
    split_by = change.classes if known is None else known.split_by
    is_other = known is None or known.given != change.given or change.is_reset
    earlier: Drawn = {} if known is None or is_other else known.annotations
    annotations = {**earlier, **change.annotations}
    # What was drawn by hand and removed again leaves no trace.
    kept = {key: item for key, item in annotations.items() if item is not None or is_given(key)}
    return DrawnCorrection(change.given, kept, split_by)


def is_given(key: str) -> bool:
    """Whether a key is a number in what the files say; the others were drawn by hand."""
    return key.isascii() and key.isdigit()
