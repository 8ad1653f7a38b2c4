"""How far a run is; the part of it that changes at every step."""

import math
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
        best_epoch: None before the first epoch ended.
        best_value: its monitored metric.
        best_loss: its loss on the validation pictures.
    """

    plan: RatePlan
    epoch: int = 0
    step: int = 0
    best_epoch: int | None = None
    best_value: float | None = None
    best_loss: float | None = None

    @property
    def rate(self) -> float:
        """Learning rate of the next step."""
        return rate_at(self.plan, self.step)

    @property
    def epochs_since_best(self) -> int:
        """Finished epochs after the best one."""
        return self.epoch - (self.best_epoch or 0)

    def finish_epoch(self, value: float | None, loss: float | None) -> bool:
        """Count an epoch and say whether it is the best so far.

        Few validation pictures give many equal values; then the smaller loss counts as better.

        Args:
            value: the monitored metric, greater is better; None without validation: then the last epoch is the best.
            loss: on the same pictures.
        """
        self.epoch += 1
        is_best = value is None or _rank(value, loss) > _rank(self.best_value, self.best_loss)
        if is_best:
            self.best_epoch, self.best_value, self.best_loss = self.epoch, value, loss
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
            best_loss=self.best_loss,
            plan={field: float(plan[field]) for field in PLAN_FIELDS},
            positions=positions,
        )

    def restore(self, state: CheckpointState) -> None:
        """Go back to a checkpoint."""
        self.epoch, self.step = state.epoch, state.step
        self.best_epoch, self.best_value, self.best_loss = state.best_epoch, state.best_value, state.best_loss
        self.plan = replace(
            self.plan,
            epochs=int(state.plan["epochs"]),
            scale=state.plan["scale"],
            anchor_step=int(state.plan["anchor_step"]),
            anchor_progress=state.plan["anchor_progress"],
        )


def _rank(value: float | None, loss: float | None) -> tuple[float, float]:
    return (-math.inf if value is None else value, -math.inf if loss is None else -loss)
