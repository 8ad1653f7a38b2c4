"""Keeps the Invariance tab about the picture, the class and the network that are inspected."""

from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.events import Failed, ModelDescribed, Progress
from engine.contract.framing import Array
from engine.contract.invariance import ChangedSeen, InvarianceMeasured, LookAtChanged, MeasureInvariance
from gui.live_look import LiveLook
from gui.notice import Notice
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.invariance.bench import InvarianceBench
from gui.pages.inspect.invariance.measured import MeasuredPictures, RunCurve, comparable_runs
from gui.pages.inspect.invariance.questions import CurveQuestions
from gui.session import Session
from gui.settings import SettingsStore

_NO_RUN: Final = "No trained network is open. Choose one on the Runs page."
_NO_PICTURE: Final = "Choose a picture on the Picture tab; here it can be moved, turned, scaled, darkened and covered."
_NO_PICTURES: Final = MeasuredPictures((), ())
_STOPPED: Final = "Stopped. Choose what is measured to go on."


def invariance_tab(session: Session, settings: SettingsStore) -> InvarianceBench:
    """The bench, and who asks for it."""
    bench = InvarianceBench(settings)
    InvarianceInquiry(bench, session)
    return bench


class InvarianceInquiry(QObject):
    """Asks while the tab is on screen, and brings the answers there.

    Args:
        bench: the tab.
        session: its network engine answers; its library has the runs to compare with.
    """

    def __init__(self, bench: InvarianceBench, session: Session) -> None:
        super().__init__(bench)
        self._bench = bench
        self._session = session
        self._inspection, self._library, self._dataset = session.inspection, session.library, session.dataset
        self._live = LiveLook(session.client, self)
        self._curves = CurveQuestions(session.client, self)
        self._run: InspectedRun | None = None
        self._pictures = _NO_PICTURES
        self._seen: ChangedSeen | None = None
        self._shown: dict[Path, RunCurve] = {}
        self._connect()
        if self._inspection.model is not None:
            self._on_described(self._inspection.model)
        else:
            bench.set_sentence(_NO_RUN)

    def _connect(self) -> None:
        inspection, bench = self._inspection, self._bench
        inspection.opening.connect(self._on_opening)
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._look_if_visible)
        inspection.evaluated.connect(self._find_pictures)
        self._library.changed.connect(self._offer_runs)
        self._live.seen.connect(self._on_seen)
        self._live.failed.connect(self._on_look_failed)
        self._curves.part_came.connect(self._on_part)
        self._curves.measured.connect(self._on_measured)
        self._curves.progressed.connect(self._on_progressed)
        self._curves.failed.connect(self._on_curve_failed)
        bench.shown.connect(self._look_if_visible)
        bench.retried.connect(self._look_if_visible)
        bench.bar.changed.connect(self._look_if_visible)
        bench.bar.method_changed.connect(self._look_if_visible)
        bench.bar.axis_changed.connect(self._measure)
        bench.following.layer_chosen.connect(self._look_if_visible)
        bench.following.target_chosen.connect(self._on_target_chosen)
        bench.compared.measure_chosen.connect(self._measure)
        bench.compared.runs_chosen.connect(self._measure)
        bench.curve.cancelled.connect(self._on_cancelled)
        bench.curve.bar.saved.connect(self._on_saved)
        bench.curve.bar.save_failed.connect(self._on_save_failed)

    # the network and its pictures

    @Slot(object)
    def _on_opening(self, run: Path) -> None:
        self._live.forget()
        self._curves.forget()
        self._run, self._seen = None, None
        self._shown.clear()
        self._bench.set_sentence(f"Opening {run.name}.")

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._run = InspectedRun.of(Path(model.run))
        self._bench.set_model(model)
        self._bench.set_sentence(_NO_PICTURE)
        self._find_pictures()

    @Slot()
    def _find_pictures(self) -> None:
        """The pictures that means are taken over: those of the evaluation, or those of the open dataset."""
        run = self._run
        self._pictures = _NO_PICTURES
        if run is not None and run.root is not None:
            run.forget_results()
            labelled = [(result.image, result.truth) for result in run.results("validation")]
            listed = [] if labelled else run.listed_pictures(self._dataset.index)
            labelled += [(item.path, item.label or "") for item in listed]
            self._pictures = MeasuredPictures.spread(run.root, labelled)
        self._bench.compared.set_pictures(len(self._pictures.images))

    @Slot()
    def _offer_runs(self) -> None:
        if self._run is None:
            return
        target = None if self._seen is None else self._seen.target
        chosen = self._bench.compared.chosen
        self._bench.compared.set_offered(comparable_runs(self._library.runs, self._run.path, target))
        if self._bench.compared.chosen != chosen:
            self._measure()

    # the picture of the moment

    @Slot()
    def _look_if_visible(self) -> None:
        command = self._look_command()
        if command is not None and self._bench.isVisible():
            self._live.ask(command)

    def _look_command(self) -> LookAtChanged | None:
        run, question, bench = self._run, self._inspection.question, self._bench
        if run is None or question.image is None:
            return None
        return LookAtChanged(
            run=str(run.path),
            image=str(question.image),
            change=bench.bar.change,
            method=bench.bar.method,
            layer=bench.following.layer,
            target=question.target,
        )

    @Slot(object, object)
    def _on_seen(self, seen: ChangedSeen, arrays: tuple[Array, ...]) -> None:
        if self._run is None or seen.run != str(self._run.path) or seen.image != str(self._inspection.question.image):
            return
        is_other = self._seen is None or (seen.image, seen.target) != (self._seen.image, self._seen.target)
        self._seen = seen
        self._bench.set_seen(seen, arrays)
        if is_other:
            self._offer_runs()
            self._measure()

    @Slot(object)
    def _on_look_failed(self, failure: Failed) -> None:
        self._seen = None
        self._bench.set_sentence(f"{failure.message} {failure.hint}", can_retry=True)

    @Slot(str)
    def _on_target_chosen(self, target: str) -> None:
        self._inspection.change(target=target)

    # the curves

    @Slot()
    def _measure(self) -> None:
        """Ask for the curves that are wanted and not known."""
        if self._seen is None or self._run is None:
            return
        paths = (self._run.path, *self._bench.compared.chosen)
        commands = {path: self._curve_command(path) for path in paths}
        new = self._curves.ask(commands)
        self._shown = {path: self._shown.get(path) or self._curve_of(path) for path in paths}
        for path in new:
            self._shown[path].forget()
        self._draw()
        self._tell_runs()
        self._tell_busy("Waiting for the engine")

    def _curve_of(self, path: Path) -> RunCurve:
        found = self._library.find(path)
        own = self._run.config if self._run is not None and self._run.path == path else None
        return RunCurve(path, path.name, own or (None if found is None else found.config))

    def _curve_command(self, path: Path) -> MeasureInvariance:
        bar, is_single = self._bench.bar, self._bench.compared.measure == "picture"
        assert self._seen is not None
        pictures = MeasuredPictures((self._seen.image,), ()) if is_single else self._pictures
        return MeasureInvariance(
            run=str(path),
            images=pictures.images,
            truths=pictures.truths,
            change=bar.change.model_copy(update={"amount": 0.0}),
            amounts=bar.axis.amounts,
            target=self._seen.target if is_single else None,
            input_px=bar.input_px,
        )

    @Slot(object, object)
    def _on_part(self, path: Path, arrays: tuple[Array, ...]) -> None:
        self._take(path, arrays)
        self._draw()

    @Slot(object, object, object)
    def _on_measured(self, path: Path, measured: InvarianceMeasured, arrays: tuple[Array, ...]) -> None:
        self._take(path, arrays)
        shown = self._shown[path]
        shown.traits, shown.pictures, shown.is_whole = measured.traits, measured.pictures, True
        self._draw()
        self._tell_runs()
        self._tell_busy("Waiting for the engine")

    @Slot(object, object)
    def _on_progressed(self, path: Path, progress: Progress) -> None:
        counted = f", {progress.done} of {progress.total} pictures" if progress.total > 1 else ""
        self._tell_busy(f"{path.name}{counted}")

    @Slot(object, object)
    def _on_curve_failed(self, path: Path, failure: Failed) -> None:
        if path in self._shown:
            self._shown[path].problem = f"{failure.message} {failure.hint}"
        self._tell_runs()
        self._tell_busy("Waiting for the engine")

    @Slot()
    def _on_cancelled(self) -> None:
        self._curves.forget()
        self._bench.curve.set_sentence(_STOPPED)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._session.noticed.emit(Notice("success", f"The plot is in {path}."))

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self._session.noticed.emit(Notice("error", sentence))

    def _take(self, path: Path, arrays: tuple[Array, ...]) -> None:
        shown = self._shown[path]
        shown.scores, shown.hits = (np.asarray(array, np.float32) for array in arrays)

    def _draw(self) -> None:
        compared = self._bench.compared
        titles = {
            "picture": f"Score of {self._seen.target}" if self._seen is not None else "",
            "scores": "Mean score of the label",
            "accuracy": "Accuracy",
        }
        shown = tuple(self._shown.values())
        self._bench.curve.set_curves(shown, self._bench.bar.axis, compared.measure, titles[compared.measure])

    def _tell_runs(self) -> None:
        is_single = self._bench.compared.measure == "picture"
        target = self._seen.target if self._seen is not None and is_single else None
        self._bench.compared.set_runs(tuple(self._shown.values()), self._bench.bar.axis, target)

    def _tell_busy(self, words: str) -> None:
        self._bench.curve.set_busy(words if self._curves.is_busy else "")
