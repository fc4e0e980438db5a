"""A gradient check of all parameters as coloured cells: a weight matrix a layer, its biases beside it.

The colours run evenly from dark (both derivatives agree) to bright (they differ), also for colour-blind eyes;
what differs carries a cross besides, and what cannot be judged because of a kink a dot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, color_ramp, number_font
from gui.plots.check_layout import MatrixPlace, place_matrices
from gui.plots.check_legend import draw_legend
from gui.plots.check_words import derivative_text, error_text, long_link_text, parameter_text, power_text
from gui.plots.themed_plot import MARGIN
from gui.translation import tr

MISSING, UNCHECKED, RIGHT, KINK, WRONG = range(-1, 4)

ANCHORS = ("#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#fee838")
"""Those of cividis (Nuñez, Anderton and Renslow 2018)."""

LOWEST, HIGHEST = -12.0, 0.0
"""Decimal logarithms of the relative errors at the ends of the colours."""

SHADES = 128
NUMBERED, LINED, LABELLED = 34.0, 9.0, 15.0
"""From which side of a cell on there is room for a power of ten, for lines between cells, for numbers of neurons."""

STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, eq=False)
class CheckedLayer:
    """One layer, arrays (n_l, n_{l−1} + 1) with the biases as last column; or the links that pass over layers.

    Attributes:
        name: What it is called.
        backprop, numerical: ∂C/∂θ both ways; NaN where it was not checked.
        error: The relative errors; NaN where it was not checked.
        verdict: UNCHECKED, RIGHT, KINK or WRONG; MISSING where the row of long links has none.
        links: (layer, neuron, source, origin) of each long link, row by row; () for a layer.
    """

    name: str
    backprop: np.ndarray
    numerical: np.ndarray
    error: np.ndarray
    verdict: np.ndarray
    links: tuple[tuple[int, int, int, int], ...] = ()

    def is_bias(self, column: int) -> bool:
        """Whether that column holds the biases."""
        return not self.links and column == self.error.shape[1] - 1


@dataclass(frozen=True)
class CheckCell:
    """A cell: which layer's matrix (from 0), and its row and column there."""

    layer: int
    row: int
    column: int


