"""Takes over what a network has learned of single classes, where another one tells others apart, too."""

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

Weights = list[NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class ClassRows:
    """Which classes of one network are those of another one, by their names.

    Attributes:
        classes: of the network that starts.
        before: of the one that has learned.
    """

    classes: tuple[str, ...]
    before: tuple[str, ...]

    @property
    def same(self) -> tuple[str, ...]:
        """Classes that both tell apart."""
        return tuple(name for name in self.classes if name in self.before)

    def mix(self, drawn: Weights, learned: Weights, *, values: int, others: int) -> Weights | None:
        """Weights of a layer whose last axis holds classes: learned where a class is known, else as drawn.

        Args:
            drawn: of the layer that starts, one array for each of its weights.
            learned: of the layer that has learned.
            values: numbers that each class has on the last axis.
            others: classes without a name behind those with one, as the background.

        Returns:
            Weights of the shapes of ``drawn``; None where the layers differ in more than their classes.
        """
        wanted, given = (values * (len(each) + others) for each in (self.classes, self.before))
        mixed = [one.copy() for one in drawn]
        places = [(self.classes.index(name), self.before.index(name)) for name in self.same]
        places += [(len(self.classes) + number, len(self.before) + number) for number in range(others)]
        if len(drawn) != len(learned):
            return None
        for one, other in zip(mixed, learned, strict=True):
            if (*one.shape[:-1], given) != other.shape or one.shape[-1] != wanted:
                return None
            for new, old in places:
                one[..., new * values : (new + 1) * values] = other[..., old * values : (old + 1) * values]
        return mixed


def keep_classes(
    model: keras.Model,
    source: keras.Model,
    drawn: Mapping[str, Weights],
    rows: ClassRows,
    columns: Mapping[str, tuple[int, int]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the layers of classes what ``source`` has learned of the classes that both have.

    Args:
        model: starts; whatever it took over of these layers by their places is replaced.
        source: has learned.
        drawn: the weights that these layers of ``model`` were drawn with.
        rows: which classes are the same.
        columns: values of a class, and classes without a name, by the name of the layer.

    Returns:
        The layers that know a class now, and all that were changed.
    """
    known = {layer.name: layer for layer in source.layers}
    kept, changed = [], []
    for name, (values, others) in columns.items():
        if name not in drawn or name not in known:
            continue
        mixed = rows.mix(drawn[name], known[name].get_weights(), values=values, others=others)
        if mixed is None:
            continue
        model.get_layer(name).set_weights(mixed)
        changed.append(name)
        if rows.same:
            kept.append(name)
    return tuple(kept), tuple(changed)
