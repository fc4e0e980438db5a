"""One update in slow motion: a named number after another, its formula, and its values along x and y."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.descent import Stage
from gui import numbers
from gui.appearance import heading_font, number_font
from gui.session import Session
from gui.translation import tr
from gui.widgets.formula import Formula
from gui.wording import stage_name

HEIGHT = 62


class SlowMotion(QWidget):
    """Shown only while an update is looked at; left and right arrow keys go from number to number."""

    own_keys = frozenset(int(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Right))

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._race = session.race
        self.setObjectName("race.slow_motion")
        self.setAccessibleName(tr("One update in slow motion"))
        self.setToolTip(tr("The left and right arrow keys go from number to number"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self._back = self._button("slow_back", "‹", tr("The number before"))
        self._next = self._button("slow_next", "›", tr("The next number; after the step, the next update"))
        self._back.clicked.connect(self._race.previous_stage)
        self._next.clicked.connect(self._race.next_stage)
        self._title, self._values = QLabel(), QLabel()
        self._title.setObjectName("race.slow_title")
        self._values.setObjectName("race.slow_values")
        self._title.setFont(heading_font())
        self._values.setFont(number_font())
        room = QFontMetrics(number_font()).horizontalAdvance(_pair(-1.5e-10, -1.5e-10)) + 8
        for label in (self._title, self._values):
            label.setMinimumWidth(room)
        self.formula = Formula("race.formula")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._values)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addLayout(words)
        row.addWidget(self.formula, 1)
        row.addWidget(self._next)

    def show_stage(self) -> None:
        """The number that is looked at now."""
        stages, at = self._race.stages, self._race.stage
        is_shown = at is not None and at < len(stages)
        self.setVisible(is_shown)
        if at is None or not is_shown:
            return
        stage = stages[at]
        self._back.setEnabled(at > 0)
        self._title.setText(
            tr("{number} of {count}: {name}", number=at + 1, count=len(stages), name=stage_name(stage.key))
        )
        self._values.setText(values_words(stage))
        self.formula.show_formula(stage.tex, stage.tex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self._race.next_stage()
        elif event.key() == Qt.Key.Key_Left:
            self._race.previous_stage()
        else:
            super().keyPressEvent(event)

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"race.{name}")
        button.setText(text)
        button.setProperty("chip", True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFixedSize(26, 26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def values_words(stage: Stage) -> str:
    """The parts along x and y."""
    if stage.values is None:
        return tr("one number for each weight")
    return _pair(*stage.values)


def _pair(x: float, y: float) -> str:
    return f"({numbers.signed(x)}, {numbers.signed(y)})"
