"""The choice of a method that both networks allow."""

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.commands import DescribeModel, MapMethod
from engine.contract.events import ModelDescribed
from gui.engine_client import EngineClient
from gui.pages.inspect.studies.question import StudyQuestion
from gui.pages.runs.pictures.common_methods import COMPARABLE, best_method, common_methods, missing_words
from gui.settings import SettingsStore
from gui.widgets.combo import Combo

_TIP: Final = "How the maps are made"


class MethodChoice(Combo):
    """Offers all methods until both networks are known, then those that both allow.

    What the user chose last is remembered, also while two networks do not allow it.

    Signals:
        method_changed(): another method counts; read ``method``.
    """

    method_changed = Signal()

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__("Method of the maps", parent)
        self._settings = settings
        self._questions = [StudyQuestion(client, self) for _ in range(2)]
        self._names: tuple[str, ...] = ()
        self._models: dict[int, ModelDescribed] = {}
        self._offer_all()
        for question in self._questions:
            question.answered.connect(self._on_described)
        self.value_changed.connect(self._on_chosen)

    @property
    def method(self) -> MapMethod:
        """The method that counts."""
        return cast(MapMethod, self.value)

    def set_runs(self, first: Path, second: Path) -> None:
        """Ask what the networks of two other runs allow."""
        self._models.clear()
        self._names = (first.name, second.name)
        self._offer_all()
        for question, run in zip(self._questions, (first, second), strict=True):
            question.ask(DescribeModel(run=str(run)))

    def _offer_all(self) -> None:
        self.set_choices([(entry.name, entry.title) for entry in COMPARABLE])
        self.set_value(best_method(self._settings.value.compared_method, COMPARABLE))
        self.setToolTip(_TIP)

    @Slot(object, object)
    def _on_described(self, model: ModelDescribed, _arrays: object) -> None:
        place = next(place for place, question in enumerate(self._questions) if question is self.sender())
        self._models[place] = model
        if len(self._models) < len(self._questions):
            return
        before, models = self.method, [self._models[0], self._models[1]]
        allowed = common_methods(models)
        self.set_choices([(entry.name, entry.title) for entry in allowed])
        self.set_value(best_method(self._settings.value.compared_method, allowed))
        self.setToolTip("\n".join(filter(None, (_TIP, missing_words(models, self._names)))))
        if self.method != before:
            self.method_changed.emit()

    @Slot(object)
    def _on_chosen(self, method: object) -> None:
        self._settings.change(compared_method=str(method))
        self.method_changed.emit()
