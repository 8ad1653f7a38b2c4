"""What is known of an architecture, and how it becomes a graph."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.catalogue.preprocessing import Preprocessing
from models.graph import Graph
from models.nodes.base import Shape
from models.options import Option, parse_options
from models.problems import GraphError, GraphProblem, RuleError

CLASSIFICATION = ("classification",)
SEMANTIC = ("semantic",)
DETECTION = ("detection",)
INSTANCE = ("instance",)
LOCALISATION = ("localisation",)


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """Numbers of one variant of a network, with their source; None where nothing was published.

    Attributes:
        source: paper or program that says so.
        input_shape: (height, width, channels) of the variant.
        classes: outputs of the variant.
        options: options of the variant.
        parameters: all parameters.
        trainable_parameters: parameters that are learnt.
        multiply_adds: for one picture.
        receptive_field_px: side of the window that a cell of the last map sees.
    """

    source: str
    input_shape: Shape
    classes: int
    options: Mapping[str, Any] = field(default_factory=dict)
    parameters: int | None = None
    trainable_parameters: int | None = None
    multiply_adds: int | None = None
    receptive_field_px: int | None = None


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be picked.

    Attributes:
        name: identifier on the command line and in configs.
        title: name that people read.
        family: group in the catalogue.
        tasks: names of the tasks it fits.
        paper: authors, title and number; empty where there is none.
        year: of the paper; None where there is none.
        idea: what it is about, one or two sentences.
        introduced: what it brought into the world, one sentence.
        default_input: (height, width, channels) of the catalogue's numbers: the input its paper assumes.
        default_classes: outputs of the catalogue's numbers.
        make: writes the graph.
        preprocessing: how its paper or its pretrained weights want pixels.
        least_side_px: shortest side of a picture that it takes, with its default options.
        options: what can be chosen, by name.
        default_for: tasks that take it where nothing is chosen.
        facts: published numbers.
    """

    name: str
    title: str
    family: str
    tasks: tuple[str, ...]
    paper: str
    year: int | None
    idea: str
    introduced: str
    default_input: tuple[int, int, int]
    default_classes: int
    make: Callable[..., Graph]
    preprocessing: Preprocessing = Preprocessing.FITTED
    least_side_px: int = 1
    options: Mapping[str, Option] = field(default_factory=dict)
    default_for: tuple[str, ...] = ()
    facts: tuple[PublishedFact, ...] = ()

    def graph(self, input_shape: Shape | None = None, classes: int | None = None, **options: object) -> Graph:
        """Return the network as data.

        Args:
            input_shape: (height, width, channels); the catalogue's where None.
            classes: number of outputs; the catalogue's where None.
            **options: values for ``self.options``.

        Raises:
            GraphError: an unknown option or a value it does not take, or a shape that does not fit.
        """
        shape = input_shape or self.default_input
        try:
            chosen = parse_options(self.options, options)
            graph = self.make(shape, classes or self.default_classes, **chosen)
        except RuleError as error:
            message = f"{self.title} cannot be made. {error.message}"
            raise GraphError([GraphProblem("", None, message, error.repair)]) from error
        problems = graph.problems()
        if problems:
            raise GraphError([*self._size_problem(shape, problems[0]), *problems])
        return graph

    def _size_problem(self, shape: Shape, cause: GraphProblem) -> list[GraphProblem]:
        """Return what a person can do about a picture that is too small, told at the node that fails."""
        if min(shape[:2]) >= self.least_side_px:
            return []
        message = f"{self.title} cannot look at pictures this small. Received: {shape[0]}x{shape[1]}."
        repair = f"Give pictures of at least {self.least_side_px}x{self.least_side_px}, or choose a smaller network."
        return [GraphProblem(cause.node, cause.edge, message, repair)]
