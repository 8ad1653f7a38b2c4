"""Read the size of a network's input from the command line."""

import re

from engine.contract.errors import UserError

FORM = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?")


def parse_image_size(text: str | None) -> tuple[int, int] | None:
    """(height, width) in pixels of ``128`` or ``128x96``; None for None.

    Raises:
        UserError: the text is no size, or one that no network takes.
    """
    if text is None:
        return None
    match = FORM.fullmatch(text.strip())
    height = int(match[1]) if match else 0
    width = int(match[2] or height) if match else 0
    if min(height, width) < 8 or max(height, width) > 4096:
        raise UserError(f"This is no size of pictures. Received: {text}.", "Write 128, or height x width: 128x96.")
    return height, width
