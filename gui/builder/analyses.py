"""The tables of the catalogue's networks, each made once. Free of Qt."""

from functools import cache

from models.arithmetic import Analysis, analyse
from models.catalogue import architecture


@cache
def catalogue_analysis(name: str) -> Analysis:
    """The table of what predicts, with the catalogue's own input, classes and options; the first time takes a moment.

    Side outputs that only train are left out, as in published numbers.

    Raises:
        GraphError: there is no such architecture.
    """
    return analyse(architecture(name).graph().for_prediction())
