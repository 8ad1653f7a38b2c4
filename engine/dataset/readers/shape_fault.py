"""The error of a shape in a label file that cannot be used."""

from engine.contract.dataset import ProblemCode


class ShapeFault(Exception):
    """A shape that cannot be used.

    Attributes:
        code: the problem it makes.
        words: why; they go on where "The shape ..." ends.
    """

    def __init__(self, code: ProblemCode, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
