"""What the views of mask errors look at: an evaluated split, and pictures ranked by something. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.contract.mask_doubts import MaskDoubts
from engine.contract.masks import MaskEvaluation, MaskResult, ObjectEvaluation
from engine.ops.mask_difference import background_of
from engine.ops.picture_confusions import PictureConfusions
from gui.gallery.shapes import AnnotationShape
from gui.pages.inspect.errors.ranking import Ranking
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.results import read_confusions, read_doubts, read_mask_evaluation, read_objects

Shapes = tuple[AnnotationShape, ...]
Outlines = Mapping[int, Shapes]


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedMasks:
    """A split of a run with everything that was found when its masks were measured.

    Attributes:
        run: where it was found; knows the folder of the pictures.
        split: ``validation``, ``test`` or ``train``.
        evaluation: its numbers.
        results: its pictures, in the order of the evaluation.
        confusions: which pixels of them are taken for what.
        objects: how their single objects are found; None where none are told apart.
        doubts: what speaks against their masks; None in older evaluations.
    """

    run: InspectedRun
    split: str
    evaluation: MaskEvaluation
    results: tuple[MaskResult, ...]
    confusions: PictureConfusions
    objects: ObjectEvaluation | None = None
    doubts: MaskDoubts | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the network."""
        return tuple(result.name for result in self.evaluation.per_class)

    @property
    def background(self) -> int | None:
        """The class that stands for nothing in particular; None where every class stands for something."""
        return background_of(self.classes)

    @property
    def folder(self) -> Path:
        """Where the evaluation is kept."""
        return self.run.evaluation_folder(self.split)


def evaluated_masks(run: InspectedRun, split: str) -> EvaluatedMasks | None:
    """An evaluation of masks that kept what is seen of single pictures; None where there is none, or an older one."""
    folder = run.evaluation_folder(split)
    evaluation, results = read_mask_evaluation(folder), run.mask_results(split)
    if evaluation is None or len(results) != evaluation.images:
        return None
    confusions = read_confusions(folder, pictures=len(results), classes=len(evaluation.per_class))
    if confusions is None:
        return None
    objects, doubts = read_objects(folder, pictures=len(results)), read_doubts(folder, pictures=len(results))
    return EvaluatedMasks(run, split, evaluation, results, confusions, objects, doubts)


@dataclass(frozen=True, slots=True, eq=False)
class ShownMasks:
    """What a view wants to be seen below it.

    Attributes:
        title: what the pictures have in common.
        class_index: the class by which pictures are sorted and left out; None for all of them.
        ranking: an order of the view's own; None: the user chooses one.
        is_choice: whether something was chosen in the view, which can be undone.
        outlines: what is outlined on some pictures, by their places.
        nothing: the sentence that stands there when there are no pictures.
    """

    title: str = "All pictures"
    class_index: int | None = None
    ranking: Ranking | None = None
    is_choice: bool = False
    outlines: Outlines = field(default_factory=dict)
    nothing: str = "There are no pictures here."


def of_class(evaluated: EvaluatedMasks, class_index: int) -> ShownMasks:
    """The pictures in whose truth or prediction a class occurs."""
    name = evaluated.classes[class_index]
    return ShownMasks(
        f"Pictures with {name}", class_index, is_choice=True, nothing=f"{name} is neither there nor seen anywhere."
    )
