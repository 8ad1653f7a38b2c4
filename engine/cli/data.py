"""The commands about datasets: ``data inspect`` and its siblings."""

import typer

from engine.cli.data_convert import convert
from engine.cli.data_crops import crops
from engine.cli.data_inspect import inspect
from engine.cli.data_split import split

data = typer.Typer(
    add_completion=False, help="Look into a dataset, convert it, divide it, cut it up.", no_args_is_help=True
)
data.command()(inspect)
data.command()(convert)
data.command()(split)
data.command()(crops)


@data.callback()
def _group() -> None:
    """Typer needs a callback to make a group of one command."""
