"""What can be added to a network, as entries of the palette. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.editing.templates import TEMPLATES
from models.nodes import NODE_TYPES

BLOCK_FAMILY = "block"
CLASSIFIER = "classifier"
_FAMILY_TITLES = {BLOCK_FAMILY: "Blocks"}
_HIDDEN = frozenset({"input", "opaque"})
_SYNONYMS = {
    "convolution": "conv2d",
    "dense": "fully connected fc linear",
    "maximum_pooling": "maxpool max",
    "average_pooling": "avgpool avg",
    "dilated_pooling": "atrous",
    "global_average_pooling": "gap",
    "batch_normalisation": "bn batchnorm normalization",
    "concatenate": "concat join",
    "add": "sum residual skip",
    "activation": "relu softmax sigmoid tanh gelu",
    "transposed_convolution": "deconvolution upconvolution",
    "local_response_normalisation": "lrn",
}


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """One thing that can be added.

    Attributes:
        name: "node/convolution", or "block/inception".
        title: full name, for the search.
        short: name under the heading of its family.
        family: group in the palette.
        tip: what it computes.
        synonyms: other words by which the search finds it.
    """

    name: str
    title: str
    short: str
    family: str
    tip: str
    synonyms: str = ""

    @property
    def key(self) -> str:
        """The node type or the template."""
        return self.name.partition("/")[2]

    @property
    def is_block(self) -> bool:
        """Whether several nodes are added at once."""
        return self.name.startswith("block/")


_CLASSIFIER_ENTRY = LayerEntry(
    f"block/{CLASSIFIER}",
    "Classifier",
    "Classifier",
    BLOCK_FAMILY,
    "A dense layer with one value for each class, and softmax, which makes scores of them.",
    "head output logits softmax scores",
)


def layer_entries() -> tuple[LayerEntry, ...]:
    """All entries, families in the order of the vocabulary, blocks last."""
    nodes = [
        LayerEntry(
            name=f"node/{name}",
            title=node_type.title,
            short=_short(node_type.title, node_type.family),
            family=node_type.family,
            tip=node_type.formula,
            synonyms=_SYNONYMS.get(name, ""),
        )
        for name, node_type in NODE_TYPES.items()
        if name not in _HIDDEN
    ]
    blocks = [
        LayerEntry(f"block/{name}", _block_title(template.title), template.title, BLOCK_FAMILY, template.description)
        for name, template in TEMPLATES.items()
    ]
    blocks.append(_CLASSIFIER_ENTRY)
    families = list(dict.fromkeys(entry.family for entry in nodes))
    return (*sorted(nodes, key=lambda entry: families.index(entry.family)), *blocks)


def family_title(family: str) -> str:
    """The heading of a family."""
    return _FAMILY_TITLES.get(family, family.capitalize())


def find_entries(text: str, entries: Sequence[LayerEntry]) -> list[LayerEntry]:
    """The entries that have all words of ``text``, those that begin with it first."""
    wanted = text.lower().split()
    found = [entry for entry in entries if all(word in _searched(entry) for word in wanted)]
    return sorted(found, key=lambda entry: _rank(entry, text.lower().strip()))


def _searched(entry: LayerEntry) -> str:
    return f"{entry.title} {entry.family} {entry.synonyms}".lower()


def _rank(entry: LayerEntry, text: str) -> int:
    title = entry.title.lower()
    if title.startswith(text):
        return 0
    if any(word.startswith(text) for word in f"{title} {entry.synonyms}".split()):
        return 1
    return 2 if text in title else 3


def _block_title(title: str) -> str:
    return title if title.endswith(("block", "stage")) else f"{title} block"


def _short(title: str, family: str) -> str:
    """The title without the word that its family's heading says already."""
    shortened = title.removesuffix(f" {family}")
    return shortened if len(shortened) < len(title) and shortened.lower() != family else title
