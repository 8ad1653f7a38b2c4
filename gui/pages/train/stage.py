"""Where the Train page is between an empty window and a trained network. Free of Qt."""

from enum import Enum, auto

from engine.contract.run_events import RunStatus


class Stage(Enum):
    """What the page shows, which decides what its buttons do."""

    EMPTY = auto()
    READY = auto()
    STARTING = auto()
    RUNNING = auto()
    PAUSED = auto()
    ENDED = auto()
    FAILED = auto()

    @property
    def shows_run(self) -> bool:
        """Whether curves are on screen."""
        return self in (Stage.RUNNING, Stage.PAUSED, Stage.ENDED, Stage.FAILED)

    @property
    def is_going_on(self) -> bool:
        """Whether the run on screen has not ended."""
        return self in (Stage.RUNNING, Stage.PAUSED)


def stage_of(
    *, has_plan: bool, is_starting: bool, prefers_plan: bool, has_run: bool, status: RunStatus | None
) -> Stage:
    """The stage that follows from what there is.

    Args:
        has_plan: a config for the next run exists.
        is_starting: a training was asked for and its run has not come yet.
        prefers_plan: the user is about to start another run, so that the last one makes place.
        has_run: a run is followed.
        status: its state; None while it is not known yet.
    """
    if is_starting:
        return Stage.STARTING
    if has_run and not (prefers_plan and has_plan):
        return _stage_of_run(status)
    return Stage.READY if has_plan else Stage.EMPTY


def _stage_of_run(status: RunStatus | None) -> Stage:
    match status:
        case RunStatus.PAUSED:
            return Stage.PAUSED
        case RunStatus.FAILED:
            return Stage.FAILED
        case RunStatus.FINISHED | RunStatus.STOPPED:
            return Stage.ENDED
        case RunStatus.RUNNING | RunStatus.QUEUED | None:
            return Stage.RUNNING