class CheckHeatmap(QWidget):
    """Shows `CheckedLayer`s; the mouse and the arrow keys read cells off, a click or Enter chooses a parameter.

    Signals:
        pointed: The sentence of the cell that is read off, "" for none.
        chosen: (layer from 1, neuron from 0, source from 0 or None for the bias), of a long link its origin besides.
    """

    pointed = Signal(str)
    chosen = Signal(object)
    own_keys = frozenset(int(key) for key in (*STEPS, *ENTER, Qt.Key.Key_Home, Qt.Key.Key_End))

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.layers: tuple[CheckedLayer, ...] = ()
        self.cell: CheckCell | None = None
        self._places: list[MatrixPlace] = []
        self._placed_for: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Gradient check of all parameters"))
        self.setToolTip(
            tr(
                "Backprop's derivative beside the numerical one; arrow keys read off, Enter selects the parameter"
            )
        )
        self._lut = color_ramp(ANCHORS, SHADES)
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def show_layers(self, layers: Sequence[CheckedLayer]) -> None:
        """Other derivatives; the cell that is read off stays if it is still there."""
        self.layers = tuple(layers)
        if self.cell is not None and not self._has(self.cell):
            self.cell = None
        self.setAccessibleDescription(self.summary())
        self._tell()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def summary(self) -> str:
        """How many of each verdict there are."""
        counts = [sum(int((layer.verdict == kind).sum()) for layer in self.layers) for kind in range(4)]
        return tr(
            "{right} derivatives agree, {wrong} differ, {kinks} lie at a kink, {unchecked} are not checked.",
            right=counts[RIGHT],
            wrong=counts[WRONG],
            kinks=counts[KINK],
            unchecked=counts[UNCHECKED],
        )

    def places(self) -> list[MatrixPlace]:
        """Where the matrices lie."""
        shapes = tuple((*layer.error.shape, not layer.links) for layer in self.layers)
        wanted = (shapes, self.width(), self.height())
        if wanted != self._placed_for:
            line = QFontMetricsF(number_font(0.84)).height()
            room = QRectF(MARGIN, 2.0, self.width() - 2 * MARGIN, self.height() - self._foot() - 4.0)
            self._places = place_matrices(shapes, room, 2 * line + 2.0, line + 2.0)
            self._placed_for = wanted
        return self._places

    def sentence(self, cell: CheckCell) -> str:
        """What a cell says: for one that stands for several parameters, that of the worst of them."""
        neuron, source = self._worst(cell)
        layer = self.layers[cell.layer]
        name = (long_link_text if layer.links else parameter_text)(*self._parameter(cell))
        if layer.verdict[neuron, source] == UNCHECKED:
            return tr("{name}: not checked.", name=name)
        words = tr(
            "{name}: backprop {backprop}, numerical {numerical}, relative error {error}",
            name=name,
            backprop=derivative_text(float(layer.backprop[neuron, source])),
            numerical=derivative_text(float(layer.numerical[neuron, source])),
            error=error_text(float(layer.error[neuron, source])),
        )
        if layer.verdict[neuron, source] == KINK:
            return tr("{words}; a kink lies between the two nudges, so this means nothing.", words=words)
        return words

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 120)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        for layer, place in zip(self.layers, self.places(), strict=False):
            self._draw_matrix(painter, layer, place)
        if self.cell is not None and self.cell.layer < len(self.places()):
            ring = self.places()[self.cell.layer].rect(self.cell.row, self.cell.column)
            for width, colour in ((4.0, self._theme.surface), (2.0, self._theme.focus)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawRect(ring)
        foot = QRectF(MARGIN, self.height() - self._foot(), self.width() - 2 * MARGIN, self._foot())
        draw_legend(painter, foot, self._theme, self._lut, (LOWEST, HIGHEST))
        painter.end()

    def _draw_matrix(self, painter: QPainter, layer: CheckedLayer, place: MatrixPlace) -> None:
        errors, verdicts = binned(layer, place)
        weights = place.cell_columns - place.has_biases
        for columns in (slice(0, weights), slice(weights, place.cell_columns)):
            if columns.start < columns.stop:
                self._draw_block(painter, place, errors[:, columns], verdicts[:, columns], columns.start)
        self._draw_marks(painter, place, verdicts)
        if place.cell >= NUMBERED:
            self._draw_powers(painter, place, errors, verdicts)
        self._draw_names(painter, layer, place)

    def _draw_block(
        self, painter: QPainter, place: MatrixPlace, errors: np.ndarray, verdicts: np.ndarray, first: int
    ) -> None:
        pixels = np.ascontiguousarray(self._lut[shade_of(errors)])
        pixels[verdicts == UNCHECKED] = QColor(self._theme.raised).getRgb()
        pixels[verdicts == MISSING] = QColor(self._theme.surface).getRgb()
        rows, columns = errors.shape
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
        whole = place.rect(0, first).united(place.rect(rows - 1, first + columns - 1))
        painter.drawImage(whole, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if place.cell >= LINED:
            painter.setPen(QColor(self._theme.surface))
            across = [whole.left() + place.cell * at for at in range(1, columns)]
            down = [whole.top() + place.cell * at for at in range(1, rows)]
            painter.drawLines([QLineF(x, whole.top(), x, whole.bottom()) for x in across])
            painter.drawLines([QLineF(whole.left(), y, whole.right(), y) for y in down])
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(whole)

    def _draw_marks(self, painter: QPainter, place: MatrixPlace, verdicts: np.ndarray) -> None:
        reach = min(place.cell / 2 - 1.5, 6.0)
        crosses = []
        for row, column in np.argwhere(verdicts == WRONG).tolist():
            middle = self._mark_place(place, row, column)
            x, y = middle.x(), middle.y()
            crosses.append(QLineF(x - reach, y - reach, x + reach, y + reach))
            crosses.append(QLineF(x - reach, y + reach, x + reach, y - reach))
        painter.setPen(QPen(QColor("#000000"), 1.0))
        painter.drawLines(crosses)
        painter.setPen(QPen(QColor("#ffffff"), max(place.cell / 4, 2.0), c=Qt.PenCapStyle.RoundCap))
        painter.drawPoints(
            [self._mark_place(place, *cell) for cell in np.argwhere(verdicts == KINK).tolist()]
        )

    @staticmethod
    def _mark_place(place: MatrixPlace, row: int, column: int) -> QPointF:
        rect = place.rect(row, column)
        share = 0.34 if place.cell >= NUMBERED else 0.5
        return QPointF(rect.center().x(), rect.top() + share * rect.height())

    def _draw_powers(
        self, painter: QPainter, place: MatrixPlace, errors: np.ndarray, verdicts: np.ndarray
    ) -> None:
        painter.setFont(number_font(0.78))
        for row, column in np.argwhere(verdicts > UNCHECKED).tolist():
            rect = place.rect(row, column)
            is_marked = verdicts[row, column] != RIGHT
            box = rect.adjusted(0, rect.height() * 0.5, 0, -1) if is_marked else rect
            is_bright = shade_of(errors[row, column]) > 0.5 * SHADES
            painter.setPen(QColor("#000000" if is_bright else "#ffffff"))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignCenter, power_text(float(errors[row, column]), 10.0**LOWEST)
            )

    def _draw_names(self, painter: QPainter, layer: CheckedLayer, place: MatrixPlace) -> None:
        font = number_font(0.84)
        painter.setFont(font)
        line = QFontMetricsF(font).height()
        painter.setPen(QColor(self._theme.text))
        title = QRectF(place.left, place.top - 2 * line - 2.0, self.width() - place.left, line)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft, layer.name)
        if layer.links:
            return
        painter.setPen(QColor(self._theme.muted))
        bias = place.cell_columns - 1
        for column in range(place.cell_columns) if place.bin == 1 and place.cell >= LABELLED else (bias,):
            rect = place.rect(0, column)
            box = QRectF(rect.left() - 10, rect.top() - line - 1.0, rect.width() + 20, line)
            words = tr("b") if column == bias else str(column + 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        if place.bin == 1 and place.cell >= LABELLED:
            for row in range(place.cell_rows):
                rect = place.rect(row, 0)
                box = QRectF(rect.left() - 24.0, rect.top(), 20.0, rect.height())
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, flags, str(row + 1))

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._point_at(self._cell_at(event.position()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.cell is None and self.places():
            self._point_at(CheckCell(0, 0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        places = self.places()
        if key in STEPS and places:
            self._point_at(self._moved(self.cell or CheckCell(0, 0, 0), *STEPS[key]))
        elif key == Qt.Key.Key_Home and places:
            self._point_at(CheckCell(0, 0, 0))
        elif key == Qt.Key.Key_End and places:
            last = places[-1]
            self._point_at(self._filled(len(places) - 1, last.cell_rows - 1, last.cell_columns - 1))
        elif key in ENTER:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _moved(self, cell: CheckCell, down: int, right: int) -> CheckCell:
        """One cell on; beyond the side of a matrix lies the next one."""
        places = self.places()
        layer, column = cell.layer, cell.column + right
        if column < 0 and layer > 0:
            layer, column = layer - 1, places[layer - 1].cell_columns - 1
        elif column == places[layer].cell_columns and layer + 1 < len(places):
            layer, column = layer + 1, 0
        column = min(max(column, 0), places[layer].cell_columns - 1)
        row = min(max(cell.row + down, 0), places[layer].cell_rows - 1)
        return self._filled(layer, row, column)

    def _filled(self, layer: int, row: int, column: int) -> CheckCell:
        """That cell, or where the last row of the long links has none, the last one of them."""
        while column and not self._is_filled(CheckCell(layer, row, column)):
            column -= 1
        return CheckCell(layer, row, column)

    def _is_filled(self, cell: CheckCell) -> bool:
        members = self.places()[cell.layer].members(cell.row, cell.column)
        return bool((self.layers[cell.layer].verdict[members] != MISSING).any())

    def _point_at(self, cell: CheckCell | None) -> None:
        if cell != self.cell:
            self.cell = cell
            self._tell()
            self.update()

    def _choose(self) -> None:
        if self.cell is not None:
            self.chosen.emit(self._parameter(self.cell))

    def _tell(self) -> None:
        self.pointed.emit("" if self.cell is None else self.sentence(self.cell))

    def _cell_at(self, place: QPointF) -> CheckCell | None:
        for layer, matrix in enumerate(self.places()):
            found = matrix.cell_at(place.x(), place.y())
            if found is not None and self._is_filled(CheckCell(layer, *found)):
                return CheckCell(layer, *found)
        return None

    def _has(self, cell: CheckCell) -> bool:
        places = self.places()
        if cell.layer >= len(places):
            return False
        is_in = cell.row < places[cell.layer].cell_rows and cell.column < places[cell.layer].cell_columns
        return is_in and self._is_filled(cell)

    def _parameter(self, cell: CheckCell) -> tuple[int, int, int | None] | tuple[int, int, int, int]:
        """What `chosen` says of a cell."""
        row, column = self._worst(cell)
        layer = self.layers[cell.layer]
        if layer.links:
            return layer.links[row * layer.error.shape[1] + column]
        return cell.layer + 1, row, None if layer.is_bias(column) else column

    def _worst(self, cell: CheckCell) -> tuple[int, int]:
        """Row and column of the parameter a cell is about."""
        layer = self.layers[cell.layer]
        rows, columns = self.places()[cell.layer].members(cell.row, cell.column)
        verdicts, errors = layer.verdict[rows, columns], layer.error[rows, columns]
        worst = np.where(verdicts == verdicts.max(), np.nan_to_num(errors, nan=-1.0, posinf=np.inf), -2.0)
        row, column = np.unravel_index(int(worst.argmax()), worst.shape)
        return rows.start + int(row), columns.start + int(column)

    def _foot(self) -> float:
        return 2 * QFontMetricsF(number_font(0.84)).height() + 8.0


def binned(layer: CheckedLayer, place: MatrixPlace) -> tuple[np.ndarray, np.ndarray]:
    """(errors, verdicts) of the cells: the worst of what each stands for."""
    if place.bin == 1:
        return layer.error, layer.verdict
    errors = np.full((place.cell_rows, place.cell_columns), np.nan)
    verdicts = np.zeros(errors.shape, dtype=int)
    for row in range(place.cell_rows):
        for column in range(place.cell_columns):
            part = place.members(row, column)
            verdicts[row, column] = layer.verdict[part].max()
            judged = layer.error[part][layer.verdict[part] == verdicts[row, column]]
            errors[row, column] = judged.max() if len(judged) else np.nan
    return errors, verdicts


def shade_of(errors: np.ndarray | float) -> np.ndarray:
    """The place in the table of colours; what is not finite counts as the largest."""
    with np.errstate(divide="ignore", invalid="ignore"):
        exponents = np.log10(errors)
    share = (np.nan_to_num(exponents, nan=HIGHEST, posinf=HIGHEST, neginf=LOWEST) - LOWEST) / (
        HIGHEST - LOWEST
    )
    shades: np.ndarray = np.rint(np.clip(share, 0.0, 1.0) * (SHADES - 1)).astype(int)
    return shades
