"""The command about what a training would cost."""

from engine.contract.commands import EstimateRun
from engine.contract.errors import UserError
from engine.contract.events import RunEstimated
from engine.estimating.arithmetic import Workload
from engine.estimating.calibration import read_calibration, write_calibration
from engine.estimating.measuring import measure
from engine.estimating.telling import estimated, told
from engine.handlers.context import Context
from engine.network_plan import graph_of
from models.arithmetic import analyse
from models.graph import GraphError

TRYING = "trying some steps"


def estimate(command: EstimateRun, context: Context) -> RunEstimated:
    """Estimate by arithmetic, or by a dry step, whose result calibrates the arithmetic of this machine.

    Raises:
        UserError: the network has problems, or a step cannot be made.
        Cancelled: the estimate is no longer wanted.
    """
    try:
        analysis = analyse(graph_of(command.config))
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    workload = Workload(
        command.config, analysis, command.training_images, command.validation_images, command.picture_px
    )
    calibration = read_calibration()
    if not command.is_dry_step:
        return estimated(workload, calibration)

    def wait() -> None:
        context.progress(TRYING, 0, 0)

    cost, learned, _ = measure(workload, calibration, on_wait=wait)
    write_calibration(learned)
    return told(workload, cost, is_measured=True, explanation="Measured: some steps of this training were tried here.")
