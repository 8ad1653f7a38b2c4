"""Views of the Errors tab by their kind, for tests."""

from gui.pages.inspect.errors.confusion import ConfusionView
from gui.pages.inspect.page import InspectPage


def confusion_of(page: InspectPage) -> ConfusionView:
    view = page.errors.labels.views[ConfusionView.KEY]
    assert isinstance(view, ConfusionView)
    return view
