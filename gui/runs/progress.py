"""How far a run is and how long it will take, from its events. Free of Qt."""

from dataclasses import dataclass, replace

from engine.contract.run_events import AnyRunEvent, BatchesDone, EpochDone, PhaseChanged, RunStarted
from gui.words import percent, time_left


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Steps done and to do; ``seconds_per_step`` is measured over the epochs so far, None before the first batch."""

    steps: int = 0
    total_steps: int = 0
    phase: str = ""
    seconds_per_step: float | None = None
    since_step: int = 0
    since_time: float = 0.0

    @property
    def share(self) -> float:
        """What is done, from 0 to 1."""
        return min(1.0, self.steps / self.total_steps) if self.total_steps else 0.0

    @property
    def seconds_left(self) -> float | None:
        """A guess of what is to come, None while nothing is known."""
        if self.seconds_per_step is None:
            return None
        return max(0, self.total_steps - self.steps) * self.seconds_per_step

    @property
    def words(self) -> str:
        """``61.8 %, 6 min left``; before the first batch what the run prepares."""
        if self.seconds_left is None:
            return self.phase or "preparing"
        return f"{percent(self.share)}, {time_left(self.seconds_left)} left"

    def after(self, event: AnyRunEvent) -> "RunProgress":
        """The progress after one more event."""
        match event:
            case RunStarted():
                steps = event.from_epoch * event.steps_per_epoch
                return RunProgress(
                    steps=steps,
                    total_steps=event.epochs * event.steps_per_epoch,
                    since_step=steps,
                    since_time=event.time,
                )
            case PhaseChanged():
                return replace(self, phase=event.phase)
            case BatchesDone():
                return self._at_step(event.first_step + len(event.losses), event.time)
            case EpochDone():
                return self._at_step(max(self.steps, event.step), event.time)
            case _:
                return self

    def _at_step(self, steps: int, time: float) -> "RunProgress":
        done = steps - self.since_step
        pace = (time - self.since_time) / done if done > 0 and time > self.since_time else self.seconds_per_step
        return replace(self, steps=steps, seconds_per_step=pace)
