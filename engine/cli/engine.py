"""`main.py engine`: the protocol on stdin and stdout."""

from engine.standard_streams import claim_protocol_streams


def engine() -> None:
    """Serve the window: framed commands on stdin, events on stdout."""
    streams = claim_protocol_streams()
    from engine.worker import Worker

    Worker(streams).run()
