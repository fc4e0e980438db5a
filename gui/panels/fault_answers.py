"""The answers of the fault hunt: the possible faults as buttons, one of which is picked, and what there was to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.training import FAULTS
from gui.fault_words import fault_lines, fault_name, fault_tip, fault_trace
from gui.translation import tr
from gui.widgets.formula import Formula

COLUMNS = 4


class FaultAnswers(QWidget):
    """Picks a fault and names it; shows the explanation of one.

    Signals:
        named: A person says that it is the fault of this key.
    """

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._picked: str | None = None
        self._buttons = {key: self._button(key) for key in FAULTS}
        self._answer = QPushButton(tr("This is it"))
        self._answer.setObjectName("fault.answer")
        self._answer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._answer.setToolTip(tr("Name the picked fault as the one that is planted"))
        self._answer.clicked.connect(self._on_answer)
        self.score = QLabel()
        self.score.setObjectName("fault.score")
        self._verdict = QLabel()
        self._verdict.setObjectName("fault.verdict")
        self._verdict.setWordWrap(True)
        self._verdict.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._verdict.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._verdict.setFixedHeight(2 * self._verdict.fontMetrics().lineSpacing() + 4)
        self._right, self._wrong = Formula("fault.right", 0.9), Formula("fault.wrong", 0.9)
        self._arrange()

    def offer(self, keys: Sequence[str]) -> None:
        """The faults that make a difference; the others cannot be picked."""
        for key, button in self._buttons.items():
            button.setEnabled(key in keys)
            tip = fault_tip(key) if key in keys else tr("This fault makes no difference in this network")
            button.setToolTip(tip)
        self._show_picked()

    def allow(self, is_open: bool) -> None:
        """Whether there is something to name now."""
        self._is_open = is_open
        self._show_picked()

    def show_score(self, found: int, attempts: int) -> None:
        """How it went so far."""
        self.score.setText(tr("Found: {found}, attempts: {attempts}", found=found, attempts=attempts))

    def say(self, words: str, key: str | None = None) -> None:
        """A sentence, and with a key the lines of that fault as it should be and as it was."""
        self._verdict.setText(words)
        self._verdict.setToolTip(words)
        for formula, label in ((self._right, self._should), (self._wrong, self._was)):
            formula.setVisible(key is not None)
            label.setVisible(key is not None)
        if key is not None:
            fault, (right, wrong) = FAULTS[key], fault_lines(key)
            self._right.show_formula(fault.right, right)
            self._wrong.show_formula(fault.formula, wrong)

    def forget(self) -> None:
        """Pick none."""
        self._picked = None
        self._show_picked()

    # How

    _is_open = False

    def _button(self, key: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"fault.is_{key}")
        button.setText(fault_name(key))
        button.setCheckable(True)
        button.setProperty("chip", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._on_picked(key))
        return button

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, button in enumerate(self._buttons.values()):
            grid.addWidget(button, *divmod(place, COLUMNS))
        grid.addWidget(self._answer, *divmod(len(self._buttons), COLUMNS))
        self._should, self._was = QLabel(tr("should be")), QLabel(tr("was"))
        lines = QHBoxLayout()
        lines.setSpacing(8)
        for label, formula in ((self._should, self._right), (self._was, self._wrong)):
            lines.addWidget(label)
            lines.addWidget(formula, 1)
        holder = QWidget()
        holder.setLayout(lines)
        lines.setContentsMargins(0, 0, 0, 0)
        holder.setFixedHeight(50)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addWidget(self._verdict)
        column.addWidget(holder)

    def _on_picked(self, key: str) -> None:
        self._picked = key
        self._show_picked()

    def _on_answer(self) -> None:
        if self._picked is not None:
            self.named.emit(self._picked)

    def _show_picked(self) -> None:
        for key, button in self._buttons.items():
            button.setChecked(key == self._picked)
        is_possible = self._picked is not None and self._buttons[self._picked].isEnabled()
        self._answer.setEnabled(self._is_open and is_possible)


def explanation(key: str) -> str:
    """What was wrong and how it could be seen."""
    return tr("{what} {trace}", what=fault_tip(key), trace=fault_trace(key))
