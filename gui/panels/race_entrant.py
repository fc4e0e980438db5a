"""The settings of the selected runner: its learning rate and the options of its optimizer, in one row."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from engine.training import OPTIMIZERS, OptimizerSpec
from gui.icons import set_icon
from gui.session import Session
from gui.translation import tr
from gui.widgets.number_field import NumberField
from gui.wording import optimizer_name, option_name, option_tip

LEAST_WIDTH, MOST_WIDTH = 46, 62
SIGNS = {
    "momentum": "μ",
    "epsilon": "ε",
    "alpha": "α",
    "beta1": "β₁",
    "beta2": "β₂",
    "weight_decay": "λ",
}
"""Options by the letters of the formulas, for a row without room for words."""


class EntrantRow(QWidget):
    """Who takes part, and with what."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._race = session.race
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 4)
        row.setSpacing(4)
        self._rate = self._field("rate", "η", tr("Learning rate η"), tr("Learning rate of this runner"))
        self._rate[1].chosen.connect(self._on_rate)
        known = dict.fromkeys(option.key for kind in OPTIMIZERS.values() for option in kind.options)
        self._options = {key: self._option(key) for key in known}
        for pair in (self._rate, *self._options.values()):
            for widget in pair:
                row.addWidget(widget)
        row.addStretch(1)
        self._add = QToolButton()
        self._add.setObjectName("race.add")
        self._add.setText(tr("Add"))
        set_icon(self._add, "add")
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setToolTip(tr("Let one more optimizer take part"))
        self._add.setProperty("chip", True)
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add.setMenu(self._menu())
        self._remove = QToolButton()
        self._remove.setObjectName("race.remove")
        set_icon(self._remove, "remove")
        self._remove.setProperty("chip", True)
        self._remove.setToolTip(tr("Take this runner out of the race"))
        self._remove.setAccessibleName(tr("Remove the runner"))
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._remove.clicked.connect(self._on_remove)
        row.addWidget(self._add)
        row.addWidget(self._remove)

    def show_entrant(self) -> None:
        """The selected runner's settings."""
        race = self._race
        spec = race.spec.entrants[race.selected] if race.selected >= 0 else None
        self._remove.setEnabled(spec is not None)
        for widget in self._rate:
            widget.setVisible(spec is not None)
        self._rate[1].show_value(None if spec is None else spec.rate)
        for key, (label, field) in self._options.items():
            has_it = spec is not None and key in spec.options
            label.setVisible(has_it)
            field.setVisible(has_it)
            if spec is not None and has_it:
                field.show_value(spec.options[key])

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for key in OPTIMIZERS:
            action = QAction(optimizer_name(key), menu)
            action.setObjectName(f"race.add_{key}")
            action.triggered.connect(partial(self._on_add, key))
            menu.addAction(action)
        return menu

    def _option(self, key: str) -> tuple[QLabel, NumberField]:
        name = option_name(key)
        pair = self._field(f"option_{key}", SIGNS[key], name, option_tip(key))
        pair[1].chosen.connect(partial(self._on_option, key))
        return pair

    def _field(self, key: str, sign: str, caption: str, tip: str) -> tuple[QLabel, NumberField]:
        label = QLabel(sign)
        label.setContentsMargins(4, 0, 0, 0)
        field = NumberField(f"race.{key}", caption, tip)
        field.setMinimumWidth(LEAST_WIDTH)
        field.setMaximumWidth(MOST_WIDTH)
        field.refused.connect(self._session.complained)
        label.setBuddy(field)
        return label, field

    def _on_rate(self, rate: float) -> None:
        self._set(lambda spec: replace(spec, learning_rate=rate))

    def _on_option(self, key: str, value: float) -> None:
        self._set(lambda spec: replace(spec, options=spec.options | {key: value}))

    def _set(self, change: Callable[[OptimizerSpec], OptimizerSpec]) -> None:
        self._race.set_entrant(self._race.selected, change)

    def _on_add(self, key: str) -> None:
        self._race.add(key)

    def _on_remove(self) -> None:
        self._race.remove(self._race.selected)
