"""The title of a dock: its name, what belongs to the whole panel, and the buttons that float and close it."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QLayout, QToolButton, QWidget

from gui.appearance import heading_font
from gui.icons import set_icon
from gui.translation import tr
from gui.widgets.quiet_row import QuietRow

LEAST_NAME = QSize(80, 100)

STEP_ASIDE = QPoint(-28, 28)
"""In pixels."""


class DockTitle(QWidget):
    """Stands for Qt's own title bar, and has room for a control or two beside the name.

    `extras` are always seen; the `quiet` ones and the buttons only while the mouse or the keyboard is near.
    """

    def __init__(
        self, dock: QDockWidget, extras: tuple[QWidget, ...] = (), quiet: tuple[QWidget, ...] = ()
    ) -> None:
        super().__init__(dock)
        self._name = _Name()
        self._name.setObjectName(f"{dock.objectName()}.title")
        self._name.setFont(heading_font())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(4)
        row.addWidget(self._name)
        row.addStretch(1)
        for extra in extras:
            row.addWidget(extra)
        self._buttons = {name: self._button(dock, name) for name in ("float", "close")}
        for controls in filter(None, (quiet, tuple(self._buttons.values()))):
            row.addWidget(QuietRow(controls, dock))
        self._dock = dock
        self._buttons["float"].clicked.connect(self._on_float)
        self._buttons["close"].clicked.connect(dock.close)
        self.setFixedHeight(30)
        dock.windowTitleChanged.connect(self._on_named)
        self._on_named(dock.windowTitle())

    def _button(self, dock: QDockWidget, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{dock.objectName()}.{name}")
        set_icon(button, name)
        button.setFixedSize(22, 22)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def say(self, words: str) -> None:
        """Stand there for a while instead of the panel's name; "" brings the name back."""
        self._name.setText(words or self._dock.windowTitle())

    def _on_named(self, name: str) -> None:
        self._name.setText(name)
        for key, tip in (
            ("float", tr("Take {name} out of the window, or put it back", name=name)),
            ("close", tr("Close {name}; the menu View, Panels, brings it back", name=name)),
        ):
            self._buttons[key].setToolTip(tip)
            self._buttons[key].setAccessibleName(tip)

    def _on_float(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
        if self._dock.isFloating():  # a step aside, or it would look as if nothing had happened
            self._dock.move(self._dock.pos() + STEP_ASIDE)
        elif (window := self._dock.parentWidget()) is not None and (layout := window.layout()) is not None:
            _lay_out_anew(layout)


class _Name(QLabel):
    """Gives way to what stands beside it: then its end is left out, and no dock has to grow."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(LEAST_NAME)

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, room = self.fontMetrics(), self.contentsRect()
        if metrics.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter, room, place.value, self.palette(), self.isEnabled(), text, self.foregroundRole()
        )
        painter.end()


def _lay_out_anew(layout: QLayout) -> None:
    """Qt believes a dock that comes back to be where it was, and passes over a layout of the same size."""
    whole = layout.geometry()
    for place in (whole.adjusted(0, 0, 0, -2), whole):
        layout.setGeometry(place)
