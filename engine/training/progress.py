"""How far a run is; the part of it that changes at every step."""

from dataclasses import asdict, dataclass, replace

from engine.checkpoint import CheckpointState
from engine.training.schedules import RatePlan, rate_at

PLAN_FIELDS = ("epochs", "scale", "anchor_step", "anchor_progress")


@dataclass(slots=True)
class RunProgress:
    """Counts finished epochs and steps, and remembers the best epoch.

    Attributes:
        plan: learning rate of every step and the number of epochs.
        epoch: finished epochs.
        step: finished batches since the run began.
    """

    plan: RatePlan
    epoch: int = 0
    step: int = 0
    best_epoch: int | None = None
    best_value: float | None = None

    @property
    def rate(self) -> float:
        """Learning rate of the next step."""
        return rate_at(self.plan, self.step)

    @property
    def epochs_since_best(self) -> int:
        """Finished epochs after the best one."""
        return self.epoch - (self.best_epoch or 0)

    def finish_epoch(self, value: float | None) -> bool:
        """Count an epoch and say whether its value of the monitored metric is a new best.

        Of two equal epochs the later one counts as better: it saw more. Without a value every epoch is the best.
        """
        self.epoch += 1
        is_best = value is None or self.best_value is None or value >= self.best_value
        if is_best:
            self.best_epoch, self.best_value = self.epoch, value
        return is_best

    def to_checkpoint(self, positions: dict[str, int]) -> CheckpointState:
        """What a checkpoint keeps of this."""
        plan = asdict(self.plan)
        return CheckpointState(
            epoch=self.epoch,
            step=self.step,
            rate=self.rate,
            best_epoch=self.best_epoch,
            best_value=self.best_value,
            plan={field: float(plan[field]) for field in PLAN_FIELDS},
            positions=positions,
        )

    def restore(self, state: CheckpointState) -> None:
        """Go back to a checkpoint."""
        self.epoch, self.step = state.epoch, state.step
        self.best_epoch, self.best_value = state.best_epoch, state.best_value
        self.plan = replace(
            self.plan,
            epochs=int(state.plan["epochs"]),
            scale=state.plan["scale"],
            anchor_step=int(state.plan["anchor_step"]),
            anchor_progress=state.plan["anchor_progress"],
        )
