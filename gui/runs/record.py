"""What a run has told so far, gathered from its events. Free of Qt."""

from dataclasses import dataclass, replace

from engine.contract.run_events import (
    AnyRunEvent,
    BatchesDone,
    EpochDone,
    PhaseChanged,
    PreviewSaved,
    RunStarted,
    WeightsKept,
)


@dataclass(frozen=True, slots=True)
class CurvePoints:
    """New points of one curve."""

    key: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The present of a run.

    Attributes:
        epochs: how many are planned.
        metrics: what is followed besides the loss; the first one says which epoch is best.
        steps_per_epoch: batches in an epoch; 0 before it is known.
        epoch: finished epochs.
        steps: finished batches.
        best_epoch: the best one so far, None before the first.
        best_value: its monitored metric.
        last_value: that of the last epoch.
        learning_rate: of the last batch.
        images_per_second: of the last batches.
        last_preview: the last epoch whose pinned pictures were kept.
        preview_bytes: what all kept epochs take on the disk.
        phase: what the run does besides batches, in words; empty while it trains.
        phase_done: how far the phase is.
        phase_total: 0 where it is unknown.
        unseen_classes: those that no training picture shows.
        weights: what became of the weights of the backbone, in words; empty for random weights.
    """

    epochs: int = 0
    metrics: tuple[str, ...] = ("accuracy",)
    steps_per_epoch: int = 0
    epoch: int = 0
    steps: int = 0
    best_epoch: int | None = None
    best_value: float | None = None
    last_value: float | None = None
    learning_rate: float | None = None
    images_per_second: float | None = None
    last_preview: int = 0
    preview_bytes: int = 0
    phase: str = ""
    phase_done: int = 0
    phase_total: int = 0
    unseen_classes: tuple[str, ...] = ()
    weights: str = ""

    @property
    def monitor(self) -> str:
        """The metric that says which epoch is best."""
        return f"val_{self.metrics[0]}"

    @property
    def step_in_epoch(self) -> int:
        """Finished batches of the present epoch."""
        return self.steps - self.epoch * self.steps_per_epoch if self.steps_per_epoch else 0

    @property
    def epochs_since_best(self) -> int | None:
        """How long ago the best epoch was."""
        return None if self.best_epoch is None else self.epoch - self.best_epoch

    def after(self, event: AnyRunEvent) -> "RunRecord":
        """The record after one more event."""
        match event:
            case RunStarted():
                steps = event.from_epoch * event.steps_per_epoch
                return replace(
                    self,
                    epochs=event.epochs,
                    steps_per_epoch=event.steps_per_epoch,
                    epoch=event.from_epoch,
                    steps=steps,
                    unseen_classes=event.unseen_classes,
                )
            case BatchesDone():
                return replace(
                    self,
                    steps=event.first_step + len(event.losses),
                    learning_rate=event.learning_rate,
                    images_per_second=event.images_per_second,
                    phase="",
                )
            case EpochDone():
                return self._after_epoch(event)
            case PreviewSaved():
                last = max(self.last_preview, event.epoch)
                return replace(self, last_preview=last, preview_bytes=event.disk_bytes)
            case PhaseChanged():
                return replace(self, phase=event.phase, phase_done=event.done, phase_total=event.total)
            case WeightsKept():
                return replace(self, weights=event.sentence)
            case _:
                return self

    def _after_epoch(self, event: EpochDone) -> "RunRecord":
        value = event.metrics.get(self.monitor)
        record = replace(
            self,
            epoch=event.epoch,
            steps=max(self.steps, event.step),
            learning_rate=event.learning_rate,
            last_value=value,
            phase="",
        )
        return replace(record, best_epoch=event.epoch, best_value=value) if event.is_best else record


def points_of(event: AnyRunEvent, record: RunRecord) -> tuple[CurvePoints, ...]:
    """What an event adds to the curves; batches lie between the epochs, counted from 0.

    Args:
        event: any event.
        record: the run before or after it.
    """
    match event:
        case BatchesDone() if record.steps_per_epoch:
            steps = range(event.first_step + 1, event.first_step + len(event.losses) + 1)
            x = tuple(step / record.steps_per_epoch for step in steps)
            return (CurvePoints("loss", x, tuple(float("nan") if loss is None else loss for loss in event.losses)),)
        case EpochDone():
            keys = ("val_loss", *(key for metric in record.metrics for key in (metric, f"val_{metric}")))
            values = ((key, event.metrics.get(key)) for key in keys)
            return tuple(
                CurvePoints(key, (float(event.epoch),), (value,)) for key, value in values if value is not None
            )
        case _:
            return ()


def joined(points: list[CurvePoints]) -> list[CurvePoints]:
    """Points of the same curve in one piece, in their order."""
    pieces: dict[str, tuple[list[float], list[float]]] = {}
    for piece in points:
        x, y = pieces.setdefault(piece.key, ([], []))
        x.extend(piece.x)
        y.extend(piece.y)
    return [CurvePoints(key, tuple(x), tuple(y)) for key, (x, y) in pieces.items()]
