"""Drawing one's own examples into the output plot: the row of classes, and what becomes of the brush's dabs."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QWidget

from engine.data import OwnData
from engine.data.points import blank_sheet, class_targets, scattered, with_points, without_points
from gui.appearance import Theme, appearance
from gui.icons import set_icon
from gui.numbers import MINUS
from gui.plots.class_icons import class_icon, value_icon
from gui.plots.output_plot import OutputPlot
from gui.plots.point_brush import Dab, PointBrush
from gui.session import Session
from gui.session.own_points import change_points
from gui.translation import tr
from gui.wording import class_name

POINTS_A_DAB = 3
PAUSE_MS = 33
"""Dabs are gathered for so long before the data change: a fast hand would ask for more than can be drawn."""

MOST_NAMED = 4
"""With more classes than this the chips show marks only."""

LONGEST = 12


class Chip(QToolButton):
    """One of several of which one is chosen: Tab comes to that one, the arrows go to the others."""

    own_keys = frozenset((int(Qt.Key.Key_Left), int(Qt.Key.Key_Right)))


class PointDrawing(QWidget):
    """A slim row over the plot, there while a person draws."""

    def __init__(self, session: Session, plot: OutputPlot) -> None:
        super().__init__()
        self._session = session
        self._brush = PointBrush(plot)
        self._pending: list[Dab] = []
        self._stroke = 0
        self._is_active = False
        self._words: tuple[str, ...] = ()
        self._marks: tuple[Callable[[Theme], QIcon], ...] = ()
        self._target = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._apply)
        self._group = QButtonGroup(self)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(4)
        self._eraser = self._make_chip("output.eraser", tr("Erase"))
        self._eraser.setToolTip(tr("Take points away; the right button or Shift does so at any time"))
        set_icon(self._eraser, "eraser")
        self._clear = QPushButton(tr("Clear"))
        self._clear.setObjectName("output.clear")
        self._clear.setToolTip(tr("Take all points away and begin on a blank sheet"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self._brush.dabbed.connect(self._on_dab)
        self._brush.lifted.connect(self._on_lifted)
        self._brush.class_asked.connect(self._on_class_asked)
        self._group.idToggled.connect(self._on_chip)
        self._clear.clicked.connect(self._on_clear)
        appearance().theme_changed.connect(self._paint_icons)

    @property
    def chips(self) -> list[QToolButton]:
        """One for each class or value that can be drawn."""
        return [self._group.button(index) for index in range(len(self._words))]  # type: ignore[misc]  # the group holds nothing else

    def set_active(self, is_active: bool) -> None:
        """Show the row and give the plot's mouse to the brush, or neither."""
        self._is_active = is_active
        self.setVisible(is_active)
        self._brush.set_active(is_active, self._eraser.isChecked())

    def show_design(self) -> None:
        """Offer the classes of the present data."""
        words = self._class_words()
        if words != self._words:
            self._offer(words)
        self._marks = self._class_marks()
        self._paint_icons()

    # The row

    def _class_words(self) -> tuple[str, ...]:
        kind = self._session.experiment.data.kind
        if kind.problem == "regression":
            values = class_targets(self._session.prepared.raw_train)[:, 0]
            return tuple(f"{value:+g}".replace("+0", "0").replace("-", MINUS) for value in values)
        return tuple(map(class_name, kind.class_names))

    def _class_marks(self) -> tuple[Callable[[Theme], QIcon], ...]:
        """What draws the mark of each class or value: kept, for a theme may change over data that has none."""
        problem = self._session.experiment.data.kind.problem
        if problem != "regression":
            return tuple(partial(class_icon, index=i, problem=problem) for i in range(len(self._words)))
        values = class_targets(self._session.prepared.raw_train)[:, 0].tolist()
        return tuple(partial(value_icon, value=value) for value in values)

    def _offer(self, words: tuple[str, ...]) -> None:
        for chip in self.chips:
            self._group.removeButton(chip)
            self._chips.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        self._words = words
        for index, word in enumerate(words):
            chip = self._make_chip(f"output.draw_{index + 1}", tr("Draw {name}", name=word))
            chip.setToolTip(
                tr("Draw points of {name} (key {number} in the plot)", name=word, number=index + 1)
            )
            if len(words) <= MOST_NAMED:
                chip.setText(word if len(word) <= LONGEST else f"{word[: LONGEST - 1]}…")
                chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._group.addButton(chip, index)
            self._chips.addWidget(chip)
            chip.show()  # the layout would do so only later
        self._group.addButton(self._eraser, len(words))
        self._target = 0
        self._group.button(0).setChecked(True)

    def _make_chip(self, name: str, words: str) -> Chip:
        chip = Chip()
        chip.setObjectName(name)
        chip.setCheckable(True)
        chip.setProperty("chip", True)
        chip.setIconSize(QSize(16, 16))
        chip.setAccessibleName(words)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 10, 0)
        line.setSpacing(4)
        line.addLayout(self._chips)
        line.addWidget(self._eraser)
        line.addStretch(1)
        line.addWidget(self._clear)

    def _paint_icons(self) -> None:
        for chip, mark in zip(self.chips, self._marks, strict=True):
            chip.setIcon(mark(appearance().theme))

    # The brush

    def _on_chip(self, index: int, is_checked: bool) -> None:
        if not is_checked:
            return
        if index < len(self._words):
            self._target = index
        self._brush.set_active(self._is_active, erases=index == len(self._words))

    def _on_class_asked(self, index: int) -> None:
        if index < len(self._words):
            self._group.button(index).setChecked(True)

    def _on_dab(self, dab: Dab) -> None:
        self._pending.append(dab)
        if not self._timer.isActive():
            self._timer.start()

    def _on_lifted(self) -> None:
        self._timer.stop()
        self._apply()
        self._stroke += 1

    def _apply(self) -> None:
        dabs, self._pending = self._pending, []
        if dabs:
            label = tr("Erase points") if dabs[0].erases else tr("Draw points")
            change_points(self._session, lambda own: self._dabbed(own, dabs), label, f"stroke {self._stroke}")

    def _dabbed(self, own: OwnData, dabs: list[Dab]) -> OwnData:
        target = class_targets(own.dataset)[self._target]
        for dab in dabs:
            if dab.erases:
                own = without_points(own, dab.center, dab.reach)
            elif dab.is_first:
                own = with_points(own, np.array([dab.center]), target)
            else:
                points = scattered(dab.center, dab.reach, POINTS_A_DAB, len(own.dataset))
                own = with_points(own, points, target)
        return own

    def _on_clear(self) -> None:
        change_points(self._session, blank_sheet, tr("Clear the sheet"))
