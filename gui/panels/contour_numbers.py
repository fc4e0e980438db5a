"""The numbers of the present point: the cost, how steep it is, how long the coming step, how far off the plane."""

import numpy as np
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import numbers
from gui.appearance import number_font
from gui.plots.axes import number_text
from gui.session import Session
from gui.translation import tr
from gui.widgets.readout import Readout
from gui.widgets.throttle import Throttle

WIDEST = "8.88·10⁻⁸"
SLOW = 0.25
"""Seconds between two measurements of the distances off the plane: each looks at all moments of the run."""


class ContourNumbers(QWidget):
    """A row of readouts; each says what it is in its tool tip."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._slow = Throttle(SLOW)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 10, 0)
        row.setSpacing(12)
        self._cost = self._readout(
            row,
            "cost",
            "C",
            tr("The cost at the present weights, over all training examples, with its penalty"),
        )
        self._slope = self._readout(
            row,
            "slope",
            tr("|∇C| on the plane"),
            tr("How steep the cost is here along this plane: the length of the arrow −∇C"),
        )
        self._whole = self._readout(
            row,
            "gradient",
            tr("|∇C| in all"),
            tr("The length of the whole gradient, of which the plane shows a part"),
        )
        self._step = self._readout(
            row, "step", "η·|∇C|", tr("Learning rate times that length: how far plain descent would step")
        )
        self._off = self._readout(
            row,
            "off_plane",
            tr("path off plane"),
            tr("How far the moment of the run that is farthest off the plane shown is from it"),
        )
        row.addStretch(1)

    def show_numbers(self) -> None:
        """The weights have moved."""
        landscape, trainer = self._session.landscape, self._session.trainer
        with np.errstate(over="ignore", invalid="ignore"):
            whole = float(np.linalg.norm(landscape.whole_gradient))
            slope = float(np.linalg.norm(landscape.descent @ landscape.frame.pair))
        self._cost.setText(numbers.cost(landscape.cost))
        self._slope.setText(short(slope))
        self._whole.setText(short(whole))
        self._step.setText(short(trainer.optimizer.learning_rate * whole))
        if not self._session.is_running or self._slow.due():
            self._off.setText(short(float(landscape.off_plane.max(initial=0.0))))

    def _readout(self, row: QHBoxLayout, name: str, caption: str, tip: str) -> Readout:
        label = QLabel(caption)
        label.setFont(number_font(0.86))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        value = Readout(f"descend.{name}", WIDEST)
        value.setFont(number_font())
        value.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for widget in (label, value):
            widget.setToolTip(tip)
        value.setAccessibleName(caption)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(value)
        row.addLayout(column)
        return value


def short(value: float) -> str:
    """Three digits, or a dash where there is no number."""
    return number_text(float(f"{value:.3g}")) if np.isfinite(value) else "–"
