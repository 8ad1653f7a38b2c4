"""The augmentation that is shown and edited: that of the next training, or one of its own where none can be trained."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from engine.contract.annotations import AnnotationKind
from engine.contract.augmentation_presets import preset
from engine.contract.config import AugmentationConfig, InputConfig, SplitConfig, TaskName
from engine.contract.tasks import TRAITS
from engine.dataset.index.dataset_index import DatasetIndex
from gui.session import Session

DEFAULT_INPUT = InputConfig(height=256, width=256)


class AugmentationPlan(QObject):
    """Reads and changes the plan of the session, with undo; keeps settings of its own while there is no plan.

    Args:
        session: its plan and its undo stack.
        parent: owner.

    Signals:
        changed(): other settings, another seed, another input.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._own = AugmentationConfig()
        self._own_proposal = AugmentationConfig()
        self._own_seed = 1
        session.plan.changed.connect(self._on_plan_changed)

    @property
    def config(self) -> AugmentationConfig:
        """The settings."""
        plan = self._session.plan.config
        return self._own if plan is None else plan.augmentation

    @property
    def proposal(self) -> AugmentationConfig:
        """What was chosen for the dataset: what resetting brings back."""
        proposal, plan = self._session.plan.proposal, self._session.plan.config
        return self._own_proposal if plan is None or proposal is None else proposal.augmentation

    @property
    def input(self) -> InputConfig:
        """How pictures come to the network."""
        plan = self._session.plan.config
        return DEFAULT_INPUT if plan is None else plan.input

    @property
    def split(self) -> SplitConfig:
        """How pictures are divided."""
        plan = self._session.plan.config
        return SplitConfig() if plan is None else plan.split

    @property
    def seed(self) -> int:
        """The seed of the next training."""
        plan = self._session.plan.config
        return self._own_seed if plan is None else plan.seed

    @property
    def epochs(self) -> int | None:
        """Of the next training; None where nothing can be trained yet."""
        plan = self._session.plan.config
        return None if plan is None else plan.training.epochs

    @property
    def mixes_boxes(self) -> bool:
        """Whether mixed pictures keep all their boxes."""
        return self.task is not None and TRAITS[self.task].says_boxes

    @property
    def task(self) -> TaskName | None:
        """What is to be trained; None where nothing can be yet."""
        plan = self._session.plan.config
        return None if plan is None else plan.task

    def set_index(self, index: DatasetIndex | None) -> None:
        """Begin with what suits another dataset; matters only while there is no plan."""
        kinds = frozenset[AnnotationKind]() if index is None else index.annotation_kinds()
        self._own = self._own_proposal = _suited_to(kinds)
        self.changed.emit()

    def set_config(self, config: AugmentationConfig, text: str) -> None:
        """Take other settings; ``text`` names the change for undo."""
        plan = self._session.plan
        if config == self.config:
            return
        if plan.config is not None:
            plan.push(plan.config.model_copy(update={"augmentation": config}), text)
        else:
            self._session.undo_stack.push(_OwnChange(self, {"_own": self._own}, {"_own": config}, text))

    def set_seed(self, seed: int) -> None:
        """Take another seed: of the preview, and of the next training."""
        plan = self._session.plan
        if seed == self.seed:
            return
        if plan.config is not None:
            plan.set_field("seed", seed)
        else:
            values = {"_own_seed": self._own_seed}, {"_own_seed": seed}
            self._session.undo_stack.push(_OwnChange(self, *values, "change of seed"))

    def take_own(self, values: dict[str, Any]) -> None:
        """Take values of its own, without undo; for the undo command."""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed.emit()

    @Slot()
    def _on_plan_changed(self) -> None:
        self.changed.emit()


class _OwnChange(QUndoCommand):
    def __init__(self, plan: AugmentationPlan, before: dict[str, Any], after: dict[str, Any], text: str) -> None:
        super().__init__(text)
        self._plan, self._before, self._after = plan, before, after

    def redo(self) -> None:
        self._plan.take_own(self._after)

    def undo(self) -> None:
        self._plan.take_own(self._before)


def _suited_to(kinds: frozenset[AnnotationKind]) -> AugmentationConfig:
    if kinds & {AnnotationKind.BOX, AnnotationKind.POLYGON}:
        return preset("detection").config
    if kinds & {AnnotationKind.MASK, AnnotationKind.CLASS_MASK}:
        return preset("segmentation").config
    return AugmentationConfig()
