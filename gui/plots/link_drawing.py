"""A new link that is being drawn in the picture of a network: from a neuron, by dragging or by keys, to another.

A rubber line shows where it would lead. Whoever hears `wanted` decides what becomes of it.
"""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from gui.appearance import Theme
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import ARROWS, Spot, far_neuron, neuron_moved
from gui.plots.diagram_layout import DiagramLayout
from gui.plots.diagram_words import drawing_text, may_be_joined

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinkDrawing(QObject):
    """The ends of the new link; both are neurons.

    Attributes:
        start: Where it was begun; None while none is drawn.
        target: What it would lead to, or come from; None over the ground.
        is_held: The mouse button that may draw one is down.

    Signals:
        changed: It begins, leads elsewhere, or is over.
        wanted: A link between these two spots is wanted.
    """

    changed = Signal()
    wanted = Signal(object, object)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.start: Spot | None = None
        self.target: Spot | None = None
        self.is_held = False
        self._pressed: tuple[Spot, QPointF] | None = None
        self._mouse = QPointF()
        self._design: DiagramDesign | None = None

    @property
    def is_on(self) -> bool:
        """Whether a link is being drawn."""
        return self.start is not None

    @property
    def is_new(self) -> bool:
        """Whether letting go now would draw a link that there is not yet."""
        joined = self._ends()
        return joined is not None and may_be_joined(self._need_design(), *joined)

    def stand(self, design: DiagramDesign, layout: DiagramLayout) -> None:
        """The network is this design; what was begun in another is over."""
        if design != self._design:
            self.stop()
            self._pressed = None
        self._design, self._layout = design, layout

    # By mouse

    def press(self, spot: Spot, place: QPointF) -> None:
        """The mouse was pressed on a neuron: it may be dragged from here."""
        self._pressed, self.is_held = (spot, place), True

    def drag(self, place: QPointF, is_down: bool) -> bool:
        """The mouse has moved, with its left button down or not; whether a link follows it."""
        if not is_down:  # where it was let go outside of all that hears of it
            self._pressed, self.is_held = None, False
        if self._pressed is not None:
            spot, start = self._pressed
            if (place - start).manhattanLength() < QApplication.startDragDistance():
                return False
            self._pressed, self.start = None, spot
        if self.start is None:
            return False
        self._mouse = place
        found = self._layout.neuron_at(place.x(), place.y())
        target = None if found is None else Spot(*found)
        self.target = None if self._need_design().is_spare(target) or target == self.start else target
        self.changed.emit()
        return True

    def let_go(self) -> None:
        """The mouse was let go, or clicked."""
        joined = self._ends()
        self._pressed, self.is_held = None, False
        self.stop()
        if joined is not None:
            self.wanted.emit(*joined)

    # By keys

    def begin(self, spot: Spot) -> None:
        """Begin at a neuron; arrows or the mouse lead on from here."""
        self.start, self._pressed = spot, None
        self._lead_to(far_neuron(spot, self._need_design().sizes))

    def press_key(self, key: Qt.Key) -> None:
        """Arrows lead the link elsewhere, Enter draws it, Esc leaves."""
        if key == Qt.Key.Key_Escape:
            self.stop()
        elif key in ENTER:
            joined = self._ends()
            if joined is not None and joined[0].layer != joined[1].layer:
                self.stop()
            if joined is not None:
                self.wanted.emit(*joined)
        elif key in ARROWS and not self.is_held:
            design = self._need_design()
            used = tuple(number for number in self._layout.inputs if number < design.sizes[0])
            at = self.target or self.start
            assert at is not None
            self._lead_to(neuron_moved(at, key, design.sizes, used))

    def stop(self) -> None:
        """No link is drawn."""
        if self.start is not None:
            self.start = self.target = None
            self.changed.emit()

    # Showing

    @property
    def place(self) -> QPointF:
        """Where its loose end is."""
        return self._mouse if self.target is None or self.is_held else self._center(self.target)

    def text(self) -> str:
        """What letting go now does; "" while none is drawn."""
        return "" if self.start is None else drawing_text(self._need_design(), self.start, self.target)

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """The rubber line, and frames around its ends; the one that it cannot lead to in grey."""
        if self.start is None:
            return
        can = self.target is None or self.target.layer != self.start.layer
        end = self._mouse if self.target is None else self._center(self.target)
        start = self._edge_of(self.start, end)
        end = end if self.target is None else self._edge_of(self.target, self._center(self.start))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = QColor(theme.accent if can else theme.muted)
        for colour, width in ((QColor(theme.surface), 6.0), (accent, 2.4)):
            painter.setPen(
                QPen(colour, width, Qt.PenStyle.DashLine if width < 3.0 else Qt.PenStyle.SolidLine)
            )
            painter.drawLine(start, end)
        for spot, pen in (
            (self.start, QPen(QColor(theme.accent), 3.0)),
            (self.target, QPen(accent, 3.0, Qt.PenStyle.SolidLine if can else Qt.PenStyle.DotLine)),
        ):
            if spot is not None:
                painter.setPen(pen)
                reach = self._reach(spot)
                center = self._center(spot)
                painter.drawRoundedRect(
                    QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach), 4, 4
                )

    # Inside

    def _lead_to(self, spot: Spot) -> None:
        self.target = None if spot == self.start else spot
        self._mouse = self._center(spot)
        self.changed.emit()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, self.text()))

    def _reach(self, spot: Spot) -> float:
        """From the middle of a tile to the frame around it."""
        return float(self._layout.tiles[spot.layer]) / 2.0 + 3.0

    def _edge_of(self, spot: Spot, towards: QPointF) -> QPointF:
        """Where the line from the middle of a tile to another place leaves its frame."""
        center = self._center(spot)
        way = towards - center
        return center + way * min(self._reach(spot) / max(abs(way.x()), abs(way.y()), 1.0), 1.0)

    def _center(self, spot: Spot) -> QPointF:
        return QPointF(*self._layout.place_of(spot.layer, spot.neuron))

    def _ends(self) -> tuple[Spot, Spot] | None:
        return None if self.start is None or self.target is None else (self.start, self.target)

    def _need_design(self) -> DiagramDesign:
        assert self._design is not None
        return self._design
