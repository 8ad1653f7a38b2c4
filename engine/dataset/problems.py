"""What can be wrong with a dataset: one sentence and one way out for each kind."""

from dataclasses import dataclass

from engine.contract.annotations import Box
from engine.contract.dataset import Action, ProblemCode

_REPAIRS: dict[ProblemCode, tuple[Action, str]] = {
    ProblemCode.UNREADABLE: ("dropped", "Replace the file, or delete it."),
    ProblemCode.DAMAGED: ("dropped", "Replace the file by a sound copy; what can be read of it is shown."),
    ProblemCode.TOO_LARGE: ("dropped", "Make the picture smaller."),
    ProblemCode.UNKNOWN_EXTENSION: ("kept", "Rename the file with the ending of its format."),
    ProblemCode.OUTSIDE_FOLDER: ("dropped", "Copy the file into the dataset's folder."),
    ProblemCode.NOT_A_FILE: ("dropped", "Put an ordinary file in its place."),
    ProblemCode.EMPTY_CLASS: ("dropped", "Add pictures to the folder, or delete it."),
    ProblemCode.SINGLE_CLASS: ("kept", "Add a folder with pictures of another class; telling apart needs two."),
    ProblemCode.UNLABELLED: ("dropped", "Move the picture into the folder of its class, or add a row for it."),
    ProblemCode.MISSING_PICTURE: ("dropped", "Correct the path, or add the picture."),
    ProblemCode.DUPLICATE_LABEL: ("dropped", "Keep the right one of the labels."),
    ProblemCode.BAD_ROW: ("dropped", "Correct the row."),
    ProblemCode.BAD_LABEL_FILE: ("dropped", "Correct the file, or export it again from the program that wrote it."),
    ProblemCode.BAD_ANNOTATION: ("dropped", "Correct the annotation in the file."),
    ProblemCode.UNSUPPORTED_SHAPE: ("dropped", "Draw it again as a box or a polygon."),
    ProblemCode.BOX_OUTSIDE: ("repaired", "Correct the coordinates in the file."),
    ProblemCode.BOX_INVERTED: ("repaired", "Swap the corners in the file."),
    ProblemCode.BOX_EMPTY: ("dropped", "Draw the box again, or delete it."),
    ProblemCode.POLYGON_TOO_FEW_POINTS: ("dropped", "Draw the polygon again with at least three points."),
    ProblemCode.UNKNOWN_CLASS: ("dropped", "Add the class to the list of classes, or correct its name or number."),
    ProblemCode.DUPLICATE_ANNOTATION: ("dropped", "Delete one of them."),
    ProblemCode.WRONG_SIZE_STATED: ("kept", "Correct the size in the file; the labels may belong to another picture."),
    ProblemCode.MASK_MISSING: ("dropped", "Add the mask, or leave the picture out."),
    ProblemCode.MASK_UNREADABLE: ("dropped", "Replace the mask."),
    ProblemCode.MASK_SIZE: ("dropped", "Export the mask at the size of its picture."),
    ProblemCode.MASK_UNKNOWN_CODE: ("dropped", "Correct the mask, or give its value a class."),
    ProblemCode.MASK_EMPTY: ("dropped", "Draw the mask again, or delete it."),
    ProblemCode.ROTATED: ("repaired", "Nothing to do: it is shown and trained upright."),
    ProblemCode.CONVERTED: ("repaired", "Nothing to do: it is shown and trained as 8-bit RGB."),
    ProblemCode.DUPLICATE_PICTURE: ("kept", "Delete one of the two files."),
    ProblemCode.NEAR_DUPLICATE: ("kept", "Look at both; delete one, or keep them in the same split."),
    ProblemCode.SPLIT_LEAK: ("kept", "Move both into the same split."),
    ProblemCode.CLASS_NOT_IN_SPLIT: ("kept", "Divide the pictures anew, or move some of the class."),
    ProblemCode.NOT_MOVED: ("kept", "Look at the picture, and save the labels again or take its correction back."),
    ProblemCode.STALE_CORRECTION: ("dropped", "Correct the label again if it is still wrong, or discard corrections."),
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
        box: where on the picture it is, in pixels.
        related: path of another picture that it is about.
    """

    code: ProblemCode
    path: str
    message: str
    place: str = ""
    chosen_action: Action | None = None
    box: Box | None = None
    related: str | None = None

    @property
    def action(self) -> Action:
        return self.chosen_action or _REPAIRS[self.code][0]

    @property
    def repair(self) -> str:
        """What a person can do about it."""
        usual, words = _REPAIRS[self.code]
        is_unusually_repaired = self.action == "repaired" and usual != "repaired"
        return "Nothing to do; correct the file when you like." if is_unusually_repaired else words
