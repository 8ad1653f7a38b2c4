"""The Inspect page: what a network says of a picture, why, and where it is wrong."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.contract.events import Failed, ModelDescribed, PictureDecoded, Progress
from gui.actions import Actions
from gui.gallery.items import ListedPictures
from gui.notice import Notice
from gui.pages.inspect.answers import InspectAnswers
from gui.pages.inspect.asked.making import DetectorMaking
from gui.pages.inspect.asking import InspectQuestions
from gui.pages.inspect.climb.view import ClimbView
from gui.pages.inspect.errors.boxes.correcting import BoxCorrections
from gui.pages.inspect.errors.labelling import ErrorLabels
from gui.pages.inspect.errors.masks.menu import MaskMenu
from gui.pages.inspect.errors.reading import read_evaluated
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.errors.view import ErrorsContext
from gui.pages.inspect.export import NetworkExport
from gui.pages.inspect.field.details import FieldDetails
from gui.pages.inspect.field.inquiry import FieldInquiry
from gui.pages.inspect.filters import FilterDetails
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.invariance.inquiry import invariance_tab
from gui.pages.inspect.kernels.view import KernelBench, KernelInquiry
from gui.pages.inspect.layers.inquiry import LayersInquiry
from gui.pages.inspect.layers.slices_inquiry import SlicesInquiry
from gui.pages.inspect.layers.view import LayersView
from gui.pages.inspect.microscope.instruments import fitting
from gui.pages.inspect.microscope.tab import MicroscopeTab
from gui.pages.inspect.moved_pictures import MovedPictures
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.pinning import PicturePin
from gui.pages.inspect.predicting.tab import PredictingTab
from gui.pages.inspect.prediction import PredictionDetails
from gui.pages.inspect.studies.embedding import EmbeddingView
from gui.pages.inspect.studies.trust import TrustView
from gui.pages.inspect.value.details import ValueDetails
from gui.pages.inspect.value.inquiry import ValueInquiry
from gui.pages.inspect.why.comparing import Comparing
from gui.pages.inspect.why.details import WhyDetails
from gui.pages.inspect.why.pixels import PixelInquiry
from gui.pages.page import Page, PageText
from gui.pictures.loader import PictureLoader
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.empty_state import EmptyState

_TEXT = PageText(
    name="inspect",
    title="Inspect",
    help=(
        "What a trained network says of a picture, and why. Prediction lists the scores, Why lays a heat map over the "
        "picture, Maps shows what single channels see; a click on a tile lays it over the picture too. Field frames "
        "what a cell sees and lists the cells that see the pixel you click, Value shows the numbers that make a "
        "value. Microscope, for a network that says something of every pixel, switches its skips off while the mask "
        "follows, and shows which values win in poolings, how much pixels near borders count and how pictures "
        "are bent; for a detector it runs through all of its stages, from anchors or cells to the boxes that are kept. "
        "Predict looks at all pictures of a folder and writes what it sees. "
        "Errors lists what is confused, how well each class is told apart and where the network is worse; a "
        "click on any of it shows the pictures. Kernels lays kernels over the picture by hand, Invariance moves, "
        "turns, darkens and covers it while the scores follow. The wheel or + and - zoom, 0 fits, arrow keys run along "
        "the strip."
    ),
)


class InspectPage(Page):
    """One network and one picture at a time."""

    def __init__(
        self, session: Session, actions: Actions, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(_TEXT, parent)
        self._session = session
        self._run: InspectedRun | None = None
        self._split = "validation"
        self._image: Path | None = None
        self._feed = ThumbnailFeed(session.client, self)
        self._loader = PictureLoader(session.client, self)
        self.picture = PictureTab(self._feed.store)
        self.errors = ErrorsTab(ErrorsContext(session.client, settings), self._feed.store)
        self._labels = ErrorLabels(self.errors, session, self)
        self._menus = (MaskMenu(self.errors, session, self), BoxCorrections(self.errors, session, settings, self))
        self.embedding = EmbeddingView(session.client, self._feed.store)
        self.trust = TrustView(session.client)
        self.predicting = PredictingTab(session, settings)
        self.layers = LayersView()
        self._film = LayersInquiry(self.layers, session.client, session.inspection, self)
        self.prediction = PredictionDetails(settings)
        self.why = WhyDetails(settings)
        self.filters = FilterDetails()
        self._slices = SlicesInquiry(self.filters.slices, session.client, session.inspection, self)
        self.field = FieldDetails()
        self._fields = FieldInquiry(self.field, self.picture.viewer, session.client, session.inspection)
        self.kernels = KernelBench()
        self._kernels = KernelInquiry(self.kernels, session.client, session.inspection)
        self.invariance = invariance_tab(session, settings)
        self.microscope = MicroscopeTab(session, settings, self._loader)
        self.value = ValueDetails()
        self._values = ValueInquiry(self.value, session.client, session.inspection, self)
        self._answers = InspectAnswers(self.picture, self.prediction, self.why, self)
        self._questions = InspectQuestions(session.inspection, self)
        self._moved = MovedPictures(session, self._questions, self.errors, self.embedding)
        self._pin = PicturePin(self.picture, session.plan, self)
        self.climb = ClimbView(session.inspection)
        self.making = DetectorMaking(session, actions, settings, self)
        self.comparing = Comparing(session, self.picture, self.why)
        self._pixels = PixelInquiry(self.why.pixels, self.picture.viewer, session.inspection, self.details)
        self._export = NetworkExport(session.inspection, self)
        self._places = QStackedWidget()
        self._fill(actions)
        self._connect()
        if session.inspection.model is not None:
            self._on_described(session.inspection.model)
            session.inspection.ask_again()
        elif session.inspection.run is not None:
            self._on_opening(session.inspection.run)

    def _fill(self, actions: Actions) -> None:
        choose = Button("Choose a run", icon="runs")
        choose.set_tip("Go to the Runs page")
        choose.clicked.connect(actions.action("show_runs").trigger)
        self._nothing = EmptyState("inspect", "No trained network is open.", choose, note="Or drop a run here.")
        self._opening = EmptyState("inspect", "")
        for widget in (self._nothing, self._opening, self.picture):
            self._places.addWidget(widget)
        self.add_tab("picture", "Picture", self._places)
        self.add_tab("layers", "Layers", self.layers)
        self.add_tab("microscope", "Microscope", self.microscope, is_shown=False)
        self.add_tab("errors", "Errors", self.errors)
        self.add_tab("predict", "Predict", self.predicting)
        self.add_tab("embedding", "Embedding", self.embedding)
        self.add_tab("excite", "Excite", self.climb)
        self.add_tab("trust", "Trust", self.trust)
        self.add_tab("kernels", "Kernels", self.kernels)
        self.add_tab("invariance", "Invariance", self.invariance)
        self.details.add_tab("prediction", "Prediction", self.prediction)
        self.details.add_tab("why", "Why", self.why)
        self.details.add_tab("maps", "Maps", self.filters)
        self.details.add_tab("field", "Field", self.field)
        self.details.add_tab("value", "Value", self.value)
        self.details.show_tab("why")
        self.add_action(ActionButton("network", actions.action("edit_network")))
        self.add_action(self.comparing.button)
        self.set_primary(Button("Export", ButtonKind.PRIMARY, icon="export"))
        self._show_availability()

    def _connect(self) -> None:
        inspection = self._session.inspection
        inspection.opening.connect(self._on_opening)
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._on_asked)
        inspection.filters_read.connect(self._on_filters_read)
        inspection.evaluated.connect(self._on_evaluated)
        inspection.progressed.connect(self._on_progressed)
        inspection.failed.connect(self._on_failed)
        self._moved.followed.connect(self._show_split)
        self._answers.listen_to(inspection)
        for source in (self._export, self.picture.export, self.trust, self.embedding, self.errors, self.predicting):
            source.noticed.connect(self.show_notice)
        for pictures in (self.embedding, self.errors, self.predicting):
            pictures.picture_chosen.connect(self._on_error_chosen)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.loaded.connect(self._kernels.on_picture_loaded)
        self._loader.failed.connect(self._on_picture_failed)
        self._questions.listen_to(self.picture, self.prediction, self.why, self.filters)
        self.errors.evaluation_requested.connect(inspection.evaluate)
        self.errors.cancel_requested.connect(inspection.cancel_evaluation)
        self.errors.split_chosen.connect(self._show_split)
        self.errors.difference_wanted.connect(self.picture.toolbar.show_difference)
        self.details.tab_changed.connect(self._on_details_tab_changed)
        self.tab_changed.connect(self._film.on_tab_changed)
        self.layers.cell_chosen.connect(self._on_cell_chosen)
        for inquiry in (self._slices, self._fields, self._values):
            self.details.tab_changed.connect(inquiry.on_tab_changed)
        self.details.tab_changed.connect(self._answers.heat.on_details_changed)
        self._answers.heat.details_wanted.connect(self.details.show_tab)
        self._fields.picture_wanted.connect(self._questions.look_at)
        self.picture.maps.map_chosen.connect(self._values.on_map_chosen)
        if self.primary is not None:
            self.primary.clicked.connect(self._export.ask)

    def showEvent(self, event: QShowEvent) -> None:
        """Look into the newest run, when nobody has said which."""
        super().showEvent(event)
        session = self._session
        ended = [run for run in session.library.runs if not run.is_active]
        if session.inspection.run is None and ended:
            session.inspection.open(ended[0].path)

    # the network

    @Slot(object)
    def _on_opening(self, run: Path) -> None:
        self._run, self._image = None, None
        self._questions.run = None
        self.trust.set_run(None)
        self.embedding.set_run(None, None)
        self._opening.set_sentence(f"Opening {run.name}.")
        self._places.setCurrentWidget(self._opening)
        self.set_context("")
        self._show_availability()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._run = InspectedRun.of(Path(model.run))
        self._questions.run = self._run
        self._answers.set_model(model, self._run.config)
        self.why.set_model(model)
        self.filters.set_model(model)
        self.set_tab_shown("microscope", is_shown=bool(fitting(model)))
        self._places.setCurrentWidget(self.picture)
        self.trust.set_run(self._run.path, has_pictures=self._run.can_be_evaluated)
        self.embedding.set_run(self._run, model)
        self._feed.set_root(self._run.root)
        self._fields.root = self._run.root
        self.set_context(self._run.words)
        self._show_availability()
        self._show_split("validation")
        if self._run.can_be_evaluated and not self._run.has_results("validation"):
            self._session.inspection.evaluate("validation")

    def _show_availability(self) -> None:
        has_run = self._run is not None
        self.comparing.button.set_available(has_run, reason="Open a trained network first.")
        if self.primary is not None:
            self.primary.set_available(has_run, reason="Open a trained network first.")
        self.details.setEnabled(has_run)

    @Slot(str)
    def _show_split(self, split: str) -> None:
        if self._run is None:
            return
        self._split = split
        self.errors.set_evaluation(read_evaluated(self._run, split), split)
        self.errors.set_summary(self._run.summary_of_masks(split))
        items = self._run.evaluated_pictures(split) or self._run.listed_pictures(self._session.dataset.index)
        key = self._key(self._image)
        current = next((place for place, item in enumerate(items) if item.path == key), None)
        self.picture.strip.set_source(ListedPictures(tuple(items)), current=current)
        self._answers.set_truths(
            {one.image: one.truth for one in self._run.results(split)} | self._run.labels_of(items)
        )
        if self._session.inspection.question.image is None:
            self.picture.strip.select_index(0)

    # the picture

    @Slot(object)
    def _on_asked(self, question: object) -> None:
        asked = self._session.inspection.question
        if asked.image is not None and asked.image != self._image:
            self._image = asked.image
            self._answers.begin(self._key(asked.image))
            self._loader.load(asked.image)
            key = self._key(asked.image)
            if key is not None:
                self.picture.strip.select(key)
            self._pin.show_picture(self._run, key)
        self._answers.show_question(asked)

    @Slot(object, object)
    def _on_loaded(self, event: PictureDecoded, image: QImage) -> None:
        self.picture.viewer.set_picture(image, width=event.width, height=event.height)
        truths = self._run.true_boxes(self._key(self._image), self._session.dataset.index) if self._run else ()
        self.comparing.set_picture(image, width=event.width, height=event.height)
        self._answers.set_picture(event.width, event.height, truths=truths)

    @Slot(object)
    def _on_picture_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            self.picture.viewer.set_picture(None)
            self.show_notice(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    @Slot(str)
    def _on_error_chosen(self, path: str) -> None:
        self._questions.look_at(path)
        self.show_tab("picture")

    @Slot(str)
    def _on_details_tab_changed(self, name: str) -> None:
        if name == "maps" and not self.filters.tiles.tiles:
            self._session.inspection.read_filters()

    @Slot(object, object)
    def _on_filters_read(self, event: object, arrays: object) -> None:
        self._answers.show_filters(self.filters, event, arrays)

    @Slot(str, object)
    def _on_cell_chosen(self, layer: str, cell: tuple[int, int, int]) -> None:
        """How a value of the large map comes about."""
        self.details.show_tab("value")
        self.value.value_wanted.emit(layer, cell)

    def _key(self, image: Path | None) -> str | None:
        """A picture's path relative to the dataset of the run; None for a picture from elsewhere."""
        return self._run.key_of(image) if self._run is not None and image is not None else None

    # evaluation and export

    @Slot(object)
    def _on_evaluated(self, event: object) -> None:
        if self._run is not None:
            self._run.forget_results()
            self._show_split(self._split)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self.errors.set_progress(progress)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._answers.show_failure(failure)
        self.errors.allow_evaluation()
        if self._run is None and not failure.is_cancelled:
            self._places.setCurrentWidget(self._nothing)
