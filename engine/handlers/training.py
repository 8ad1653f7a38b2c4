"""Commands that turn this process into a training: it leaves the window and belongs to its run folder."""

import os
from pathlib import Path

from engine.contract.commands import AnyCommand, Resume, Train
from engine.contract.events import Done, TrainingStarted
from engine.contract.run_folder import RunFolder
from engine.handlers.context import Context, Result
from engine.standard_streams import redirect_output_to


def handle(command: AnyCommand, context: Context) -> Result:
    """Train until the end of the run; ``TrainingStarted`` is sent before, ``Done`` after."""
    from engine.train import create_run, resume, train

    match command:
        case Train():
            folder = create_run(command.config, Path(command.run))
            _belong_to(folder, context)
            train(folder)
        case Resume():
            folder = RunFolder(Path(command.run))
            folder.read_config()
            _belong_to(folder, context)
            resume(folder, epochs=command.epochs)
        case _:
            raise TypeError(f"Not a command about training. Received: {command.type}.")
    return Done(), ()


def _belong_to(folder: RunFolder, context: Context) -> None:
    """Outlive the window: own session, so that Ctrl+C there does not end the run; output into the run's log."""
    context.leave_window()
    if hasattr(os, "setsid") and os.getpid() != os.getpgrp():
        os.setsid()
    redirect_output_to(str(folder.log))
    context.send(TrainingStarted(run=str(folder.path), pid=os.getpid()), ())
