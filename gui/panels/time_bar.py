"""The bar at the bottom: walk back through the run step by step, and go on from any of them.

Before the first step there is nothing to walk back to, and the bar is empty.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from gui import numbers
from gui.appearance import number_font
from gui.session import Session
from gui.translation import tr
from gui.widgets.readout import Readout
from gui.widgets.throttle import Throttle
from gui.widgets.wheel import leave_wheel

FOLLOW = 0.1
"""Seconds between two moves of the slider while training runs."""


class TimeBar(QWidget):
    """A slider over the steps of the run; its right end is the present."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("bar.time")
        self._session = session
        self._throttle = Throttle(FOLLOW)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("timeline.slider")
        self._slider.setAccessibleName(tr("Step of the run"))
        self._slider.setToolTip(
            tr("Walk back through the run: every panel shows the network as it was at that step")
        )
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        leave_wheel(self._slider)
        self._shown = Readout("timeline.step", "000 000 000")
        self._shown.setAccessibleName(tr("Step that is shown"))
        self._shown.setFont(number_font())
        self._go_on = QPushButton(tr("Go on from here"))
        self._go_on.setObjectName("timeline.go_on")
        self._go_on.setToolTip(tr("Make this step the end of the run; Undo brings the old run back"))
        self._go_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        caption = QLabel(tr("Time"))
        caption.setBuddy(self._slider)
        self._run = QWidget()
        row = _row(self._run)
        row.addWidget(caption)
        row.addWidget(self._slider, 1)
        row.addWidget(self._shown)
        whole = _row(self)
        whole.setContentsMargins(8, 1, 4, 1)
        for part in (self._run, self._go_on):
            _keep_place(part)
        whole.addWidget(self._run, 1)
        whole.addWidget(self._go_on)
        self._slider.valueChanged.connect(session.look_back)
        self._go_on.clicked.connect(self._on_go_on)
        session.parameters_moved.connect(self._on_moved)
        session.experiment_replaced.connect(self._show)
        session.training_state_changed.connect(self._show)
        self._show()

    def _on_moved(self) -> None:
        if not self._session.is_running or self._throttle.due():
            self._show_place()
        if self._session.is_readable:
            self._tell()

    def _show(self) -> None:
        self._show_place()
        self._tell()

    def _tell(self) -> None:
        self._shown.setText(numbers.count(self._session.trainer.step_count))

    def _show_place(self) -> None:
        earliest, latest = self._session.span
        step = self._session.trainer.step_count
        per_epoch = self._session.run.steps_per_epoch
        self._slider.blockSignals(True)
        self._slider.setRange(earliest, max(latest, earliest + 1))
        self._slider.setPageStep(per_epoch)
        self._slider.setValue(step if latest > earliest else earliest + 1)
        self._slider.blockSignals(False)
        self._slider.setEnabled(latest > earliest)
        self._run.setVisible(latest > 0)
        self._go_on.setVisible(self._session.is_in_the_past)

    def _on_go_on(self) -> None:
        self._session.go_on_from_here()


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    return row


def _keep_place(widget: QWidget) -> None:
    """Nothing jumps when it comes or goes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
