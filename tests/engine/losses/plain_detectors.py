"""The losses of detectors in one stage once more, object by object and in double precision."""

import math
from collections.abc import Iterator

import numpy as np

from engine.ops.boxes.truth_rows import CROWD, OBJECT
from tests.engine.ops.boxes import plain_boxes

Picture = tuple[int, int]


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def entropy(logits: np.ndarray, one: int) -> float:
    highest = logits.max()
    return float(math.log(np.exp(logits - highest).sum()) + highest - logits[one])


def objects(rows: np.ndarray) -> Iterator[np.ndarray]:
    return (row for row in rows if row[5] == OBJECT)


def in_crowd(rows: np.ndarray, x: float, y: float) -> bool:
    return any(row[0] < x < row[2] and row[1] < y < row[3] for row in rows if row[5] == CROWD)


def cell_of(row: np.ndarray, grid: Picture, picture: Picture) -> tuple[int, int]:
    x, y = (row[0] + row[2]) / 2 / picture[1], (row[1] + row[3]) / 2 / picture[0]
    return min(int(y * grid[0]), grid[0] - 1), min(int(x * grid[1]), grid[1] - 1)


def box_in_cell(cell: tuple[int, int], code: list[float], grid: Picture, picture: Picture) -> list[float]:
    """Corners of x and y as shares of a cell, width and height as shares of the picture."""
    x, y = (cell[1] + code[0]) / grid[1] * picture[1], (cell[0] + code[1]) / grid[0] * picture[0]
    width, height = code[2] * picture[1], code[3] * picture[0]
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]


def code_of(row: np.ndarray, cell: tuple[int, int], grid: Picture, picture: Picture) -> list[float]:
    x, y = (row[0] + row[2]) / 2 / picture[1] * grid[1], (row[1] + row[3]) / 2 / picture[0] * grid[0]
    return [x - cell[1], y - cell[0], (row[2] - row[0]) / picture[1], (row[3] - row[1]) / picture[0]]


def cell_loss(rows: np.ndarray, said: np.ndarray, boxes: int, picture: Picture) -> float:
    """YOLO v1, equation 3, of one picture; ``said`` is (rows, columns, 5 boxes + classes)."""
    grid, cost = said.shape[:2], 0.0
    for cell in np.ndindex(*grid):
        values, classes = said[cell][: 5 * boxes].reshape(boxes, 5).astype(float), said[cell][5 * boxes :]
        here = [row for row in objects(rows) if cell_of(row, grid, picture) == cell]
        x, y = (cell[1] + 0.5) / grid[1] * picture[1], (cell[0] + 0.5) / grid[0] * picture[0]
        chosen = -1
        if here:
            code = code_of(here[0], cell, grid, picture)
            found = [box_in_cell(cell, [*each[:2], each[2] ** 2, each[3] ** 2], grid, picture) for each in values]
            overlaps = [plain_boxes.iou(one, here[0][:4]) for one in found]
            away = [
                ((each[0] - code[0]) / grid[1]) ** 2 + ((each[1] - code[1]) / grid[0]) ** 2
                + (each[2] ** 2 - code[2]) ** 2 + (each[3] ** 2 - code[3]) ** 2
                for each in values
            ]  # fmt: skip
            chosen = int(np.argmax(overlaps)) if max(overlaps) > 0 else int(np.argmin(away))
            numbers = np.array([code[0], code[1], math.sqrt(code[2]), math.sqrt(code[3])])
            cost += 5 * float(np.square(values[chosen, :4] - numbers).sum())
            cost += (values[chosen, 4] - overlaps[chosen]) ** 2
            cost += float(np.square(classes - np.eye(len(classes))[int(here[0][4])]).sum())
        for number, each in enumerate(values):
            if number != chosen and (here or not in_crowd(rows, x, y)):
                cost += 0.5 * each[4] ** 2
    return cost


