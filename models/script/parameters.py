"""What differs between blocks of equal structure becomes the parameters of their function."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.script.calls import Argument, Code, Statement

Place = tuple[int, int]
"""Index of a statement, index of its argument."""
Vector = tuple[Any, ...]
"""The value at one place in every block."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of a function.

    Attributes:
        names: in the order of the definition.
        vectors: for each parameter its value in every block.
        expressions: what is written at the places whose values differ.
    """

    names: tuple[str, ...]
    vectors: tuple[Vector, ...]
    expressions: dict[Place, str]

    def values(self, block: int) -> Vector:
        """Return the arguments of the call that makes a block."""
        return tuple(vector[block] for vector in self.vectors)

    def substitute(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """Return the lines with parameters where the blocks differ."""
        return tuple(self._substituted(index, statement) for index, statement in enumerate(statements))

    def _substituted(self, index: int, statement: Statement) -> Statement:
        arguments = tuple(
            replace(argument, value=Code(self.expressions[index, place]))
            if (index, place) in self.expressions
            else argument
            for place, argument in enumerate(statement.call.arguments)
        )
        return replace(statement, call=replace(statement.call, arguments=arguments))


def find_parameters(blocks: Sequence[Sequence[Statement]], prefix: str) -> Parameters:
    """Return what differs between blocks of equal structure; a constant multiple of another value is no parameter."""
    vectors: dict[Place, Vector] = {}
    for index, statement in enumerate(blocks[0]):
        for place in range(len(statement.call.arguments)):
            vector = tuple(block[index].call.arguments[place].value for block in blocks)
            if len({(type(value), value) for value in vector}) > 1:
                vectors[index, place] = vector
    distinct = tuple(dict.fromkeys(vectors.values()))
    multiples = {vector: _multiple(vector, distinct) for vector in distinct}
    own = [vector for vector in distinct if multiples[vector] is None]
    names = dict(zip(own, _names(own, vectors, blocks[0], prefix), strict=True))
    written = {vector: _expression(vector, multiples, names) for vector in distinct}
    return Parameters(
        tuple(names[vector] for vector in own),
        tuple(own),
        {place: written[vector] for place, vector in vectors.items()},
    )


def _multiple(vector: Vector, others: Sequence[Vector]) -> tuple[int, Vector] | None:
    """Return (factor, vector) when ``vector`` is another one times a whole number; the smallest such vector."""
    found = [
        (vector[0] // other[0], other)
        for other in others
        if _is_whole(vector) and _is_whole(other) and vector[0] > other[0] and vector[0] % other[0] == 0
        if all(value == vector[0] // other[0] * base for value, base in zip(vector, other, strict=True))
    ]
    return max(found, default=None, key=lambda pair: pair[0])


def _is_whole(vector: Vector) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) and value > 0 for value in vector)


def _expression(vector: Vector, multiples: dict[Vector, tuple[int, Vector] | None], names: dict[Vector, str]) -> str:
    multiple = multiples[vector]
    if multiple is None:
        return names[vector]
    factor, base = multiple
    return f"{factor} * {names[base]}"


def _names(
    own: Sequence[Vector], vectors: dict[Place, Vector], statements: Sequence[Statement], prefix: str
) -> list[str]:
    """Return a name for every parameter: its keyword, behind the ending of its layer's name where several share it."""
    places = {vector: next(place for place, other in vectors.items() if other == vector) for vector in own}
    arguments = {vector: _argument(statements, places[vector]) for vector in own}
    keywords = [arguments[vector].name for vector in own]
    names: list[str] = []
    for vector in own:
        keyword = arguments[vector].name
        name = keyword
        if keywords.count(keyword) > 1:
            ending = statements[places[vector][0]].name[len(prefix) :].strip("_")
            name = f"{_identifier(ending)}_{keyword}" if ending else keyword
        while name in names:
            name = f"{name}_next"
        names.append(name)
    return names


def _argument(statements: Sequence[Statement], place: Place) -> Argument:
    return statements[place[0]].call.arguments[place[1]]


def _identifier(text: str) -> str:
    cleaned = "".join(letter if letter.isalnum() else "_" for letter in text)
    return f"layer_{cleaned}" if cleaned[:1].isdigit() else cleaned
