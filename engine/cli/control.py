"""The commands that speak to a running training: ``pause`` and ``stop``."""

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.output import JSON
from engine.cli.running import ask_running, print_run, wait_for_state
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_alive, is_open
from engine.contract.trash import move_to_trash

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
Discard = Annotated[bool, typer.Option("--discard", help="Throw the run away (into Fovea's trash).")]


def pause(run: Run, *, as_json: JSON = False) -> None:
    """Pause a training after the batch it works on; resume lets it go on."""
    folder = RunFolder(run)
    ask_running(folder, "pause")
    state = wait_for_state(folder, lambda now: now.status is not RunStatus.RUNNING)
    print_run(folder, state, as_json=as_json)


def stop(run: Run, *, discard: Discard = False, as_json: JSON = False) -> None:
    """Finish a training now and keep its best network, or throw the run away."""
    folder = RunFolder(run)
    before = folder.read_state()
    if discard and not is_alive(before):
        move_to_trash(folder.path)
        print_run(folder, before.model_copy(update={"status": RunStatus.STOPPED}), as_json=as_json)
        return
    ask_running(folder, "discard" if discard else "finish")
    state = wait_for_state(folder, lambda now: not is_open(now))
    print_run(folder, state, as_json=as_json)
