"""The table of sub-commands; a new command is one line here and one function in its module."""

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """Where a command is.

    Attributes:
        target: "module:name" of a typed function, or of a ``typer.Typer``; None: ``main.py`` runs it itself.
        summary: what ``--help`` says of it.
        is_hidden: left out of ``--help``.
    """

    target: str | None
    summary: str
    is_hidden: bool = False


COMMANDS = {
    "doctor": CommandEntry(
        "engine.cli.doctor:doctor", "Say what is installed, what is missing, and how to install it."
    ),
    "sample": CommandEntry("engine.cli.sample:sample", "Write a built-in sample dataset."),
    "data": CommandEntry("engine.cli.data:data", "Look into a dataset."),
    "models": CommandEntry("engine.cli.models:models", "List the networks, or show one layer by layer."),
    "train": CommandEntry("engine.cli.train:train", "Train a network on a dataset into a run folder."),
    "run": CommandEntry("engine.cli.train:run", "Repeat a run from its config.json."),
    "resume": CommandEntry("engine.cli.train:resume", "Go on with a run from its last checkpoint."),
    "pause": CommandEntry("engine.cli.control:pause", "Pause a running training."),
    "stop": CommandEntry("engine.cli.control:stop", "Finish a running training and keep the best, or discard it."),
    "evaluate": CommandEntry("engine.cli.evaluate:evaluate", "Measure a run on a split or on another dataset."),
    "predict": CommandEntry("engine.cli.predict:predict", "Say what a run sees in pictures."),
    "inspect": CommandEntry("engine.cli.inspect:inspect", "Show why: class activation maps, feature maps, filters."),
    "export": CommandEntry("engine.cli.export:export", "Write the network of a run for use elsewhere."),
    "engine": CommandEntry("engine.cli.engine:engine", "Speak the window's protocol on stdin and stdout."),
    "dry-step": CommandEntry("engine.cli.dry_step:dry_step", "Try some steps of a training, for an estimate.", True),
    "test": CommandEntry(None, "Run the tests; further arguments go to pytest."),
    "try-it": CommandEntry(
        "engine.cli.try_it:run_try_it", "Sample, training, evaluation and maps in about a minute.", True
    ),
}
