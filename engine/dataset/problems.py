"""What can be wrong with a dataset: one sentence and one way out for each kind."""

from dataclasses import dataclass

from engine.contract.dataset import Action, ProblemCode

_REPAIRS: dict[ProblemCode, tuple[Action, str]] = {
    ProblemCode.UNREADABLE: ("dropped", "Replace the file, or delete it."),
    ProblemCode.DAMAGED: ("dropped", "Replace the file by a sound copy; what can be read of it is shown."),
    ProblemCode.TOO_LARGE: ("dropped", "Make the picture smaller."),
    ProblemCode.UNKNOWN_EXTENSION: ("kept", "Rename the file with the ending of its format."),
    ProblemCode.OUTSIDE_FOLDER: ("dropped", "Copy the picture into the dataset's folder."),
    ProblemCode.NOT_A_FILE: ("dropped", "Put an ordinary file in its place."),
    ProblemCode.EMPTY_CLASS: ("dropped", "Add pictures to the folder, or delete it."),
    ProblemCode.SINGLE_CLASS: ("kept", "Add a folder with pictures of another class; telling apart needs two."),
    ProblemCode.UNLABELLED: ("dropped", "Move the picture into the folder of its class, or add a row for it."),
    ProblemCode.MISSING_PICTURE: ("dropped", "Correct the path, or add the picture."),
    ProblemCode.DUPLICATE_LABEL: ("dropped", "Keep the right one of the labels."),
    ProblemCode.BAD_ROW: ("dropped", "Correct the row."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a dataset; the reader that found it went on.

    Attributes:
        code: which kind.
        path: file it is about, relative to the dataset's folder.
        message: what is wrong, one sentence.
        place: where in the file, for example "line 12".
        chosen_action: what was done about it, where it is not what is usual for its kind.
    """

    code: ProblemCode
    path: str
    message: str
    place: str = ""
    chosen_action: Action | None = None

    @property
    def action(self) -> Action:
        return self.chosen_action or _REPAIRS[self.code][0]

    @property
    def repair(self) -> str:
        return _REPAIRS[self.code][1]
