"""The network's answer over two inputs as a surface, and the examples beside it: what they should be answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, mix, sign_color
from gui.plots.axes import nice_step, number_text
from gui.plots.key import KeyEntry, line_entry
from gui.plots.output_colors import class_shades, class_table, field_ramp
from gui.plots.point_layers import (
    HOLLOW_WIDTH,
    VALUE_SHADES,
    Part,
    Problem,
    class_color,
    class_symbol,
    point_size,
)
from gui.plots.surface_heights import HeightScale
from gui.plots.surface_marks import MarkStyle, SurfaceMarks
from gui.plots.surface_mesh import SurfaceMesh
from gui.plots.surface_painter import Scene, SurfacePainter
from gui.plots.surface_view import HEIGHT
from gui.plots.turning_surface import TurningSurface
from gui.translation import tr

FIELD_SHADES, LEAD_SHADES = 65, 17
SMALLER = 0.75
"""Markers beside those of the flat picture, so that more of the surface is seen."""

LARGEST = 1e300
"""Farther up or down nothing is drawn: spans of such numbers are no numbers."""

LEAST_USED = 0.6
"""The height axis stands still as long as the heights fill so much of it."""


@dataclass(frozen=True)
class SignScale(HeightScale):
    """Linear heights in the colours of signs: `middle` is grey, `middle` ± `half` have the full colours."""

    middle: float = 0.0
    half: float = 1.0

    def tints(self, heights: np.ndarray) -> np.ndarray:
        """How far up the ramp of signs, 0…1."""
        signed = (self.low + heights * (self.high - self.low) - self.middle) / self.half
        tints: np.ndarray = np.clip(0.5 + 0.5 * signed, 0.0, 1.0)
        return tints


@dataclass(frozen=True, eq=False)
class Examples:
    """Places (n, 2) of the plane, wanted heights (n,), and the class (n,), or the value −1…1 of a regression."""

    places: np.ndarray
    heights: np.ndarray
    kinds: np.ndarray


class OutputSurface(TurningSurface):
    """Heights are the output itself, linear; colours are those of the flat picture; hairs are errors.

    At rest they reach to the answer as exactly as it is known, while it moves to the cells that are drawn.
    """

    most_resting = 61

    def __init__(
        self, name: str, example_entries: Callable[[], list[KeyEntry]], parent: QWidget | None = None
    ) -> None:
        self.scale = SignScale(-1.0, 1.0)
        self._limits: tuple[float, float] | None = None  # of the height axis, while it may stay as it is
        self.parts: dict[Part, Examples] = {}
        self._problem: Problem = "binary"
        self._shows_test = True
        self._is_discrete = False
        self._probabilities: np.ndarray | None = None
        self._point: tuple[float, float] | None = None
        self._names = ("x₁", "x₂", "ŷ")
        self._example_entries = example_entries
        super().__init__(name, tr("Output of the network in three dimensions"), parent)

    # What is shown

    def show_field(
        self, values: np.ndarray, extent: tuple[float, float, float, float], middle: float, half: float
    ) -> None:
        """One output (rows, columns) over the plane `extent` (x0, x1, y0, y1), row 0 at y0.

        `middle` is without colour, `middle` ± `half` have the full colours of the signs.
        """
        self._show(values, extent, middle, half, None)

    def show_class(
        self,
        probabilities: np.ndarray,
        chosen: int,
        extent: tuple[float, float, float, float],
        middle: float = 0.5,
        half: float = 0.5,
    ) -> None:
        """The output (rows, columns, K) of the chosen class as height, in the colours of the winning classes."""
        self._show(probabilities[..., chosen], extent, middle, half, probabilities)

    def show_examples(self, parts: dict[Part, Examples], problem: Problem) -> None:
        """The examples that stand beside it; {} for none."""
        self.parts, self._problem = parts, problem
        self.update()

    def show_point(self, place: tuple[float, ...] | None) -> None:
        """A place of the plane, marked on the surface; None for none."""
        self._point = None if place is None else (place[0], place[1])
        self.update()

    def set_names(self, x: str, y: str, height: str) -> None:
        """What the axes are called."""
        self._names = (x, y, height)
        self.update()

    def set_switches(self, shows_test: bool, is_discrete: bool) -> None:
        """Whether test examples are there, and whether only sides and winners are coloured."""
        self._shows_test = shows_test
        if is_discrete != self._is_discrete:
            self._is_discrete = is_discrete
            self._painter = self.painter_of(self._theme)
        self.update()

    def forget_range(self) -> None:
        """The heights of something else come: their axis need not stay."""
        self._limits = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of the picture, so that it is not misread."""
        if self._grid is not None and not np.isfinite(self._grid[2]).all():
            return (tr("Hatched: the output is not finite."),)
        return ()

    def key_entries(self) -> list[KeyEntry]:
        """Hairs and markers in words."""
        if not any(len(part.places) for part in self._shown()):
            return []
        return [line_entry(tr("error"), QPen(QColor(self._theme.muted), 1.0)), *self._example_entries()]

    def painter_of(self, theme: Theme) -> SurfacePainter:
        """In the colours of the flat picture."""
        if self._probabilities is None:
            return SurfacePainter(theme, field_ramp(theme, self._is_discrete, FIELD_SHADES))
        return SurfacePainter(theme, class_table(theme, self._is_discrete, LEAD_SHADES).reshape(-1, 4))

    def scene_of(self, mesh: SurfaceMesh) -> Scene:
        """The surface with the examples beside it."""
        return Scene(
            mesh,
            self.scale,
            self._names,
            point=self._point,
            shades=self._class_shades(),
            marks=self._marks(mesh),
        )

    # How

    def _show(
        self,
        values: np.ndarray,
        extent: tuple[float, float, float, float],
        middle: float,
        half: float,
        probabilities: np.ndarray | None,
    ) -> None:
        has_classes = self._probabilities is not None
        self._probabilities = probabilities
        if has_classes != (probabilities is not None):
            self._painter = self.painter_of(self._theme)
        heights = values.astype(np.float64)
        sides = () if self._problem == "regression" else (middle - half, middle + half)
        low, high = self._range(heights, sides)
        self.scale = SignScale(low, high, middle=middle, half=half)
        rows, columns = heights.shape
        x0, x1, y0, y1 = extent
        self.put(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows), self.scale.shares(heights))
        self._describe(heights)

    def _range(self, values: np.ndarray, sides: tuple[float, ...]) -> tuple[float, float]:
        """Round limits around the surface, the examples and "no" and "yes"; as they are while they fit."""
        wanted = [np.array(sides), *(part.heights for part in self.parts.values())]
        found = np.concatenate([values[np.isfinite(values)], *wanted]).clip(-LARGEST, LARGEST)
        low, high = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
        if self._limits is not None:
            bottom, top = self._limits
            if bottom <= low and high <= top and high - low >= LEAST_USED * (top - bottom):
                return self._limits
        if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
            low, high = low - 0.5, high + 0.5
        step = nice_step(high - low, 5)
        self._limits = (
            float(np.floor(low / step + 1e-6) * step),
            float(np.ceil(high / step - 1e-6) * step),
        )
        return self._limits

    def _class_shades(self) -> np.ndarray | None:
        """For each point of the mesh that is drawn the row of the painter's ramp; None where heights are colours."""
        if self._probabilities is None:
            return None
        table = class_table(self._theme, self._is_discrete, LEAD_SHADES)
        rows, columns = self.taken(self._probabilities.shape[:2])
        winner, shade = class_shades(self._probabilities[np.ix_(rows, columns)], table)
        shades: np.ndarray = winner * LEAD_SHADES + shade
        return shades

    def _shown(self) -> Sequence[Examples]:
        return [part for name, part in self.parts.items() if name == "train" or self._shows_test]

    def _marks(self, mesh: SurfaceMesh) -> SurfaceMarks | None:
        names: list[Part] = ["test", "train"] if self._shows_test else ["train"]
        present = [name for name in names if name in self.parts and len(self.parts[name].places)]
        if not present:
            return None
        styles: list[MarkStyle] = []
        kinds = []
        for name in present:
            kinds.append(self.parts[name].kinds + len(styles))
            styles += self._styles(name)
        if not self.is_moving:
            mesh = self.whole_mesh() or mesh
        feet = mesh.lifted(np.concatenate([self.parts[name].places for name in present]))
        tops = feet.copy()
        tops[:, 2] = (
            self.scale.shares(np.concatenate([self.parts[name].heights for name in present])) * HEIGHT
        )
        there = np.isfinite(feet).all(axis=1) & np.isfinite(tops).all(axis=1)
        return SurfaceMarks(tops[there], feet[there], np.concatenate(kinds)[there], styles, self._theme.muted)

    def _styles(self, name: Part) -> list[MarkStyle]:
        """The markers of a part, as the flat picture has them: filled for train, hollow for test."""
        theme, size = self._theme, SMALLER * point_size(len(self.parts[name].places))
        if self._problem == "regression":
            colours = [sign_color(theme, value).name() for value in np.linspace(-1.0, 1.0, VALUE_SHADES)]
            symbols = [class_symbol(0)] * VALUE_SHADES
            rims = [theme.muted if name == "train" else mix(colour, theme.text, 0.3) for colour in colours]
        else:
            count = int(self.parts[name].kinds.max()) + 1
            colours = [class_color(theme, index, self._problem) for index in range(count)]
            symbols = [class_symbol(index) for index in range(count)]
            rims = [theme.surface] * count if name == "train" else colours
        fills = colours if name == "train" else [theme.surface] * len(colours)
        width = 1.0 if name == "train" else HOLLOW_WIDTH
        return [
            MarkStyle(*each, width) for each in zip(symbols, [size] * len(fills), fills, rims, strict=True)
        ]

    def _describe(self, values: np.ndarray) -> None:
        finite = values[np.isfinite(values)]
        if not len(finite):
            self.setAccessibleDescription(tr("The output is nowhere finite."))
            return
        words = tr(
            "{height} over {x} and {y} goes from {low} to {high}.",
            height=self._names[2],
            x=self._names[0],
            y=self._names[1],
            low=number_text(float(f"{finite.min():.4g}")),
            high=number_text(float(f"{finite.max():.4g}")),
        )
        self.setAccessibleDescription(" ".join((words, *self.notes)))
