"""The right end of the bottom row: what was done, or quietly what a good teacher would notice, with a remedy."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui.session import Session
from gui.session.divergence import Divergence
from gui.session.document import starts_anew
from gui.translation import tr

if TYPE_CHECKING:
    from engine.training import Remedy

LIGHT_WORK = 200_000
"""Weights times examples up to which a look takes less than a frame."""

PATIENCE_MS = 1500
"""At most so often the run is looked at."""

REMARK_MS = 10_000
"""So long a remark stays, unless the next edit comes sooner."""


class HintBar(QWidget):
    """One line: a message while there is one, else how the run diverged, else a remark about the last edit, else the
    most serious finding about the run.

    A finding is shown while it holds; its button applies the first remedy that changes something, as one edit
    that can be undone. From a divergence a button leads back to a step at which the run was well; the slider of
    time leads forth again, and whatever is done there goes on as a new run.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._message = ""
        self._remark = ""
        self._finding = ""
        self._remedy: Remedy | None = None
        self._remedy_text = self._warning = ""
        self._has_diverged = False
        self._label = QLabel()
        self._label.setObjectName("window.said")
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._try = _button("hint.apply", tr("Apply this remedy; Undo takes it back"))
        self._try.setAccessibleName(tr("Remedy"))
        self._back = _button(
            "hint.back",
            tr(
                "Show the run as it was when all was well; Play goes on from there, the slider leads forth again"
            ),
        )
        self._back.setText(tr("Back to before it"))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.addWidget(self._label, 1)
        row.addWidget(self._try)
        row.addWidget(self._back)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.look)
        self._remark_timer = QTimer(self)
        self._remark_timer.setSingleShot(True)
        self._remark_timer.setInterval(REMARK_MS)
        self._remark_timer.timeout.connect(self._forget_remark)
        session.experiment_replaced.connect(self._forget_remark)
        session.remarked.connect(self._on_remark)
        self._try.clicked.connect(self._on_try)
        self._back.clicked.connect(self._on_back)
        for moved in (session.parameters_moved, session.experiment_replaced, session.training_state_changed):
            moved.connect(self._look_soon)
            moved.connect(self._show_divergence)

    def say(self, message: str) -> None:
        """Show a message; an empty one gives the line back to the findings."""
        self._message = message
        self._show()

    def look(self) -> None:
        """Look at the run now."""
        from engine.training import diagnose  # only now: nothing is to be found while the window opens
        from gui.advice import finding_text, remedy_text

        # What training does in a hunt is the fault's doing, and a remedy would lead astray.
        is_silent = self._session.fault_hunt.is_on or not len(self._session.prepared.train)
        findings = () if is_silent else diagnose(self._session.trainer)
        self._finding, self._remedy, self._remedy_text, self._warning = "", None, "", ""
        if findings and self._divergence is None:
            self._finding = finding_text(findings[0])
            self._remedy = next(
                (remedy for remedy in findings[0].remedies if remedy.applies_to(self._session.experiment)),
                None,
            )
            if self._remedy is not None:
                self._remedy_text = remedy_text(self._remedy)
                self._warning = self._warning_of(self._remedy)
        self._show()

    def _warning_of(self, remedy: "Remedy") -> str:
        """What is said before a remedy that begins the training anew is applied; "" of another."""
        experiment = self._session.experiment
        if not self._session.run.step_count or not starts_anew(experiment, remedy.change(experiment)):
            return ""
        return tr(
            "“{remedy}” begins the training anew; Undo brings the trained weights back.",
            remedy=self._remedy_text,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _look_soon(self) -> None:
        """While training runs only what is looked at within a frame; the rest when it pauses."""
        trainer = self._session.trainer
        is_light = trainer.network.layout.size * len(trainer.data) <= LIGHT_WORK
        if not self._timer.isActive() and (is_light or not self._session.is_running):
            self._timer.start()

    @property
    def _divergence(self) -> Divergence | None:
        """How the run that is shown ended; None also while an earlier step is looked at."""
        return None if self._session.is_in_the_past else self._session.divergence

    def _show_divergence(self) -> None:
        """At once: what has just happened is not to be waited for."""
        has_diverged = self._divergence is not None
        if has_diverged != self._has_diverged:
            self._has_diverged = has_diverged
            self._finding, self._remedy = "", None
            self._show()

    def _show(self) -> None:
        divergence = None if self._message else self._divergence
        is_hidden = self._message not in ("", self._warning) or divergence or self._remark
        remedy = None if is_hidden else self._remedy
        self._back.setVisible(divergence is not None and divergence.has_way_back)
        self._try.setVisible(remedy is not None)
        if remedy is not None:
            self._try.setText(self._remedy_text)
            self._try.setAccessibleName(tr("Remedy: {name}", name=self._remedy_text))
            self._try.setToolTip(self._warning or tr("Apply this remedy; Undo takes it back"))
            self._try.setStatusTip(self._warning)
        self._row.activate()  # so that the label has its new width
        text = self._message or (divergence.short_sentence if divergence else self._remark or self._finding)
        self._label.setToolTip(text)
        self._label.setText(
            self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self._label.width())
        )

    def _on_remark(self, remark: str) -> None:
        self._remark = remark
        self._remark_timer.start()
        self._show()

    def _forget_remark(self) -> None:
        self._remark_timer.stop()
        if self._remark:
            self._remark = ""
            self._show()

    def _on_back(self) -> None:
        if self._divergence is not None:
            self._session.look_back(self._divergence.step_before)
            self.look()

    def _on_try(self) -> None:
        if self._remedy is not None:
            self._session.attempt(self._remedy.change, self._remedy_text)
            self.look()


def _button(name: str, tip: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.hide()
    return button
