"""Cost and accuracy over the epochs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from gui.panels.panel import Panel
from gui.plots.loss_plot import LossPlot
from gui.session import Session
from gui.translation import tr


class LossPanel(Panel):
    """Feeds the loss plot from the history."""

    interval = 1.0 / 15.0

    def __init__(self, session: Session) -> None:
        super().__init__("loss", tr("Cost and accuracy"), session)
        self.plot = LossPlot()
        self.plot.setObjectName("loss.plot")
        self._log = QCheckBox(tr("Log scale"))
        self._log.setObjectName("loss.log")
        self._log.setToolTip(
            tr("Show powers of ten at equal distances, so that small costs can be told apart")
        )
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.toggled.connect(self._on_log)
        self.follow(self.plot, self._log)

    def show_numbers(self) -> None:
        history = self.session.trainer.history
        self.plot.set_curves(history.epochs, history.range_of("train_cost"), history.range_of("test_cost"))
        self.plot.set_accuracy(
            history.epochs, history.range_of("train_accuracy"), history.range_of("test_accuracy")
        )
        if not self.session.is_running:
            self.plot.refresh_range()

    def _on_log(self, is_log: bool) -> None:
        self.plot.set_log(is_log)
