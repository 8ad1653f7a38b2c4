"""The standard streams of an engine process, taken away from everybody but the protocol.

Imports only the standard library: it runs before anything that might print.
"""

import io
import os
import sys
from typing import BinaryIO, NamedTuple


class ProtocolStreams(NamedTuple):
    """The pipes to and from the window."""

    commands: BinaryIO
    events: BinaryIO


def claim_protocol_streams() -> ProtocolStreams:
    """Keep stdin and stdout for the protocol; everybody else reads nothing, and prints to stderr."""
    commands = os.fdopen(os.dup(0), "rb", buffering=0)
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a line printed before a crash must be in the log
    return ProtocolStreams(commands, events)


def redirect_output_to(path: str) -> None:
    """Append everything printed from now on, by Python or by native code, to a file."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
