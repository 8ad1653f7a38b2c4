"""What the window tells its user in a banner."""

from dataclasses import dataclass
from typing import Literal

NoticeKind = Literal["error", "warning", "success", "info"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: what happened and what to do next.

    Attributes:
        kind: decides icon and colour.
        text: full sentences; shown as plain text.
        details: what "Details" and "Copy" give, empty for none.
        page: the page it concerns, None for the current one.
        action: id of an action of gui/actions.py that is offered as a button, None for none.
    """

    kind: NoticeKind
    text: str
    details: str = ""
    page: str | None = None
    action: str | None = None
