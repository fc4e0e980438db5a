"""What the network answers over the inputs, and the examples it should answer for."""

from typing import Literal, NamedTuple

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, mix
from gui.plots.axes import linear_ticks, nice_step, number_text
from gui.plots.class_curves import ClassCurves
from gui.plots.error_squares import STRENGTH, ErrorSquares
from gui.plots.key import KeyEntry, line_entry, point_entry, ramp_entry
from gui.plots.output_colors import class_shades, class_table, field_ramp
from gui.plots.point_layers import CLASS_ROW, PointLayers, Problem, class_color, class_symbol
from gui.plots.probe_keys import KEYS
from gui.plots.themed_plot import ThemedPlot
from gui.translation import tr

SHADES = 256
MARGIN_SHADES = 64
CLICK_REACH = 9.0  # pixels around a point that count as the point

View = Literal["nothing", "field", "classes", "curve", "class_curves"]


class Extent(NamedTuple):
    """Where the first and the last sample of a grid lie, along x and along y."""

    x0: float
    x1: float
    y0: float
    y1: float


class OutputPlot(ThemedPlot):
    """The output as a field of sign colours, a map of classes, or a curve of one input, under the points.

    Signals: `point_clicked(x, y)`, in plot units; the very point's place where a point was hit.
    """

    point_clicked = Signal(float, float)

    own_keys = frozenset(int(key) for key in KEYS)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field_image, self.class_image = pg.ImageItem(), pg.ImageItem()
        self.field_image.setLevels((-1.0, 1.0))
        # 200 smooth points: the one place where a wide antialiased line is cheap.
        self.curve = pg.PlotCurveItem(antialias=True, connect="finite")
        self.class_curves = ClassCurves(self._add_curve, appearance().theme)
        self.squares = ErrorSquares()
        self.squares.hide()
        for item in (self.field_image, self.class_image, self.curve, self.squares):
            self.plotItem.addItem(item, ignoreBounds=True)
        self._mark = pg.ScatterPlotItem(symbol="+", size=17)
        self.plotItem.addItem(self._mark, ignoreBounds=True)
        self._mark.setZValue(50)
        self.points = PointLayers(self._add_points, appearance().theme)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

        self._view: View = "nothing"
        self._curve_name = ""
        self._discrete = False
        self._class_names: tuple[str, ...] = ()
        self._probabilities: np.ndarray | None = None
        self._place = Extent(0.0, 1.0, 0.0, 1.0)
        self.scene().sigMouseClicked.connect(self._clicked)

        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Output of the network"))
        self._show_view("nothing")
        self.set_axis_names("x₁", "x₂")
        self._fit(self._place)
        self.follow_theme()

    # What is shown

    def show_field(self, values: np.ndarray, extent: tuple[float, float, float, float]) -> None:
        """One output over two inputs.

        `values` (rows, columns) in −1..1, row 0 at y0; `extent` = (x0, x1, y0, y1) are the places of the
        first and last samples: the centres of the outermost pixels.
        """
        self.field_image.setImage(values, autoLevels=False)
        self._show_image("field", self.field_image, values.shape, Extent(*extent))

    def show_classes(self, probabilities: np.ndarray, extent: tuple[float, float, float, float]) -> None:
        """The most probable class, the paler the smaller its lead over the second.

        `probabilities` (rows, columns, K), placed as in `show_field`.
        """
        self._probabilities = probabilities
        self.class_image.setImage(self._class_pixels(probabilities), autoLevels=False, levels=None)
        self._show_image("classes", self.class_image, probabilities.shape[:2], Extent(*extent))

    def show_curve(self, x: np.ndarray, y: np.ndarray, name: str = "") -> None:
        """One number (n,) over one input (n,) ascending; the points decide how high the picture is.

        It is the prediction, unless it has another `name` for the key.
        """
        self.curve.setData(x, y)
        if name != self._curve_name:
            self._curve_name = name
            self._write_key()
        self._show_view("curve")
        self._fit(Extent(float(x[0]), float(x[-1]), *self._heights(y)))

    def show_class_curves(self, x: np.ndarray, probabilities: np.ndarray) -> None:
        """The probability of every class (K, n) over one input (n,) ascending."""
        self.class_curves.show(x, probabilities)
        self._show_view("class_curves")
        self.class_curves.set_visible(True)
        rows = CLASS_ROW * (len(probabilities) + 1)
        self._fit(Extent(float(x[0]), float(x[-1]), -rows, 1.0 + CLASS_ROW))

    def show_errors(self, x: np.ndarray, targets: np.ndarray, predictions: np.ndarray) -> None:
        """The squared errors of examples of one input, (n,) each, as squares beside the curve."""
        self.squares.show_errors(x, targets, predictions)
        if not self.squares.isVisible():
            self.squares.show()
            self.squares.viewRangeChanged()
            self._write_key()

    def hide_errors(self) -> None:
        """No squares."""
        if self.squares.isVisible():
            self.squares.hide()
            self._write_key()

    def show_points(
        self,
        train_xy: np.ndarray,
        train_values: np.ndarray,
        test_xy: np.ndarray,
        test_values: np.ndarray,
        problem: Problem,
    ) -> None:
        """The examples: `*_xy` (N, 2), or (N, 1) of one input, and their targets.

        Binary targets are −1/+1 or 0/1, class targets indices (N,) or one-hot (N, K); the targets of a
        regression colour the points by −1..1, or are their heights where there is one input.
        """
        self.points.set_points("train", train_xy, train_values, problem)
        self.points.set_points("test", test_xy, test_values, problem)
        self._write_key()

    def set_test_visible(self, visible: bool) -> None:
        self.points.set_test_visible(visible)
        self._write_key()

    def set_axis_names(self, x: str, y: str) -> None:
        self.set_axis_name(self.bottom, x)
        self.set_axis_name(self.left, y)
        self.setAccessibleDescription(
            tr("Prediction over {x} and {y}, with the examples. The arrow keys walk over it.", x=x, y=y)
        )

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """The words of the classes in the key, class 0 first; without them they are numbered."""
        self._class_names = tuple(names)
        self._write_key()

    def set_discrete(self, discrete: bool) -> None:
        """Show only which side or class wins, not by how much."""
        self._discrete = discrete
        self._paint_fields(appearance().theme)
        self._write_key()

    def apply_theme(self, theme: Theme) -> None:
        self.curve.setPen(pg.mkPen(theme.accent, width=2))
        self._mark.setPen(pg.mkPen(theme.surface, width=1))
        self._mark.setBrush(pg.mkBrush(theme.text))
        self.plotItem.vb.setBorder(pg.mkPen(theme.line, width=1))
        self.points.apply_theme(theme)
        self.class_curves.apply_theme(theme)
        self.squares.apply_theme(theme)
        self._paint_fields(theme)
        super().apply_theme(theme)
        self._write_key()

    def widest(self) -> str:
        """Here the range stands still, so the room may follow its numbers."""
        ticks = linear_ticks(self._place.y0, self._place.y1, 8)
        return max((number_text(float(tick)) for tick in (*ticks, -0.5)), key=len)

    def plot_margins(self) -> tuple[float, float, float, float]:
        """Two inputs of one unit make a square: what is left over stays free at the right and below."""
        left, top, right, bottom = super().plot_margins()
        if not self._is_square():
            return left, top, right, bottom
        width = self.width() - left - right - self.left.width()
        height = self.height() - top - bottom - self.bottom.height() - self.key.height()
        return left, top, right + max(width - height, 0.0), bottom + max(height - width, 0.0)

    def arrange(self) -> None:
        super().arrange()
        # The margins of a wider window may have kept the picture from shrinking with the widget.
        self.plotItem.setGeometry(QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        event.accept()  # the click is ours, whatever the scene found beneath it

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()

    # How

    def _show_image(self, view: View, image: pg.ImageItem, shape: tuple[int, ...], extent: Extent) -> None:
        # A sample is the middle of its pixel, so the picture is half a pixel larger on every side.
        half_x = (extent.x1 - extent.x0) / (2 * max(shape[1] - 1, 1))
        half_y = (extent.y1 - extent.y0) / (2 * max(shape[0] - 1, 1))
        rect = QRectF(extent.x0, extent.y0, extent.x1 - extent.x0, extent.y1 - extent.y0)
        image.setRect(rect.adjusted(-half_x, -half_y, half_x, half_y))
        self._show_view(view)
        self._fit(extent)

    def _show_view(self, view: View) -> None:
        if view == self._view:
            return
        self._view = view
        self.field_image.setVisible(view == "field")
        self.class_image.setVisible(view == "classes")
        self.curve.setVisible(view == "curve")
        self.class_curves.set_visible(view == "class_curves")
        self.grid.setVisible(view in ("curve", "class_curves", "nothing"))
        self._write_key()

    def _fit(self, extent: Extent) -> None:
        if extent == self._place and self.plotItem.vb.viewRange()[0] == [extent.x0, extent.x1]:
            return
        self._place = extent
        self.plotItem.setRange(xRange=(extent.x0, extent.x1), yRange=(extent.y0, extent.y1), padding=0)
        self.fit_left()
        self.arrange()

    def _is_square(self) -> bool:
        """Equal spans mean equal units."""
        place = self._place
        return self._view not in ("curve", "class_curves") and bool(
            np.isclose(place.x1 - place.x0, place.y1 - place.y0)
        )

    def _heights(self, y: np.ndarray) -> tuple[float, float]:
        """Round limits around the points, so that a curve in motion does not move its own axis."""
        points = np.concatenate([self.points.positions[part][:, 1] for part in ("train", "test")])
        values = points if len(points) else y[np.isfinite(y)]
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        room = 0.15 * (high - low) or max(abs(high), 1.0)
        step = nice_step(high - low + 2 * room, 8)
        return np.floor((low - room) / step) * step, np.ceil((high + room) / step) * step

    def _paint_fields(self, theme: Theme) -> None:
        self._lut = field_ramp(theme, self._discrete, SHADES)
        self.field_image.setLookupTable(self._lut)
        self._class_lut = class_table(theme, self._discrete, MARGIN_SHADES)
        if self._probabilities is not None:
            self.class_image.setImage(self._class_pixels(self._probabilities), autoLevels=False, levels=None)

    def _class_pixels(self, probabilities: np.ndarray) -> np.ndarray:
        """(rows, columns, K) to (rows, columns, 4) uint8."""
        pixels: np.ndarray = self._class_lut[class_shades(probabilities, self._class_lut)]
        return pixels

    def mark(self, place: tuple[float, ...] | None) -> None:
        """A cross at a point of the plane, or at the foot of a line where there is one input; None for none."""
        if place is None:
            self._mark.setData([], [])
        else:
            self._mark.setData([place[0]], [place[1] if len(place) > 1 else self._place.y0])

    def _add_curve(self, curve: pg.PlotCurveItem) -> None:
        self.plotItem.addItem(curve, ignoreBounds=True)

    def _add_points(self, layer: pg.ScatterPlotItem) -> None:
        self.plotItem.addItem(layer, ignoreBounds=True)

    def _clicked(self, event: MouseClickEvent) -> None:
        view = self.plotItem.vb
        if event.button() != Qt.MouseButton.LeftButton or not view.sceneBoundingRect().contains(
            event.scenePos()
        ):
            return
        place = view.mapSceneToView(event.scenePos())
        pixel_x, pixel_y = view.viewPixelSize()
        hit = self.points.nearest(place.x(), place.y(), (CLICK_REACH * pixel_x, CLICK_REACH * pixel_y))
        self.point_clicked.emit(*(hit or (place.x(), place.y())))

    # The key

    def _write_key(self) -> None:
        theme = appearance().theme
        self.set_key(self._view_entries(theme) + self.example_entries())

    def example_entries(self) -> list[KeyEntry]:
        """What the points mean: the shapes of the classes, filled and hollow ones."""
        theme = appearance().theme
        return self._class_entries(theme) + self._part_entries(theme)

    def _view_entries(self, theme: Theme) -> list[KeyEntry]:
        if self._view == "field":
            return [ramp_entry(self._lut, "−1", "0", "+1", theme.muted)]
        if self._view == "curve":
            entries = [line_entry(self._curve_name or tr("prediction"), self.curve.opts["pen"])]
            if self.squares.isVisible():
                entries.append(
                    point_entry(tr("squared error"), "s", self._error_ground(theme), theme.positive)
                )
            return entries
        return []

    @staticmethod
    def _error_ground(theme: Theme) -> str:
        return mix(theme.surface, theme.positive, STRENGTH)

    def _class_entries(self, theme: Theme) -> list[KeyEntry]:
        problem = self.points.problem
        entries = []
        for index in range(self.points.class_count()):
            color = class_color(theme, index, problem)
            entries.append(point_entry(self._class_name(index), class_symbol(index), color, theme.surface))
        return entries

    def _part_entries(self, theme: Theme) -> list[KeyEntry]:
        colours = {"train": theme.muted, "test": theme.muted}
        if self._view == "curve" and self.points.problem == "regression":
            colours = {"train": theme.train, "test": theme.test}
        entries = []
        if self.points.has("train"):
            entries.append(point_entry(tr("train"), "o", colours["train"], theme.surface))
        if self.points.has("test"):
            entries.append(point_entry(tr("test"), "o", theme.surface, colours["test"]))
        return entries

    def _class_name(self, index: int) -> str:
        if index < len(self._class_names):
            return self._class_names[index]
        return tr("class {number}", number=index + 1)
