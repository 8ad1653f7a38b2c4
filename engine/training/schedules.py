"""The learning rate of every step of a run, as a pure function of the step."""

import math
from dataclasses import dataclass, replace

from engine.contract.config import TrainingConfig

ALMOST_OVER = 0.9


@dataclass(frozen=True, slots=True)
class RatePlan:
    """A learning rate schedule; since the rate depends on the step only, a resumed run goes on exactly.

    Attributes:
        training: base rate, schedule, warm-up.
        steps_per_epoch: batches in one epoch.
        epochs: the length of the run; may change while it runs.
        scale: factor on all rates, changed by a person while the run goes on.
        anchor_step: the step from which the cosine is spread to the end.
        anchor_progress: how far the cosine was at ``anchor_step``, in [0, 1].
    """

    training: TrainingConfig
    steps_per_epoch: int
    epochs: int
    scale: float = 1.0
    anchor_step: int = 0
    anchor_progress: float = 0.0

    @property
    def warmup_steps(self) -> int:
        """Steps over which the rate rises; never more than half of the run."""
        return min(self._wanted_warmup_steps, self.total_steps // 2)

    @property
    def unfreeze_step(self) -> int:
        """The first step at which all layers learn; 0 where that never changes."""
        return self.training.unfreeze_epoch * self.steps_per_epoch

    @property
    def second_warmup_steps(self) -> int:
        """Steps over which the rate rises again once all layers learn; never more than half of what is left."""
        return min(self._wanted_warmup_steps, max(0, self.total_steps - self.unfreeze_step) // 2)

    @property
    def _wanted_warmup_steps(self) -> int:
        return round(self.training.warmup_epochs * self.steps_per_epoch)

    @property
    def total_steps(self) -> int:
        """Steps of the whole run."""
        return self.epochs * self.steps_per_epoch


def rate_at(plan: RatePlan, step: int) -> float:
    """The learning rate of a step, counted from 0."""
    factor = plan.scale * plan.training.learning_rate * _decay_at(plan, step)
    if 0 < plan.unfreeze_step <= step:
        warmup = (step - plan.unfreeze_step + 1) / (plan.second_warmup_steps + 1)
        return factor * plan.training.unfreeze_rate * min(1.0, warmup)
    return factor * min(1.0, (step + 1) / (plan.warmup_steps + 1))


def with_rate(plan: RatePlan, *, rate: float, step: int) -> RatePlan:
    """The plan whose rate at ``step`` is ``rate`` and whose later rates are scaled alike."""
    current = rate_at(plan, step)
    return replace(plan, scale=plan.scale * rate / current) if current > 0 else plan


def with_epochs(plan: RatePlan, *, epochs: int, step: int) -> RatePlan:
    """The plan that ends after ``epochs``: what is left of the schedule is spread over the steps that are left.

    When next to nothing is left of it, as in a run that was over, the rate becomes what it would have been in a run
    planned for ``epochs``; spreading a rate of zero would teach nothing.
    """
    progress = _progress_at(plan, step)
    if progress > ALMOST_OVER:
        return replace(plan, epochs=epochs, anchor_step=0, anchor_progress=0.0)
    return replace(plan, epochs=epochs, anchor_step=step, anchor_progress=progress)


def _decay_at(plan: RatePlan, step: int) -> float:
    match plan.training.schedule:
        case "constant":
            return 1.0
        case "step":
            epoch = step // plan.steps_per_epoch
            return plan.training.step_factor ** (epoch // plan.training.step_epochs)
        case "cosine":
            return 0.5 * (1.0 + math.cos(math.pi * _progress_at(plan, step)))


def _progress_at(plan: RatePlan, step: int) -> float:
    start = max(plan.anchor_step, plan.warmup_steps)
    left = max(1, plan.total_steps - start)
    share = min(1.0, max(0.0, (step - start) / left))
    return plan.anchor_progress + (1.0 - plan.anchor_progress) * share
