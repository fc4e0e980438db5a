"""One stage to read: its formula in letters and with numbers, and a sentence. It can have the keyboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.appearance import appearance
from gui.numbers import in_text
from gui.translation import tr
from gui.widgets.formula import Formula

KEYS = {
    Qt.Key.Key_Right: "next",
    Qt.Key.Key_N: "next",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_B: "back",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Space: "play",
    Qt.Key.Key_Return: "finish",
    Qt.Key.Key_Enter: "finish",
    Qt.Key.Key_Escape: "close",
    **{getattr(Qt.Key, f"Key_{number}"): f"phase_{number}" for number in range(1, 5)},
}

LEAST_HEIGHT, MOST_HEIGHT = 32, 96
"""Pixels kept for each line of a formula, so that nothing jumps from stage to stage."""

TEXT_HEIGHT = 46
"""Pixels for the sentence and the remark."""


class StageView(QWidget):
    """Shows a stage.

    Signals:
        commanded: A key was pressed: "next", "back", "first", "last", "play", "finish", "close", "phase_1" … "phase_4".
    """

    commanded = Signal(str)

    own_keys = frozenset(int(key) for key in KEYS)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(
            tr(
                "→ or N next, ← or B back, Space plays, 1 to 4 go to a phase, "
                "Enter makes the step, Ctrl+C copies its formula as TeX"
            )
        )
        self._sentence, self._remark = QLabel(), QLabel()
        self._sentence.setObjectName(f"{name}_sentence")
        self._remark.setObjectName(f"{name}_remark")
        self._remark.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self._sentence, self._remark):
            label.setWordWrap(True)
        self._letters, self._numbers = Formula(f"{name}_letters"), Formula(f"{name}_numbers")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 3, 10, 3)
        column.setSpacing(1)
        for formula in (self._letters, self._numbers):
            column.addWidget(formula)
        column.addWidget(self._sentence)
        column.addWidget(self._remark)
        column.addStretch(1)
        appearance().theme_changed.connect(self.update)

    def show_stage(
        self, place: str, letters: tuple[str, str], numbers: tuple[str, str], sentence: str, remark: str
    ) -> None:
        """Show a stage; each formula is (TeX, plain reading)."""
        letters, numbers = ((tex, in_text(reading)) for tex, reading in (letters, numbers))
        self._letters.show_formula(*letters)
        self._numbers.show_formula(*numbers)
        self._sentence.setText(sentence)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        reading = tr("{place}: {formula}; {numbers}", place=place, formula=letters[1], numbers=numbers[1])
        self.setAccessibleName(reading if letters[1] else place)
        self.setAccessibleDescription(sentence)

    def preparations(self, letters: str, numbers: str) -> tuple[Callable[[], None], ...]:
        """What can be done ahead of a stage with these formulas in TeX, one by one."""
        return partial(self._letters.prepare, letters), partial(self._numbers.prepare, numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(f"{self._letters.tex}\n{self._numbers.tex}")
            return
        command = KEYS.get(Qt.Key(event.key()))
        if command is None:
            super().keyPressEvent(event)
        else:
            self.commanded.emit(command)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = (self.height() - TEXT_HEIGHT) // 2
        for formula in (self._letters, self._numbers):
            formula.setFixedHeight(min(max(room, LEAST_HEIGHT), MOST_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance().theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4.0, 4.0)
