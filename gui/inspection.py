"""What the Inspect page looks at: one run, one picture, one target, and the newest answers about them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.boxes import BoxChoice, PictureBoxes, ReadTrueBoxes, TrueBoxesRead
from engine.contract.classifier_detectors import ClassifierDetector
from engine.contract.commands import (
    Command,
    ComputeFeatureMaps,
    DecomposeCam,
    DescribeModel,
    Evaluate,
    Explain,
    Export,
    MapMethod,
    Predict,
    ReadFilters,
)
from engine.contract.events import (
    CamDecomposed,
    Evaluated,
    Explained,
    Exported,
    FeatureMapsComputed,
    FiltersRead,
    ModelDescribed,
    PartlyExplained,
    Predicted,
    Progress,
)
from engine.contract.framing import Array
from engine.contract.looking import Looking
from engine.contract.masks import ClassMask, PixelChoice
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from gui.engine_client import EngineClient, Reply
from gui.newest import NewestAnswers

Method = MapMethod
LAYER_METHODS = ("gradcam", "gradcam++", "hirescam", "layercam", "eigencam", "scorecam", "finercam")
"""Methods at a layer of choice."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about the picture; None leaves the choice to the engine, a method of None asks for no map.

    ``looking`` is how a detector that allows it looks for boxes; it stays for the session. ``asked`` is how a
    classifier is asked about parts of the picture; None: as its run says.
    """

    image: Path | None = None
    method: Method | None = None
    layer: str | None = None
    target: str | None = None
    other: str | None = None
    window_px: int | None = None
    maps_layer: str | None = None
    pixels: PixelChoice | None = None
    box: BoxChoice | None = None
    looking: Looking = field(default_factory=Looking)
    asked: ClassifierDetector | None = None

    def looking_as(self, other: "Question") -> "Question":
        """The same, looking for boxes as another one does."""
        return replace(self, looking=other.looking, asked=other.asked)


class Inspection(QObject):
    """Asks the network engine; an answer to an old question is dropped.

    Signals:
        opening(Path): another run will be inspected; ``described`` or ``failed`` follows.
        described(ModelDescribed): another run is inspected.
        asked(Question): the question changed.
        predicted(Predicted, arrays), true_mask_read(TrueMaskRead, arrays), true_boxes_read(TrueBoxesRead),
        explained(Explained, arrays), maps_computed(FeatureMapsComputed, arrays),
        filters_read(FiltersRead, arrays), evaluated(Evaluated), exported(Exported): answers.
        partly_explained(PartlyExplained, arrays): a map that will get finer.
        decomposed(CamDecomposed, arrays): the sum behind the exact CAM that was shown.
        explaining(Progress): of an explanation, or of a look at many parts of a picture.
        progressed(Progress): of an evaluation or export.
        failed(Failed): why there is no answer.
    """

    opening = Signal(object)
    described = Signal(object)
    asked = Signal(object)
    predicted = Signal(object, object)
    true_mask_read = Signal(object, object)
    true_boxes_read = Signal(object)
    explained = Signal(object, object)
    maps_computed = Signal(object, object)
    filters_read = Signal(object, object)
    evaluated = Signal(object)
    exported = Signal(object)
    partly_explained = Signal(object, object)
    decomposed = Signal(object, object)
    explaining = Signal(object)
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._explanations = NewestAnswers(client, self)
        self._others = NewestAnswers(client, self)
        self._looks = NewestAnswers(client, self)
        for answers in (self._explanations, self._others, self._looks):
            answers.answered.connect(self._on_answer)
            answers.failed.connect(self.failed)
        self._explanations.item_arrived.connect(self._on_part)
        self._explanations.progressed.connect(self.explaining)
        self._looks.progressed.connect(self._on_looking)
        self._others.progressed.connect(self.progressed)
        self.run: Path | None = None
        self.model: ModelDescribed | None = None
        self.question = Question()

    def open(self, run: Path, *, image: Path | None = None) -> None:
        """Inspect another run, or a ``.keras`` file, on ``image``; None: the picture stays.

        The rest of the question starts anew.
        """
        self.run, self.model = run, None
        self.question = Question(image=image or self.question.image, looking=self.question.looking)
        self.opening.emit(run)
        self._others.ask(DescribeModel(run=str(run)))

    def ask(self, question: Question) -> None:
        """Ask what changed in the question."""
        before, self.question = self.question, question
        self.asked.emit(question)
        if self.run is None or self.model is None or question.image is None:
            return
        if _about_boxes(before) != _about_boxes(question):
            self._look(self.run, question.image)
        if replace(question.looking_as(before), maps_layer=before.maps_layer) != before:
            self._ask_why(self.run)
        if _about_maps(before) != _about_maps(question):
            self._ask_maps(self.run, question.image)

    def change(self, **changes: object) -> None:
        """Ask with some parts of the question replaced; pixels and a box are those of one picture."""
        if "image" in changes and changes["image"] != self.question.image:
            changes.setdefault("pixels", None)
            changes.setdefault("box", None)
        self.ask(replace(self.question, **changes))  # type: ignore[arg-type]  # names are those of Question

    def ask_again(self) -> None:
        """Ask everything about the present picture anew, for a view that was made after the answers."""
        question, self.question = self.question, replace(self.question, image=None)
        self.ask(question)

    def read_filters(self) -> None:
        if self.run is not None:
            self._others.ask(ReadFilters(run=str(self.run)))

    @Slot(str)
    def evaluate(self, split: str, dataset: Path | None = None) -> Reply | None:
        """Evaluate the run; the reply can be cancelled."""
        if self.run is None:
            return None
        return self._others.ask(
            Evaluate(run=str(self.run), split=split, dataset=None if dataset is None else str(dataset))
        )

    @Slot()
    def cancel_evaluation(self) -> None:
        """Stop the evaluation that is on its way; what was found before stays."""
        self._others.drop(Evaluate)

    def export(self, out: Path) -> Reply | None:
        """Export the run as ``.keras``; the reply can be cancelled."""
        return None if self.run is None else self._others.ask(Export(run=str(self.run), out=str(out)))

    def cancel_explanation(self) -> None:
        """Stop the explanation that is on its way, and the look at many parts of the picture."""
        self._explanations.forget()
        self._looks.forget()

    def request(self, command: Command) -> Reply:
        """Ask something whose answer comes by the reply alone, and which no other question replaces."""
        return self._client.request(command)

    def request_map(self, question: Question) -> Reply | None:
        """Ask for one more map beside the shown one; its answer comes by the reply alone."""
        command = None if self.run is None else explain_command(self.run, question)
        return None if command is None else self._client.request(command)

    def _look(self, run: Path, image: Path) -> None:
        allowed = self.question.looking if self.model is not None and self.model.looks_by_choice else Looking()
        self._looks.ask(
            Predict(
                run=str(run),
                images=(str(image),),
                in_tiles=allowed.in_tiles,
                is_soft=allowed.is_soft,
                asked=self.question.asked,
            )
        )

    def _ask_why(self, run: Path) -> None:
        command = explain_command(run, self.question)
        if command is not None:
            self._explanations.ask(command)

    def _ask_truth(self, event: Predicted) -> None:
        """What is true of each pixel or object, where the network says something of each."""
        for said in event.predictions:
            match said:
                case ClassMask():
                    self._others.ask(ReadTrueMask(run=event.run, image=said.image))
                case PictureBoxes():
                    self._others.ask(ReadTrueBoxes(run=event.run, image=said.image))

    def _ask_maps(self, run: Path, image: Path) -> None:
        question = self.question
        if self.model is not None and self.model.default_layer is not None:
            self._others.ask(
                ComputeFeatureMaps(
                    run=str(run),
                    image=str(image),
                    layer=question.maps_layer,
                    target=question.target,
                    pixels=question.pixels,
                )
            )

    @Slot(object, object)
    def _on_answer(self, event: object, arrays: tuple[Array, ...]) -> None:
        match event:
            case ModelDescribed():
                self._accept_model(event)
            case Predicted():
                self.predicted.emit(event, arrays)
                self._ask_truth(event)
            case TrueMaskRead():
                self.true_mask_read.emit(event, arrays)
            case TrueBoxesRead():
                self.true_boxes_read.emit(event)
            case Explained():
                self.explained.emit(event, arrays)
                if event.method == "cam":
                    self._others.ask(DecomposeCam(run=event.run, image=event.image, target=event.target))
            case CamDecomposed():
                self.decomposed.emit(event, arrays)
            case FeatureMapsComputed():
                self.maps_computed.emit(event, arrays)
            case FiltersRead():
                self.filters_read.emit(event, arrays)
            case Evaluated():
                self.evaluated.emit(event)
            case Exported():
                self.exported.emit(event)

    def _accept_model(self, model: ModelDescribed) -> None:
        self.model = model
        image = self.question.image
        method = default_method(model)
        looking = self.question.looking
        self.question = Question(method=method, looking=looking)
        self.described.emit(model)
        if image is not None or self.question.image is None:  # else a view has chosen a picture by now
            self.ask(Question(image=image, method=method, looking=looking))

    @Slot(object)
    def _on_looking(self, progress: Progress) -> None:
        if progress.total > 1:  # of one look there is nothing to tell
            self.explaining.emit(progress)

    @Slot(object, object)
    def _on_part(self, event: object, arrays: tuple[Array, ...]) -> None:
        if isinstance(event, PartlyExplained):
            self.partly_explained.emit(event, arrays)


def explain_command(run: Path, question: Question) -> Explain | None:
    """The command that asks for the map of a question; None where no map is asked for."""
    if question.method is None or question.image is None:
        return None
    return Explain(
        run=str(run),
        image=str(question.image),
        method=question.method,
        layer=question.layer if question.method in LAYER_METHODS else None,
        target=question.target,
        other=question.other if question.method == "finercam" else None,
        window_px=question.window_px if question.method == "occlusion" else None,
        pixels=question.pixels,
        box=question.box,
    )


def _about_boxes(question: Question) -> tuple[object, ...]:
    """What the answer about boxes depends on."""
    return question.image, question.looking, question.asked


def _about_maps(question: Question) -> tuple[object, ...]:
    """What feature maps depend on."""
    return question.image, question.maps_layer, question.target, question.pixels


def default_method(model: ModelDescribed) -> Method | None:
    """The most exact method that a network allows; None where nothing in it has positions."""
    if model.cam_layer is not None:
        return "cam"
    if model.has_templates:
        return "templates"
    return "gradcam" if model.default_layer is not None else None
