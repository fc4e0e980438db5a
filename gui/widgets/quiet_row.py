"""A row of controls that is seen only while it is of use: the mouse is near, it has the keyboard, or it is on.

They stay where they are, can be clicked and reached by Tab all the time; only their picture comes and goes.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QGraphicsOpacityEffect, QHBoxLayout, QWidget

LOOK_MS = 700
"""Between two looks whether the mouse is still there."""


class QuietRow(QWidget):
    """Shows `controls` side by side while the mouse is over `ground`, or one of them has the keyboard or is down."""

    def __init__(self, controls: Sequence[QWidget], ground: QWidget) -> None:
        super().__init__()
        self._controls = controls
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for control in controls:
            row.addWidget(control)
            control.installEventFilter(self)
            if isinstance(control, QAbstractButton) and control.isCheckable():
                control.toggled.connect(self._show)
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setOpacity(0.0)
        self.setGraphicsEffect(self._effect)
        self._is_near = False
        self._ground = ground
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self._look)
        self._show()
        ground.installEventFilter(self)

    @property
    def is_seen(self) -> bool:
        """Whether the controls are drawn now."""
        return self._effect.opacity() > 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched not in self._controls and kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._set_near(kind == QEvent.Type.Enter)
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show()
        return super().eventFilter(watched, event)

    def _set_near(self, is_near: bool) -> None:
        self._is_near = is_near
        if is_near:
            self._watch.start()
        else:
            self._watch.stop()
        self._show()

    def _look(self) -> None:
        """Qt does not tell that the mouse has gone while a list, a menu or a dialog was open."""
        if not self._ground.rect().contains(self._ground.mapFromGlobal(QCursor.pos())):
            self._set_near(False)

    def _show(self) -> None:
        is_wanted = self._is_near or any(control.hasFocus() or _is_on(control) for control in self._controls)
        self._effect.setOpacity(1.0 if is_wanted else 0.0)


def _is_on(control: QWidget) -> bool:
    return isinstance(control, QAbstractButton) and control.isChecked()
