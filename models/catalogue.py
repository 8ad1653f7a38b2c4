"""Every built-in architecture: what it is, what can be chosen, what was published about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from models import classic, residual
from models.graph import Graph
from models.nodes.activation import activation_choice
from models.nodes.base import Shape
from models.options import Option, OptionKind, parse_options
from models.problems import GraphError, GraphProblem, RuleError, unknown_name


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
        idea: what is new in it, one or two sentences.
        default_input: (height, width, channels) of the catalogue's numbers.
        default_classes: outputs of the catalogue's numbers.
        make: writes the graph.
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
    default_input: tuple[int, int, int]
    default_classes: int
    make: Callable[..., Graph]
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
        try:
            chosen = parse_options(self.options, options)
            graph = self.make(input_shape or self.default_input, classes or self.default_classes, **chosen)
        except RuleError as error:
            message = f"{self.title} cannot be made. {error.message}"
            raise GraphError([GraphProblem("", None, message, error.repair)]) from error
        graph.require_sound()
        return graph


def architecture(name: str) -> Architecture:
    """Return the architecture with this name.

    Raises:
        GraphError: there is none; its repair names the closest ones.
    """
    if name not in ARCHITECTURES:
        error = unknown_name("network", name, ARCHITECTURES)
        raise GraphError([GraphProblem("", None, error.message, error.repair)])
    return ARCHITECTURES[name]


def _dropout(default: float) -> Option:
    return Option(
        OptionKind.NUMBER, "Dropout", default, minimum=0, maximum=0.95,
        description="Share of values hidden at random before the last layer.",
    )  # fmt: skip


def _batch_normalisation(*, default: bool) -> Option:
    return Option(OptionKind.SWITCH, "Batch normalisation", default, description="Normalise behind every layer.")


def _width(default: int) -> Option:
    return Option(
        OptionKind.INTEGER,
        "Width",
        default,
        minimum=1,
        maximum=4096,
        description="Filters or units of the first layer.",
    )


def _depth(default: int, description: str) -> Option:
    return Option(OptionKind.INTEGER, "Depth", default, minimum=1, maximum=50, description=description)


def _choice(title: str, description: str, *choices: str) -> Option:
    return Option(OptionKind.CHOICE, title, choices[0], choices=choices, description=description)


CLASSIFICATION = ("classification",)
RESNET_PAPER = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, 1512.03385"

LINEAR = Architecture(
    name="linear",
    title="Linear classifier",
    family="classic",
    tasks=CLASSIFICATION,
    paper="",
    year=None,
    idea="One template per class, compared with the picture. The templates can be looked at.",
    default_input=(28, 28, 1),
    default_classes=10,
    make=classic.linear,
    facts=(PublishedFact("(H W C + 1) K", (28, 28, 1), 10, parameters=7_850, trainable_parameters=7_850),),
)
MLP = Architecture(
    name="mlp",
    title="Multilayer perceptron",
    family="classic",
    tasks=CLASSIFICATION,
    paper="Rumelhart, Hinton, Williams: Learning representations by back-propagating errors",
    year=1986,
    idea="Hidden layers make features of all pixels at once; where things are has to be learnt everywhere anew.",
    default_input=(28, 28, 1),
    default_classes=10,
    make=classic.mlp,
    options={
        "width": _width(256),
        "depth": _depth(2, "Hidden layers."),
        "activation": activation_choice("relu", "relu", "tanh", "scaled tanh", "sigmoid", "gelu"),
        "dropout": _dropout(0.2),
        "batch_normalisation": _batch_normalisation(default=False),
    },
)
LENET5 = Architecture(
    name="lenet5",
    title="LeNet-5",
    family="classic",
    tasks=CLASSIFICATION,
    paper="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition",
    year=1998,
    idea="Small filters shared over the whole picture, then pooling: what is found matters more than where.",
    default_input=(32, 32, 1),
    default_classes=10,
    make=classic.lenet5,
    options={
        "activation": activation_choice("tanh", "tanh", "scaled tanh", "relu"),
        "pooling": _choice("Pooling", "Sub-sampling is the original.", "average", "maximum", "sub-sampling"),
        "connections": _choice("Connections of C3", "The table is the original.", "all", "table"),
        "dropout": _dropout(0.0),
        "batch_normalisation": _batch_normalisation(default=False),
    },
    facts=(
        PublishedFact("Fully connected C3", (32, 32, 1), 10, parameters=61_706, receptive_field_px=32),
        PublishedFact(
            "LeCun 1998: 60,000 up to F6, and 850 of the dense output layer",
            (32, 32, 1), 10, {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"},
            parameters=60_850, trainable_parameters=60_850, receptive_field_px=32,
        ),
    ),
)  # fmt: skip
SMALL_RESNET_FAST = Architecture(
    name="small-resnet-fast",
    title="Small residual network, fast",
    family="residual",
    tasks=CLASSIFICATION,
    paper=RESNET_PAPER,
    year=2015,
    idea="Three residual stages on small maps: learns in seconds on a processor, shows where it looked.",
    default_input=(64, 64, 3),
    default_classes=10,
    make=residual.small_resnet_fast,
    options={
        "width": _width(16),
        "depth": _depth(1, "Residual blocks per stage."),
        "dropout": _dropout(0.0),
        "batch_normalisation": _batch_normalisation(default=True),
    },
)
SMALL_RESNET_ACCURATE = Architecture(
    name="small-resnet-accurate",
    title="Small residual network, accurate",
    family="residual",
    tasks=CLASSIFICATION,
    paper=RESNET_PAPER,
    year=2015,
    idea="Four residual stages for small sets of pictures: trains from scratch in minutes, shows where it looked.",
    default_input=(128, 128, 3),
    default_classes=10,
    make=residual.small_resnet_accurate,
    options={
        "width": _width(24),
        "depth": _depth(1, "Residual blocks per stage."),
        "dropout": _dropout(0.1),
        "batch_normalisation": _batch_normalisation(default=True),
    },
    default_for=CLASSIFICATION,
)
RESNET18 = Architecture(
    name="resnet18",
    title="ResNet-18",
    family="residual",
    tasks=CLASSIFICATION,
    paper=RESNET_PAPER,
    year=2015,
    idea="Layers learn what to add to their input, so that depth no longer hinders learning.",
    default_input=(224, 224, 3),
    default_classes=1000,
    make=residual.resnet18,
    options={
        "width": _width(64),
        "dropout": _dropout(0.0),
        "batch_normalisation": _batch_normalisation(default=True),
    },
    facts=(
        PublishedFact("torchvision", (224, 224, 3), 1000, trainable_parameters=11_689_512, receptive_field_px=435),
    ),
)  # fmt: skip
RESNET50 = Architecture(
    name="resnet50",
    title="ResNet-50",
    family="residual",
    tasks=CLASSIFICATION,
    paper=RESNET_PAPER,
    year=2015,
    idea="Bottlenecks: narrow 3x3 convolutions between 1x1 convolutions that shrink and grow the channels.",
    default_input=(224, 224, 3),
    default_classes=1000,
    make=residual.resnet50,
    options={
        "width": _width(64),
        "stride_in": _choice("Stride in", "The 1x1 is that of the paper.", "3x3", "first 1x1"),
        "dropout": _dropout(0.0),
        "batch_normalisation": _batch_normalisation(default=True),
    },
    facts=(
        PublishedFact(
            "torchvision, stride in the 3x3 convolution", (224, 224, 3), 1000,
            trainable_parameters=25_557_032, multiply_adds=4_089_184_256, receptive_field_px=427,
        ),
        PublishedFact(
            "He 2015, stride in the first 1x1 convolution", (224, 224, 3), 1000, {"stride_in": "first 1x1"},
            trainable_parameters=25_557_032, receptive_field_px=483,
        ),
    ),
)  # fmt: skip

ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {item.name: item for item in (LINEAR, MLP, LENET5, SMALL_RESNET_FAST, SMALL_RESNET_ACCURATE, RESNET18, RESNET50)}
)
"""Every architecture by its name, in the order of the catalogue."""
