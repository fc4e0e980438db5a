"""Is the derivative right? Beside backprop's the one found by nudging: for one parameter, or as a map of all."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engine.errors import BackpropLabError
from engine.network.address import Address
from engine.training import Derivative, check_gradients
from gui import numbers
from gui.appearance import number_font
from gui.panels.checked_layers import checked_layers
from gui.panels.inspector_moment import Subject, pick, selection_of
from gui.plots.check_heatmap import CheckHeatmap
from gui.session import Session
from gui.translation import tr


class Check(QWidget):
    """Two buttons and what came of them; the answer for one parameter goes when the numbers move on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all = session.fault_hunt.check
        self.found: Derivative | None = None
        self.button = _button("explain.check", tr("Check"))
        self.button.setToolTip(
            tr("Find ∂C/∂w of the coming batch once more, by nudging the weight up and down a little")
        )
        self.button.clicked.connect(self._on_check)
        self.button_all = _button("explain.check_all", tr("Check all"))
        self.button_all.setToolTip(tr("The same for every weight and bias, as a map of relative errors"))
        self.button_all.clicked.connect(self._all.start)
        self.answer = QLabel()
        self.answer.setObjectName("explain.check_answer")
        self.answer.setFont(number_font())
        self.answer.setWordWrap(True)
        self.answer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.map = CheckHeatmap("explain.check_map")
        self.map.setFixedHeight(230)
        self.map.chosen.connect(self._on_chosen)
        self.map.pointed.connect(self._on_pointed)
        self.note = QLabel()
        self.note.setObjectName("explain.check_note")
        self.note.setFont(number_font())
        self.note.setWordWrap(True)
        self._all.changed.connect(self.show_all)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.button_all)
        row.addWidget(self.answer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.map)
        column.addWidget(self.note)
        self.forget()
        self.show_all()

    def forget(self) -> None:
        """The numbers are others now."""
        if self.found is not None or not self.answer.text():
            self.found = None
            self.answer.setText(tr("Compare ∂C/∂w with (C(w + h) − C(w − h)) / 2h."))

    def show_all(self) -> None:
        """The map of the session's check of all parameters, as far as it has come."""
        spec, derivatives = self._all.network, self._all.derivatives
        is_one = spec is not None and spec == self._session.network.spec
        self.map.setVisible(is_one)
        self.note.setVisible(is_one)
        if is_one and spec is not None:
            self.map.show_layers(checked_layers(spec, derivatives))
            self._on_pointed("")

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
                backprop=trainer.backprop,
            )
        except BackpropLabError as error:
            self._session.complained.emit(str(error))
            return
        self.found = checked.worst
        self.answer.setText(check_words(self.found))

    def _on_chosen(self, place: tuple[int, int, int | None]) -> None:
        pick(self._session, selection_of(Address(*place)))

    def _on_pointed(self, sentence: str) -> None:
        progress = tr("{done} of {count} checked.", done=len(self._all.derivatives), count=self._all.count)
        self.note.setText(sentence or (progress if self._all.is_running else self.map.summary()))


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


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
