"""Walking over the output by keys: the arrows move a point of it, as a click puts one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gui.plots.themed_plot import ThemedPlot

WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
KEYS = (*WAYS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
STEP, FINE_STEP = 0.05, 0.01
"""Shares of the picture an arrow goes, alone and with Shift."""


class ProbeKeys(QObject):
    """Answers the keys of a plot.

    `show(place)` is called with (x, y) in plot units wherever an arrow leads, and with None at Esc or Enter on
    the point that is shown; `shown()` gives that point, None for none.
    """

    def __init__(
        self,
        plot: ThemedPlot,
        shown: Callable[[], tuple[float, ...] | None],
        show: Callable[[tuple[float, float] | None], None],
    ) -> None:
        super().__init__(plot)
        self._plot, self._shown, self._show = plot, shown, show
        self._last: tuple[float, float] | None = None
        self.is_active = True
        plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.is_active or not isinstance(event, QKeyEvent) or Qt.Key(event.key()) not in KEYS:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._answer(event)
        return True

    def _answer(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in WAYS:
            is_entering = key != Qt.Key.Key_Escape and self._shown() is None
            self._show(self._place() if is_entering else None)
            return
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        share = FINE_STEP if is_fine else STEP
        (x0, x1), (y0, y1) = self._plot.plotItem.vb.viewRange()
        across, up = WAYS[key]
        x, y = self._place()
        place = (
            min(max(x + across * share * (x1 - x0), x0), x1),
            min(max(y + up * share * (y1 - y0), y0), y1),
        )
        self._last = place
        self._show(place)

    def _place(self) -> tuple[float, float]:
        """The point that is shown, the one before, or the middle of the picture."""
        (x0, x1), (y0, y1) = self._plot.plotItem.vb.viewRange()
        shown = self._shown()
        if shown is None:
            return self._last or ((x0 + x1) / 2.0, (y0 + y1) / 2.0)
        return shown[0], shown[1] if len(shown) > 1 else (y0 + y1) / 2.0
