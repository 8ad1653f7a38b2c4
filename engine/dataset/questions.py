"""Turns the filter of a view into SQL; values are always parameters, never text of the query."""

import json
from dataclasses import dataclass, field

from engine.contract.dataset import ImageFilter, ImageOrder, Measure, MeasureRange

_ORDERS: dict[ImageOrder, str] = {
    "path": "position, images.id",
    "class": "first_class IS NULL, first_class, position, images.id",
    "largest": "width * height DESC, position, images.id",
    "smallest": "width IS NULL, width * height, position, images.id",
    "problems": "problem_count DESC, position, images.id",
    "annotations": "annotation_count DESC, position, images.id",
    "newest": "modified_ns DESC, position, images.id",
}
_IMAGE_MEASURES = {
    Measure.WIDTH: "width",
    Measure.HEIGHT: "height",
    Measure.LONGER_SIDE: "max(width, height)",
    Measure.ASPECT: "1.0 * width / height",
    Measure.ANNOTATIONS: "annotation_count",
}
_BOX_MEASURES = {
    Measure.BOX_WIDTH: "x_max - x_min",
    Measure.BOX_HEIGHT: "y_max - y_min",
    Measure.BOX_SIDE: "sqrt((x_max - x_min) * (y_max - y_min))",
    Measure.BOX_ASPECT: "(x_max - x_min) / (y_max - y_min)",
    Measure.BOX_X: "(x_min + x_max) / 2 / width",
    Measure.BOX_Y: "(y_min + y_max) / 2 / height",
}
# Boxes that are used and whose place is known.
_BOXES = "image_id = images.id AND x_min IS NOT NULL AND NOT is_dropped AND NOT is_relative"


@dataclass(slots=True)
class Question:
    """Conditions that choose pictures, with the values for the question marks."""

    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def require(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def chosen(self) -> str:
        """``FROM ... WHERE ...``."""
        where = " AND ".join(self.conditions) or "1"
        return f"FROM images WHERE {where}"


def question_of(choice: ImageFilter) -> Question:
    """The pictures of a filter."""
    question = Question()
    if choice.text:
        pattern = like_pattern(choice.text)
        named = _of_classes("name LIKE ? ESCAPE '\\'")
        question.require(f"(images.path LIKE ? ESCAPE '\\' OR {named})", pattern, pattern)
    if choice.classes:
        names = json.dumps([name for name in choice.classes if name is not None])
        named = _of_classes(_one_of("name"))
        question.require(f"(annotation_count = 0 OR {named})" if None in choice.classes else named, names)
    if choice.splits:
        question.require(_one_of("split"), json.dumps(choice.splits))
    if choice.statuses:
        question.require(_one_of("status"), json.dumps(choice.statuses))
    if choice.problem_codes:
        condition = f"images.id IN (SELECT image_id FROM problems WHERE {_one_of('code')})"
        question.require(condition, json.dumps(choice.problem_codes))
    if choice.paths is not None:
        question.require(_one_of("images.path"), json.dumps(choice.paths))
    _require_ranges(question, choice.ranges)
    return question


def _require_ranges(question: Question, ranges: tuple[MeasureRange, ...]) -> None:
    """Measures of pictures each for itself, those of boxes together for one box."""
    for chosen in ranges:
        if chosen.measure in _IMAGE_MEASURES:
            question.require(*_within(_IMAGE_MEASURES[chosen.measure], chosen))
    boxes = [_within(_BOX_MEASURES[chosen.measure], chosen) for chosen in ranges if chosen.measure in _BOX_MEASURES]
    if boxes:
        conditions = " AND ".join(condition for condition, *_ in boxes)
        values = [value for _, *values in boxes for value in values]
        question.require(f"EXISTS (SELECT 1 FROM annotations WHERE {_BOXES} AND {conditions})", *values)


def _within(measured: str, chosen: MeasureRange) -> tuple[str, *tuple[object, ...]]:
    """A condition with its values."""
    sides = ((">=", chosen.low), ("<", chosen.high))
    wanted = [(sign, value) for sign, value in sides if value is not None]
    conditions = [f"{measured} {sign} ?" for sign, _ in wanted] or [f"{measured} IS NOT NULL"]
    return " AND ".join(conditions), *(value for _, value in wanted)


def _of_classes(condition: str) -> str:
    """Pictures with a label or an object of the classes that meet a condition."""
    classes = f"SELECT class_index FROM classes WHERE {condition}"
    return f"images.id IN (SELECT image_id FROM annotations WHERE class_index IN ({classes}) AND NOT is_dropped)"


def order_of(choice: ImageFilter) -> str:
    """``ORDER BY`` of a filter."""
    return _ORDERS[choice.sort]


def like_pattern(text: str) -> str:
    """A pattern that finds ``text`` anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _one_of(column: str) -> str:
    return f"{column} IN (SELECT value FROM json_each(?))"
