"""How a run can end before its last epoch, and what is written down for each way."""

import logging
import traceback
from types import TracebackType

from engine import devices
from engine.contract.errors import UserError
from engine.contract.run_events import RunStatus
from engine.recorder import Recorder

logger = logging.getLogger(__name__)


class FinishRequested(Exception):
    """Somebody wants the best network now."""


class DiscardRequested(Exception):
    """Somebody wants the run gone."""


class Diverged(UserError):
    """A loss is no number any more."""

    def __init__(self, loss: str, *, rate: float) -> None:
        super().__init__(
            f"The training diverged. Received: {loss} that is not a number, learning rate {rate:.3g}.",
            f"Repeat the run with a smaller learning rate, {rate / 10:.1g} for example.",
        )


class EndRecorder:
    """A block whose exception becomes the state of the run; it goes no further, its traceback is logged.

    Attributes:
        is_discarded: the run is to be thrown away.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.is_discarded = False

    def __enter__(self) -> "EndRecorder":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        match error:
            case None:
                return False
            case DiscardRequested():
                self.is_discarded = True
                self._recorder.enter(RunStatus.STOPPED, reason="Discarded.")
            case FinishRequested():
                self._recorder.enter(RunStatus.STOPPED, reason="Stopped before anything was learned.")
            case KeyboardInterrupt():
                hint = "Resume goes on from the last checkpoint."
                self._recorder.enter(RunStatus.STOPPED, reason="Interrupted.", hint=hint)
            case _:
                self._record_failure(error)
        return isinstance(error, Exception | KeyboardInterrupt)

    def _record_failure(self, error: BaseException) -> None:
        reason, hint = describe_failure(error, batch_size=self._recorder.folder.read_config().training.batch_size)
        logger.error("The run failed: %s\n%s", reason, "".join(traceback.format_exception(error)))
        self._recorder.enter(RunStatus.FAILED, reason=reason, hint=hint)


def describe_failure(error: BaseException, *, batch_size: int) -> tuple[str, str]:
    """What went wrong, and what to do, in a sentence each."""
    if isinstance(error, UserError):
        return error.message, error.hint
    if devices.is_out_of_memory(error):
        smaller = max(1, batch_size // 2)
        return (
            f"The run is out of memory. Received: batches of {batch_size} pictures.",
            f"Repeat it with batches of {smaller} pictures, or with a smaller input.",
        )
    if isinstance(error, OSError) and error.errno is not None:
        return f"The run could not write or read a file. Received: {error}.", "Make room on the disk, then resume."
    return (
        f"The run failed unexpectedly. Received: {type(error).__name__}: {first_line(error)}",
        "Look into the log of the run; Resume goes on from the last checkpoint.",
    )


def first_line(error: BaseException) -> str:
    """The first line of an error's text, cut to a readable length."""
    return (str(error).strip().splitlines() or ["(no text)"])[0][:300]
