"""Turns the filter of a view into SQL; values are always parameters, never text of the query."""

import json
from dataclasses import dataclass, field

from engine.contract.dataset import ImageFilter, ImageOrder

_ORDERS: dict[ImageOrder, str] = {
    "path": "position, images.id",
    "class": "coalesce(class_index, 1e9), position, images.id",
    "largest": "width * height DESC, position, images.id",
    "smallest": "width IS NULL, width * height, position, images.id",
    "problems": "problem_count DESC, position, images.id",
}
_LABELLED = "LEFT JOIN annotations ON image_id = images.id AND kind = 'label'"
_NAMED = f"{_LABELLED} LEFT JOIN classes USING (class_index)"


@dataclass(slots=True)
class Question:
    """Tables and conditions that choose pictures, with the values for the question marks."""

    tables: str = "images"
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def require(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def chosen(self) -> str:
        """``FROM ... WHERE ...``."""
        where = " AND ".join(self.conditions) or "1"
        return f"FROM {self.tables} WHERE {where}"


def question_of(choice: ImageFilter) -> Question:
    """The pictures of a filter; only the tables that it needs are joined."""
    question = Question(_tables(choice))
    if choice.text:
        pattern = like_pattern(choice.text)
        question.require("(images.path LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')", pattern, pattern)
    if choice.classes:
        named = json.dumps([name for name in choice.classes if name is not None])
        condition = "class_index IN (SELECT class_index FROM classes WHERE name IN (SELECT value FROM json_each(?)))"
        question.require(f"(class_index IS NULL OR {condition})" if None in choice.classes else condition, named)
    if choice.splits:
        question.require(_one_of("split"), json.dumps(choice.splits))
    if choice.statuses:
        question.require(_one_of("status"), json.dumps(choice.statuses))
    if choice.problem_codes:
        condition = f"images.id IN (SELECT image_id FROM problems WHERE {_one_of('code')})"
        question.require(condition, json.dumps(choice.problem_codes))
    if choice.paths is not None:
        question.require(_one_of("images.path"), json.dumps(choice.paths))
    return question


def order_of(choice: ImageFilter) -> str:
    """``ORDER BY`` of a filter."""
    return _ORDERS[choice.sort]


def like_pattern(text: str) -> str:
    """A pattern that finds ``text`` anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _tables(choice: ImageFilter) -> str:
    if choice.text:
        return f"images {_NAMED}"
    if choice.classes or choice.sort == "class":
        return f"images {_LABELLED}"
    return "images"


def _one_of(column: str) -> str:
    return f"{column} IN (SELECT value FROM json_each(?))"