def grid_loss(rows: np.ndarray, said: np.ndarray, shapes: np.ndarray, picture: Picture) -> float:
    """YOLO v2 of one picture; ``said`` is (rows, columns, boxes, 5 + classes)."""
    grid, cost = said.shape[:2], 0.0
    taken: dict[tuple[int, ...], np.ndarray] = {}
    for row in objects(rows):
        cell = cell_of(row, grid, picture)
        size = code_of(row, cell, grid, picture)[2:]
        overlaps = [plain_boxes.iou([0, 0, *size], [0, 0, *shape]) for shape in shapes]
        taken.setdefault((*cell, int(np.argmax(overlaps))), row)
    for place in np.ndindex(*said.shape[:3]):
        cell, values, shape = place[:2], said[place].astype(float), shapes[place[2]]
        code = [sigmoid(values[0]), sigmoid(values[1]), shape[0] * math.exp(values[2]), shape[1] * math.exp(values[3])]
        box = box_in_cell(cell, code, grid, picture)
        row = taken.get(place)
        if row is not None:
            wanted = code_of(row, cell, grid, picture)
            away = (code[0] - wanted[0]) ** 2 + (code[1] - wanted[1]) ** 2
            away += sum((values[2 + i] - math.log(wanted[2 + i] / shape[i])) ** 2 for i in (0, 1))
            cost += (2 - wanted[2] * wanted[3]) * away + entropy(values[5:], int(row[4]))
            cost += 5 * (sigmoid(values[4]) - plain_boxes.iou(box, row[:4])) ** 2
            continue
        x, y = (cell[1] + 0.5) / grid[1] * picture[1], (cell[0] + 0.5) / grid[0] * picture[0]
        is_spared = any(plain_boxes.iou(box, row[:4]) > 0.6 for row in objects(rows))
        if not is_spared and not in_crowd(rows, x, y):
            cost += sigmoid(values[4]) ** 2
    return cost


def default_box_loss(rows: np.ndarray, said: np.ndarray, picture: Picture) -> tuple[float, int]:
    """SSD of one picture, not divided yet, and how many default boxes learn an object."""
    anchors = said[:, :4] * np.array([picture[1], picture[0], picture[1], picture[0]])
    matches = _matched(rows, anchors)
    cost = 0.0
    for place, row in matches.items():
        cost += entropy(said[place, 8:], 1 + int(row[4]))
        cost += sum(_smooth(float(one)) for one in said[place, 4:8] - _deltas(row, anchors[place]))
    others = [
        entropy(said[place, 8:], 0)
        for place, box in enumerate(anchors)
        if place not in matches
        and not any(plain_boxes.share_inside(box, row[:4]) >= 0.5 for row in rows if row[5] == CROWD)
    ]
    return cost + sum(sorted(others, reverse=True)[: 3 * max(1, len(matches))]), len(matches)


def _matched(rows: np.ndarray, anchors: np.ndarray) -> dict[int, np.ndarray]:
    overlaps = {
        (place, number): np.float32(plain_boxes.iou(box, row[:4]))
        for place, box in enumerate(anchors)
        for number, row in enumerate(rows)
        if row[5] == OBJECT
    }
    matches = {}
    for place in range(len(anchors)):
        best = max((number for number in range(len(rows)) if (place, number) in overlaps),
                   key=lambda number: (overlaps[place, number], -number), default=None)  # fmt: skip
        if best is not None and overlaps[place, best] > 0.5:
            matches[place] = rows[best]
    left = dict(overlaps)
    while left:
        place, number = max(left, key=lambda pair: (left[pair], -pair[0], -pair[1]))
        if left[place, number] <= 0:
            break
        matches[place] = rows[number]
        left = {pair: value for pair, value in left.items() if pair[0] != place and pair[1] != number}
    return matches


def _deltas(row: np.ndarray, anchor: np.ndarray) -> np.ndarray:
    width, height = anchor[2] - anchor[0], anchor[3] - anchor[1]
    x = ((row[0] + row[2]) - (anchor[0] + anchor[2])) / 2 / width / 0.1
    y = ((row[1] + row[3]) - (anchor[1] + anchor[3])) / 2 / height / 0.1
    return np.array([x, y, math.log((row[2] - row[0]) / width) / 0.2, math.log((row[3] - row[1]) / height) / 0.2])


def _smooth(value: float) -> float:
    return value**2 / 2 if abs(value) < 1 else abs(value) - 0.5
