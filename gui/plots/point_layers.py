"""The examples as points: a shape and a colour a class, filled for train, hollow for test."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QPen

from gui.appearance import Theme, mix, sign_color

Problem = Literal["regression", "binary", "classes"]
Part = Literal["train", "test"]
Pens = QPen | Sequence[QPen]
Brushes = QBrush | Sequence[QBrush]

# A class is told by its shape as well as by its colour; pyqtgraph's names of symbols.
SYMBOLS = ("o", "s", "t1", "d", "p", "star", "t", "h", "+", "x")

# A regression's value takes one of so many colours: a brush for every point costs twice the time.
VALUE_SHADES = 33

CLASS_ROW = 0.07
"""How far below one another the rows of the classes stand where there is one input."""

HOLLOW_WIDTH = 1.6
OUTLINE_WIDTH = 1.0


def class_indices(values: np.ndarray, problem: Problem) -> np.ndarray:
    """The class of every example, (N,) int.

    Binary values are −1/+1 or 0/1, class 1 where positive; classes are (N,) indices or (N, K) scores.
    """
    values = np.asarray(values)
    if values.ndim == 2 and values.shape[1] > 1:
        indices: np.ndarray = values.argmax(axis=1)
        return indices
    values = values.reshape(len(values))
    return (values > 0).astype(int) if problem == "binary" else values.astype(int)


def class_symbol(index: int) -> str:
    return SYMBOLS[index % len(SYMBOLS)]


def class_color(theme: Theme, index: int, problem: Problem) -> str:
    """Two classes are the signs of the output, and wear the colours of the signs."""
    if problem == "binary":
        return (theme.negative, theme.positive)[index]
    return theme.classes[index % len(theme.classes)]


class PointLayers:
    """One scatter item per part and class, made when first needed and reused ever after."""

    def __init__(self, add_item: Callable[[pg.ScatterPlotItem], None], theme: Theme) -> None:
        self._add_item = add_item
        self._theme = theme
        self._test_visible = True
        self.problem: Problem = "regression"
        self.inputs = 2
        self.positions: dict[Part, np.ndarray] = {"train": np.empty((0, 2)), "test": np.empty((0, 2))}
        self.values: dict[Part, np.ndarray] = {"train": np.empty(0), "test": np.empty(0)}
        self.layers: dict[tuple[Part, int], pg.ScatterPlotItem] = {}

    def set_points(self, part: Part, xy: np.ndarray, values: np.ndarray, problem: Problem) -> None:
        """`xy` (N, 2), or (N, 1) of one input: then a point stands at the height of its value.

        Of several classes each has a row of its own below the curves of their probabilities.
        """
        xy, targets = np.asarray(xy, dtype=float), np.asarray(values)
        self.problem = problem
        self.inputs = xy.shape[1]
        flat = targets.ravel() if targets.size == len(xy) else class_indices(targets, problem)
        kinds = flat if problem == "regression" else class_indices(targets, problem)
        heights = -CLASS_ROW * (flat + 1.0) if problem == "classes" else flat
        positions = xy if self.inputs == 2 else np.stack((xy[:, 0], heights), axis=1)
        finite = np.isfinite(positions).all(axis=1)
        self.positions[part], self.values[part] = positions[finite], kinds[finite]
        self._draw(part)

    def set_test_visible(self, visible: bool) -> None:
        self._test_visible = visible
        for (part, _), layer in self.layers.items():
            if part == "test":
                layer.setVisible(visible)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in self.positions:
            self._draw(part)

    def has(self, part: Part) -> bool:
        """Whether points of that part are to be seen."""
        return len(self.positions[part]) > 0 and (part == "train" or self._test_visible)

    def class_count(self) -> int:
        """One more than the highest class among the points, 0 without points or classes."""
        if self.problem == "regression":
            return 0
        return max((int(values.max()) + 1 for values in self.values.values() if len(values)), default=0)

    def nearest(self, x: float, y: float, reach: tuple[float, float]) -> tuple[float, float] | None:
        """The visible point nearest to (x, y), within `reach` (half axes of an ellipse, plot units)."""
        seen = [self.positions[part] for part in self.positions if self.has(part)]
        if not seen:
            return None
        points = np.concatenate(seen)
        distances = (((points - (x, y)) / reach) ** 2).sum(axis=1)
        best = int(distances.argmin())
        return (float(points[best, 0]), float(points[best, 1])) if distances[best] <= 1.0 else None

    def _draw(self, part: Part) -> None:
        positions, values = self.positions[part], self.values[part]
        kinds = np.zeros(len(values), dtype=int) if self.problem == "regression" else values
        wanted = set(kinds.tolist())
        for index in wanted | {kind for owner, kind in self.layers if owner == part}:
            layer = self._layer(part, index)
            if index not in wanted:
                layer.clear()  # a class of the data before
                continue
            chosen = kinds == index
            pen, brush = self._ink(part, index, values[chosen])
            layer.setData(
                x=positions[chosen, 0],
                y=positions[chosen, 1],
                symbol=class_symbol(index),
                size=point_size(len(values)),
                pen=pen,
                brush=brush,
            )

    def _layer(self, part: Part, index: int) -> pg.ScatterPlotItem:
        if (part, index) not in self.layers:
            layer = pg.ScatterPlotItem(pxMode=True)
            layer.setZValue(20 if part == "train" else 10)
            layer.setVisible(part == "train" or self._test_visible)
            self.layers[part, index] = layer
            self._add_item(layer)
        return self.layers[part, index]

    def _ink(self, part: Part, index: int, values: np.ndarray) -> tuple[Pens, Brushes]:
        """Pen and brush of a layer; lists, one per point, only where the value is the colour."""
        if self.problem == "regression" and self.inputs == 2:
            return self._value_ink(part, values)
        if self.problem == "regression":
            colour = self._theme.train if part == "train" else self._theme.test
        else:
            colour = class_color(self._theme, index, self.problem)
        # Hollow points keep the ground's colour inside, or they would drown in a field of their own colour.
        if part == "train":
            return pg.mkPen(self._theme.surface, width=OUTLINE_WIDTH), pg.mkBrush(colour)
        return pg.mkPen(colour, width=HOLLOW_WIDTH), pg.mkBrush(self._theme.surface)

    def _value_ink(self, part: Part, values: np.ndarray) -> tuple[Pens, Brushes]:
        """Rims are darker than the colours: a value near zero has nearly the colour of the ground."""
        shades = np.rint((np.clip(values, -1, 1) + 1) / 2 * (VALUE_SHADES - 1)).astype(int)
        colours = [sign_color(self._theme, value).name() for value in np.linspace(-1, 1, VALUE_SHADES)]
        if part == "train":
            brushes = [pg.mkBrush(colour) for colour in colours]
            return pg.mkPen(self._theme.muted, width=OUTLINE_WIDTH), [brushes[shade] for shade in shades]
        pens = [pg.mkPen(mix(colour, self._theme.text, 0.3), width=HOLLOW_WIDTH) for colour in colours]
        return [pens[shade] for shade in shades], pg.mkBrush(self._theme.surface)


def point_size(count: int) -> float:
    """Marker size in pixels: many points are drawn smaller."""
    return 8.5 if count <= 400 else 7.0 if count <= 1500 else 5.0
