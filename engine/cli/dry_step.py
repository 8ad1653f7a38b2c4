"""The command ``dry-step``, which an engine starts in a process of its own: request on stdin, result on stdout."""

import sys

import typer

from engine.cli.output import print_document
from engine.contract.estimates import DryStepRequest


def dry_step() -> None:
    """Train for a few steps on pictures of chance, and print what they needed as JSON."""
    try:
        request = DryStepRequest.model_validate_json(sys.stdin.read())
    except ValueError as error:
        raise typer.BadParameter(f"stdin holds no request: {error}") from error
    from engine.estimating.dry_step import run_dry_step

    print_document(run_dry_step(request).model_dump(), as_json=True, render=str)
