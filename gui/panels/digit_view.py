"""Draw a digit and see what the network takes it for, with every class's probability."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.data.digit_pixels import FULL, SIDE, inked
from engine.training.class_shares import class_shares
from gui.appearance import heading_font
from gui.session import Session
from gui.translation import tr
from gui.widgets.bar_list import BarList
from gui.widgets.digit_pad import DigitPad
from gui.wording import class_name


class DigitView(QWidget):
    """A pad, the answer, and the examples of the test part one after another."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._example = -1
        self._pad = DigitPad(
            "output.digit_pad",
            tr("Sheet for a digit"),
            tr(
                "Draw a digit; the right button or Shift rubs out. Keys: arrows, Space draws, Delete rubs out"
            ),
            SIDE,
            FULL,
            inked,
        )
        self._bars = BarList(
            "output.digit_shares", tr("What the network says"), tr("How sure the network is of every digit")
        )
        self._answer = QLabel()
        self._answer.setObjectName("output.digit_answer")
        self._answer.setFont(heading_font())
        self._truth = QLabel()
        self._truth.setObjectName("output.digit_truth")
        clear = _button("output.digit_clear", tr("Clear"), tr("Begin on a blank sheet"))
        following = _button(
            "output.digit_next",
            tr("Next example"),
            tr("Show the next picture that the network is not trained on"),
        )
        self._pad.changed.connect(self._on_drawn)
        clear.clicked.connect(self._on_clear)
        following.clicked.connect(self._on_next)
        self._arrange(clear, following)

    def show_design(self) -> None:
        """Other data have other examples."""
        self._example = -1
        self._truth.setText("")

    def show_numbers(self) -> None:
        """What the network says now."""
        session = self._session
        experiment = session.experiment
        names = [class_name(name) for name in experiment.data.kind.class_names]
        if not self._pad.pixels.any():
            self._bars.show_shares(names, [0.0] * len(names))
            self._answer.setText(tr("Draw a digit."))
            return
        with np.errstate(over="ignore", invalid="ignore"):
            predictions = session.network.predict(session.prepared.transform(self._pad.pixels.reshape(1, -1)))
        shares = class_shares(predictions, experiment.network, experiment.training.loss)[0]
        self._bars.show_shares(names, shares.tolist())
        self._answer.setText(tr("The network reads {name}.", name=names[int(shares.argmax())]))

    def _on_drawn(self) -> None:
        self._truth.setText("")
        self.show_numbers()

    def _on_clear(self) -> None:
        self._pad.show_pixels(np.zeros((SIDE, SIDE)))
        self._on_drawn()

    def _on_next(self) -> None:
        prepared = self._session.prepared
        part = prepared.raw_test if len(prepared.raw_test) else prepared.raw_train
        self._example = (self._example + 1) % len(part)
        self._pad.show_pixels(part.inputs[self._example].reshape(SIDE, SIDE))
        name = class_name(part.class_names[part.labels[self._example]])
        sentence = (
            tr("Test example {number} is {name}.", number=self._example + 1, name=name)
            if part is prepared.raw_test
            else tr("Training example {number} is {name}.", number=self._example + 1, name=name)
        )
        self._truth.setText(sentence)
        self.show_numbers()

    def _arrange(self, clear: QPushButton, following: QPushButton) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        grid.setRowStretch(0, 1)
        grid.addWidget(self._pad, 0, 0)
        grid.addWidget(self._bars, 0, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(clear)
        buttons.addWidget(following)
        buttons.addStretch(1)
        grid.addLayout(buttons, 1, 0)
        grid.addWidget(self._answer, 1, 1)
        grid.addWidget(self._truth, 2, 0, 1, 2)


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
