"""What is said before the packages are there."""

import sys


class SetupError(Exception):
    """Something the user has to do before Fovea can start.

    Attributes:
        message: what failed, with "Received: ...".
        hint: what to do.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


def say(sentence: str) -> None:
    """One line on stderr: stdout belongs to the results of commands."""
    print(f"Fovea: {sentence}", file=sys.stderr, flush=True)
