"""Is the derivative right? Beside backprop's the one found by nudging the parameter, on the coming batch."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from engine.errors import BackpropLabError
from engine.training import Derivative, check_gradients
from gui import numbers
from gui.appearance import number_font
from gui.panels.inspector_moment import Subject
from gui.session import Session
from gui.translation import tr


class Check(QWidget):
    """A button, and what came of it; the answer goes when the numbers move on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.found: Derivative | None = None
        self.button = QPushButton(tr("Check"))
        self.button.setObjectName("explain.check")
        self.button.setToolTip(
            tr("Find ∂C/∂w of the coming batch once more, by nudging the weight up and down a little")
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_check)
        self.answer = QLabel()
        self.answer.setObjectName("explain.check_answer")
        self.answer.setFont(number_font())
        self.answer.setWordWrap(True)
        self.answer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.answer, 1)
        self.forget()

    def forget(self) -> None:
        """The numbers are others now."""
        self.found = None
        self.answer.setText(tr("Compare ∂C/∂w with the central difference (C(w + h) − C(w − h)) / 2h."))

    def _on_check(self) -> None:
        subject, trainer = Subject.of(self._session), self._session.trainer
        if subject is None or subject.place is None:
            return
        inputs, targets = trainer.next_batch()
        try:
            checked = check_gradients(
                trainer.network,
                inputs.astype(np.float64),
                targets.astype(np.float64),
                loss=trainer.spec.loss,
                parameters=[subject.place],
            )
        except BackpropLabError as error:
            self._session.complained.emit(str(error))
            return
        self.found = checked.worst
        self.answer.setText(check_words(self.found))


def check_words(found: Derivative) -> str:
    """Both derivatives, how far they are apart, and what that means."""
    verdict = {
        "right": tr("✓ they agree"),
        "kink": tr("· a kink lies between the two nudges, so the difference says nothing"),
        "wrong": tr("✗ they differ"),
    }[found.verdict]
    return tr(
        "backprop {backprop} · numerical {numerical} · relative error {error} {verdict}",
        backprop=numbers.significant(found.backprop, 7),
        numerical=numbers.significant(found.numerical, 7),
        error=numbers.plain(float(f"{found.relative_error:.1e}")),
        verdict=verdict,
    )
