"""A round dial for a direction, with a rose that shows what a slope is in every direction at once."""

from math import atan2, cos, degrees, hypot, isfinite, pi, radians, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QWidget

from gui.appearance import Theme, appearance, mix, number_font
from gui.translation import tr
from gui.widgets.wheel import leave_wheel

STEP, FINE_STEP = 5.0, 1.0
"""Degrees of an arrow key, and with Shift."""

RIM = 17.0
MARK = 4.6

_TURNS = {
    Qt.Key.Key_Left: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Right: -1.0,
    Qt.Key.Key_Down: -1.0,
}


class Dial(QAbstractSlider):
    """Shows an angle, counted from the right anti-clockwise; drag the needle, or turn it by the arrow keys.

    Given a gradient it marks steepest descent ▼, steepest ascent ▲ and the two flat directions ▬, and draws
    the rose: two circles that cut off from every direction as much as the slope there, downhill dashed.

    Signals:
        turned: A hand turned it to that angle, in radians from 0 to 2π.
    """

    turned = Signal(float)

    own_keys = frozenset(int(key) for key in _TURNS)

    def __init__(self, name: str, caption: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setRange(0, 359)  # whole degrees for those who listen; the angle itself is exact
        self.setMinimumSize(104, 104)
        leave_wheel(self)
        self.angle = 0.0
        self._gradient: tuple[float, float] | None = None
        self._names = ("", "")
        self._is_grasped = False
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    # What is shown

    def show_angle(self, angle: float) -> None:
        """Show an angle in radians without announcing it."""
        self.angle = angle % (2.0 * pi)
        self.setValue(round(degrees(self.angle)) % 360)
        self.setAccessibleDescription(tr("{angle} degrees", angle=self.value()))
        self.update()

    def show_gradient(self, across: float, up: float) -> None:
        """Mark the directions by a gradient; one that is 0 or not finite marks none."""
        is_one = isfinite(across) and isfinite(up) and (across, up) != (0.0, 0.0)
        self._gradient = (across, up) if is_one else None
        self.update()

    def set_names(self, across: str, up: str) -> None:
        """What lies to the right and what upwards."""
        self._names = (across, up)
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def descent(self) -> float | None:
        """The angle of steepest descent."""
        return None if self._gradient is None else atan2(-self._gradient[1], -self._gradient[0]) % (2.0 * pi)

    def marks(self) -> list[tuple[str, float]]:
        """Every mark and its angle: "descent", "ascent", "flat" twice."""
        down = self.descent
        if down is None:
            return []
        return [
            ("descent", down),
            ("ascent", (down + pi) % (2.0 * pi)),
            ("flat", (down + pi / 2.0) % (2.0 * pi)),
            ("flat", (down - pi / 2.0) % (2.0 * pi)),
        ]

    def sizeHint(self) -> QSize:
        return QSize(150, 150)

    # By hand

    def event(self, event: QEvent) -> bool:
        is_ours = isinstance(event, QKeyEvent) and event.key() in self.own_keys
        if is_ours and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # with Shift too, which elsewhere goes with other commands
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _TURNS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = FINE_STEP if is_fine else STEP
        # On whole steps, so that a person can count.
        self._turn(radians(round(degrees(self.angle) / step + way) * step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_grasped = True
            self._point_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_grasped:
            self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_grasped = False

    def place_of(self, angle: float) -> QPointF:
        """Where the needle's tip stands at an angle."""
        return self._at(angle, self._radius())

    def _point_at(self, place: QPointF) -> None:
        way = place - self._middle()
        if hypot(way.x(), way.y()) > 3.0:  # at the middle a hair's breadth would be half a turn
            self._turn(atan2(-way.y(), way.x()))

    def _turn(self, angle: float) -> None:
        self.show_angle(angle)
        self.turned.emit(self.angle)

    # The picture

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2.0, self.height() / 2.0)

    def _radius(self) -> float:
        return min(self.width(), self.height()) / 2.0 - RIM

    def _at(self, angle: float, radius: float) -> QPointF:
        return self._middle() + QPointF(radius * cos(angle), -radius * sin(angle))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_face(painter)
        self._draw_rose(painter)
        self._draw_names(painter)
        self._draw_marks(painter)
        self._draw_needle(painter)
        painter.end()

    def _draw_face(self, painter: QPainter) -> None:
        theme, radius = self._theme, self._radius()
        rim = QColor(theme.focus if self.hasFocus() else theme.border)
        painter.setPen(QPen(rim, 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(QColor(mix(theme.surface, theme.raised, 0.5)))
        painter.drawEllipse(self._middle(), radius, radius)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        for angle in (0.0, pi / 2.0):
            painter.drawLine(self._at(angle, radius - 1.0), self._at(angle + pi, radius - 1.0))
        painter.setPen(QPen(QColor(theme.border), 1.0))
        for hour in range(12):
            angle = hour * pi / 6.0
            painter.drawLine(self._at(angle, radius - 4.0), self._at(angle, radius))

    def _draw_names(self, painter: QPainter) -> None:
        painter.setFont(number_font(0.86))
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        middle, radius = self._middle(), self._radius()
        width = metrics.horizontalAdvance(self._names[0]) + 2
        right = QRectF(
            middle.x() + radius - width - 6.0, middle.y() + 4.0, float(width), float(metrics.height())
        )
        painter.drawText(right, Qt.AlignmentFlag.AlignRight, self._names[0])
        above = QRectF(middle.x() + 3.0, middle.y() - radius + 4.0, radius, float(metrics.height()))
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, self._names[1])

    def _draw_rose(self, painter: QPainter) -> None:
        """|∇C·u| over u: the two circles through the middle whose diameters lie along ±∇C."""
        down = self.descent
        if down is None:
            return
        reach = self._radius() - 7.0
        lobes = (
            (down, self._theme.negative, Qt.PenStyle.DashLine),
            (down + pi, self._theme.positive, Qt.PenStyle.SolidLine),
        )
        for angle, colour, style in lobes:
            painter.setPen(QPen(QColor(colour), 1.2, style))
            painter.setBrush(QColor(mix(mix(self._theme.surface, self._theme.raised, 0.5), colour, 0.14)))
            painter.drawEllipse(self._at(angle, reach / 2.0), reach / 2.0, reach / 2.0)

    def _draw_marks(self, painter: QPainter) -> None:
        colours = {
            "descent": self._theme.negative,
            "ascent": self._theme.positive,
            "flat": self._theme.muted,
        }
        for kind, angle in self.marks():
            place = self._at(angle, self._radius() + RIM / 2.0)
            painter.setPen(QPen(QColor(self._theme.text), 1.0))
            painter.setBrush(QColor(colours[kind]))
            if kind == "flat":
                painter.drawRect(QRectF(place.x() - MARK, place.y() - 1.6, 2.0 * MARK, 3.2))
            else:
                tip = MARK if kind == "descent" else -MARK
                corners = (QPointF(0.0, tip), QPointF(MARK, -tip), QPointF(-MARK, -tip))
                painter.drawPolygon(QPolygonF([place + corner for corner in corners]))

    def _draw_needle(self, painter: QPainter) -> None:
        tip, middle = self._at(self.angle, self._radius() - 1.0), self._middle()
        neck = self._at(self.angle, self._radius() - 11.0)
        side = QPointF(4.5 * sin(self.angle), 4.5 * cos(self.angle))
        colour = QColor(self._theme.accent)
        painter.setPen(QPen(colour, 2.4))
        painter.drawLine(middle, neck)
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([tip, neck + side, neck - side]))
        painter.drawEllipse(middle, 3.4, 3.4)
        self._draw_cut(painter)

    def _draw_cut(self, painter: QPainter) -> None:
        """The point where the needle leaves the rose: as far out as the slope is steep."""
        down = self.descent
        if down is None:
            return
        reach = (self._radius() - 7.0) * abs(cos(self.angle - down))
        painter.setBrush(QColor(self._theme.surface))
        painter.setPen(QPen(QColor(self._theme.accent), 1.6))
        painter.drawEllipse(self._at(self.angle, reach), 3.0, 3.0)
