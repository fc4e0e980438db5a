"""The hand over the contours: drags the point, moves and zooms what is seen, by mouse and by keys."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from gui.plots.contour_window import View

REACH = 14.0  # pixels around the point that take hold of it
STILL = 4.0  # pixels a click may wander
ZOOM = 1.25
NUDGE, FINE_NUDGE = 1 / 40, 1 / 400  # of the window
SHIFT = 1 / 8

ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Down: (0.0, -1.0),
    Qt.Key.Key_Up: (0.0, 1.0),
}
NEARER, FARTHER, WHOLE = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,), (Qt.Key.Key_0,)
KEYS = frozenset(int(key) for key in (*ARROWS, *NEARER, *FARTHER, *WHOLE))


class Ground(Protocol):
    """What the hand works on: a plot that knows its view, and is told what happened."""

    @property
    def view(self) -> View: ...

    def place_of(self, position: QPointF) -> tuple[float, float]: ...

    def point_pixel(self) -> QPointF | None: ...

    def present(self) -> tuple[float, float] | None: ...

    def see(self, view: View) -> None: ...

    def say_clicked(self, x: float, y: float) -> None: ...

    def say_dragged(self, x: float, y: float) -> None: ...

    def say_drag_finished(self) -> None: ...

    def say_whole_wanted(self) -> None: ...


class ContourHand:
    """Turns events into what a person means by them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._holds_point = self._is_click = self._is_nudging = False

    @property
    def is_moving_ground(self) -> bool:
        """Whether the window is being moved with the mouse."""
        return self._pressed is not None and not self._holds_point and not self._is_click

    def is_over_point(self, position: QPointF) -> bool:
        """Whether a press there would take hold of the point."""
        pixel = self._ground.point_pixel()
        return pixel is not None and (pixel - position).manhattanLength() <= REACH

    def press(self, event: QMouseEvent) -> None:
        self.leave()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._last = event.position()
        self._holds_point = is_left and self.is_over_point(event.position())
        self._is_click = is_left and not self._holds_point

    def move(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        position = event.position()
        if self._holds_point:
            self._ground.say_dragged(*self._ground.place_of(position))
            return
        if self._is_click and (position - self._pressed).manhattanLength() <= STILL:
            return
        self._is_click = False
        before, now = self._ground.place_of(self._last), self._ground.place_of(position)
        self._last = position
        self._ground.see(self._ground.view.moved(before[0] - now[0], before[1] - now[1]))

    def release(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._pressed = None
        if self._holds_point:
            self._ground.say_drag_finished()
        elif self._is_click:
            self._ground.say_clicked(*self._ground.place_of(event.position()))
        self._holds_point = self._is_click = False

    def wheel(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120.0
        if turns:
            x, y = self._ground.place_of(event.position())
            self._ground.see(self._ground.view.zoomed(ZOOM**-turns, x, y))

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, view = Qt.Key(event.key()), self._ground.view
        modifiers = event.modifiers()
        if key in ARROWS:
            across, up = ARROWS[key]
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                self._ground.see(view.moved(across * SHIFT * view.width, up * SHIFT * view.height))
            else:
                self._nudge(across, up, bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
            return True
        if key in WHOLE:
            self._ground.say_whole_wanted()
            return True
        if key in NEARER or key in FARTHER:
            factor = 1.0 / ZOOM if key in NEARER else ZOOM
            self._ground.see(view.zoomed(factor, *(self._ground.present() or view.middle)))
            return True
        return False

    def leave(self) -> None:
        """The keys are at work elsewhere: what they did here is done."""
        if self._is_nudging:
            self._is_nudging = False
            self._ground.say_drag_finished()

    def _nudge(self, across: float, up: float, is_fine: bool) -> None:
        place, view = self._ground.present(), self._ground.view
        if place is None:
            return
        share = FINE_NUDGE if is_fine else NUDGE
        self._is_nudging = True
        self._ground.say_dragged(place[0] + across * share * view.width, place[1] + up * share * view.height)
