"""Turns the filter of a view into SQL; values are always parameters, never text of the query."""

import json
from dataclasses import dataclass, field

from engine.contract.dataset import ImageFilter, ImageOrder, Measure, MeasureRange

BY_PATH = "position, images.id"
_ORDERS: dict[ImageOrder, str] = {
    "path": BY_PATH,
    "class": f"first_class IS NULL, first_class, {BY_PATH}",
    "largest": f"width * height DESC, {BY_PATH}",
    "smallest": f"width IS NULL, width * height, {BY_PATH}",
    "problems": f"problem_count DESC, {BY_PATH}",
    "annotations": f"annotation_count DESC, {BY_PATH}",
    "newest": f"modified_ns DESC, {BY_PATH}",
}
# The same orders as one whole number for each picture, the smallest first; pictures that are alike stand by path.
_KEYS: dict[ImageOrder, str] = {
    "class": f"coalesce(first_class, {2**31})",
    "largest": "coalesce(-width * height, 1)",
    "smallest": f"coalesce(width * height, {2**62})",
    "problems": "-problem_count",
    "annotations": "-annotation_count",
    "newest": "-modified_ns",
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
    Measure.BOX_SIDE: "(x_max - x_min) * (y_max - y_min)",  # squared, as not every SQLite has sqrt
    Measure.BOX_ASPECT: "(x_max - x_min) / (y_max - y_min)",
    Measure.BOX_X: "(x_min + x_max) / 2 / sized.width",
    Measure.BOX_Y: "(y_min + y_max) / 2 / sized.height",
}
# Boxes that are used and whose place is known, with their pictures where the picture's size matters.
_BOXES = "SELECT image_id FROM annotations {pictures} WHERE x_min IS NOT NULL AND NOT is_dropped AND NOT is_relative"
_WITH_PICTURES = "JOIN images AS sized ON sized.id = image_id"


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
        # Paths are sought in their own index, which is a quarter of the table.
        by_path = "SELECT id FROM images WHERE path LIKE ? ESCAPE '\\'"
        by_class = _labelled("name LIKE ? ESCAPE '\\'")
        question.require(f"images.id IN ({by_path} UNION ALL {by_class})", pattern, pattern)
    if choice.classes:
        names = json.dumps([name for name in choice.classes if name is not None])
        named = f"images.id IN ({_labelled(_one_of('name'))})"
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
    if choice.only_corrected:
        drawn = "SELECT image_id FROM drawn_corrections WHERE state = 'applied'"
        question.require(f"images.id IN (SELECT image_id FROM corrections WHERE is_applied UNION ALL {drawn})")
    _require_ranges(question, choice.ranges)
    return question


def _require_ranges(question: Question, ranges: tuple[MeasureRange, ...]) -> None:
    """Measures of pictures each for itself, those of boxes together for one box."""
    for chosen in ranges:
        if chosen.measure in _IMAGE_MEASURES:
            question.require(*_within(_IMAGE_MEASURES[chosen.measure], chosen))
    of_boxes = [chosen for chosen in ranges if chosen.measure in _BOX_MEASURES]
    if of_boxes:
        within = [_within(_BOX_MEASURES[chosen.measure], chosen) for chosen in of_boxes]
        conditions = " AND ".join(condition for condition, *_ in within)
        is_placed = any(chosen.measure in (Measure.BOX_X, Measure.BOX_Y) for chosen in of_boxes)
        boxes = _BOXES.format(pictures=_WITH_PICTURES if is_placed else "")
        question.require(f"images.id IN ({boxes} AND {conditions})", *(value for _, *some in within for value in some))


def _within(measured: str, chosen: MeasureRange) -> tuple[str, *tuple[object, ...]]:
    """A condition with its values."""
    sides = ((">=", chosen.low), ("<", chosen.high))
    power = 2 if chosen.measure is Measure.BOX_SIDE else 1
    wanted = [(sign, value**power) for sign, value in sides if value is not None]
    conditions = [f"{measured} {sign} ?" for sign, _ in wanted] or [f"{measured} IS NOT NULL"]
    return " AND ".join(conditions), *(value for _, value in wanted)


def _labelled(condition: str) -> str:
    """Ids of pictures with a label or an object of the classes that meet a condition."""
    classes = f"SELECT class_index FROM classes WHERE {condition}"
    return f"SELECT image_id FROM annotations WHERE class_index IN ({classes}) AND NOT is_dropped"


def order_of(choice: ImageFilter) -> str:
    """``ORDER BY`` of a filter."""
    return _ORDERS[choice.sort]


def key_of(choice: ImageFilter) -> str | None:
    """A whole number by which the pictures are sorted, those with the same one by path; None: by path alone.

    For callers that sort by themselves, as SQLite takes three times as long for a million pictures.
    """
    return _KEYS.get(choice.sort)


def like_pattern(text: str) -> str:
    """A pattern that finds ``text`` anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _one_of(column: str) -> str:
    return f"{column} IN (SELECT value FROM json_each(?))"
