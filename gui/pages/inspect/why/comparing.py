"""Switches the Inspect page between one picture and several maps side by side."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from engine.contract.events import Predicted
from gui.pages.inspect.areas import classes_said
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.why.compare import CompareView
from gui.pages.inspect.why.details import WhyDetails
from gui.runs.comparing import compare_with_last
from gui.session import Session
from gui.widgets.button import Button


class Comparing(QObject):
    """Owns the button and the view of the comparison.

    Attributes:
        button: stands in the header of the page.
        view: lies in place of the viewer.
    """

    def __init__(self, session: Session, picture: PictureTab, why: WhyDetails) -> None:
        super().__init__(picture)
        self._session = session
        self.button = Button("Compare", icon="split")
        self.button.setCheckable(True)
        self.button.set_tip("Several methods, layers or classes side by side")
        self.view = CompareView(session.inspection)
        self.view.set_style(why.style_now)
        self._picture = picture
        picture.set_comparison(self.view)
        self.button.toggled.connect(self._on_toggled)
        self.view.closed.connect(self._on_closed)
        self.view.other_run_wanted.connect(self._on_other_run_wanted)
        why.style_changed.connect(self.view.set_style)
        session.inspection.predicted.connect(self._on_predicted)
        session.inspection.opening.connect(self._on_closed)

    def set_picture(self, image: QImage, *, width: int, height: int) -> None:
        """Another picture is shown."""
        self.view.set_picture(image, width=width, height=height)

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        self._picture.show_comparison(is_shown=is_on)
        if is_on:
            self.view.show_maps()
        else:
            self.view.stop()

    @Slot()
    def _on_other_run_wanted(self) -> None:
        """Go to the comparison of this run with another one."""
        run = self._session.inspection.run
        if run is not None:
            self._session.page_requested.emit("runs")
            session = self._session
            compare_with_last(run, session.library, pair=session.pair, detectors=session.detectors, group=session.group)

    @Slot()
    def _on_closed(self) -> None:
        self.button.setChecked(False)

    @Slot(object, object)
    def _on_predicted(self, event: Predicted, _arrays: object) -> None:
        for said in event.predictions:
            self.view.set_classes(classes_said(said))
