"""The menus of the filter bar: orders of the pictures, and what runs said of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from engine.contract.dataset import ImageOrder
from gui.pages.data.filter.words import ORDER_NAMES
from gui.pages.data.predictions import RunEvaluation


def order_menu(present: ImageOrder, parent: QWidget) -> QMenu:
    """Every order; the data of an entry is the order."""
    menu = _menu(parent)
    for order, words in ORDER_NAMES.items():
        action = menu.addAction(words.capitalize())
        action.setCheckable(True)
        action.setChecked(order == present)
        action.setData(order)
    return menu


def predictions_menu(evaluations: Sequence[RunEvaluation], parent: QWidget) -> QMenu:
    """The runs that were evaluated on a dataset, each with what it said; the data of an entry is the Prediction."""
    menu = _menu(parent)
    for evaluation in evaluations:
        below = menu.addMenu(evaluation.title)
        for prediction in evaluation.predictions:
            words = "Wrongly predicted" if prediction.predicted is None else f"Predicted as {prediction.predicted}"
            below.addAction(f"{words}\t{prediction.count:,}").setData(prediction)
    if not evaluations:
        menu.addAction("No run was evaluated on these pictures").setEnabled(False)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
