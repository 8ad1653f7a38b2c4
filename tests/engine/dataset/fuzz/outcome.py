"""What opening a dataset showed, as it comes from the process that did it."""

from typing import Any

from engine.contract.base import Value


class SeenPicture(Value):
    """A picture of the index; ``labels`` are everything that is drawn on it, and its class, as texts in order."""

    path: str
    status: str
    labels: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name without ending."""
        return self.path.rpartition("/")[2].partition(".")[0]


class SeenProblem(Value):
    """A problem of the index."""

    code: str
    path: str
    place: str
    action: str
    message: str


class Outcome(Value):
    """What became of one variant.

    Attributes:
        key: of the variant.
        seconds: that opening it took.
        refusal: what the person was told where nothing could be opened.
        crash: the traceback of any other exception.
        reads_outside: files outside of the dataset that were opened.
    """

    key: str
    seconds: float
    format: str = ""
    refusal: str = ""
    crash: str = ""
    pictures: tuple[SeenPicture, ...] = ()
    problems: tuple[SeenProblem, ...] = ()
    reads_outside: tuple[str, ...] = ()

    def labels(self) -> dict[str, Any]:
        """Labels by path of the picture."""
        return {picture.path: picture.labels for picture in self.pictures}
