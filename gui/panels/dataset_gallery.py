"""The datasets as small pictures: those of the first lessons in sight, all others one click away."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from engine.data import DATASETS, OWN, DataSpec
from gui.panels.disclosure import Disclosure
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.thumbnail_grid import ThumbnailGrid
from gui.wording import dataset_name, problem_name

FIRST = ("circle", "xor", "gauss", "spiral")
"""Always in sight: those the browser playground shows first."""

COLUMNS = 4
SIDE = 48

ALL_SETS = Setting("data/all_sets", False)
"""Whether the other sets are shown too."""


class DatasetGallery(QWidget):
    """Shows the chosen set among all of them; a person's own data are one more picture while they are in use.

    Signals:
        chosen: A person chose the set of that key.
    """

    chosen = Signal(str)

    def __init__(self, draw: Callable[[str], QIcon]) -> None:
        super().__init__()
        self._draw = draw
        self._group = QButtonGroup(self)
        self._first, self._others = (self._make_grid() for _ in range(2))
        self._first.offer(FIRST, dataset_name, _tip)
        self._others.offer((key for key in DATASETS if key not in FIRST), dataset_name, _tip)
        tip = tr("Show or hide the other examples to learn from")
        self._more = Disclosure("data.more_sets", tr("More sets"), tip, self._others, ALL_SETS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._first)
        column.addWidget(self._more)

    def show_data(self, data: DataSpec) -> None:
        """Mark the chosen set, and have it in sight."""
        own = data.own
        if own is None:
            self._first.offer(FIRST, dataset_name, _tip)
        else:
            tip = tr("Your own examples: {name}", name=own.name)
            self._first.offer((*FIRST, OWN), dataset_name, lambda key: tip if key == OWN else _tip(key))
            self._first.forget_picture(OWN)
        for grid in (self._first, self._others):
            grid.show_key(data.dataset)
        self._more.hold_open(data.dataset in self._others)

    def draw_pictures(self) -> None:
        """Draw every picture anew when it is in sight."""
        for grid in (self._first, self._others):
            grid.draw_pictures(self._draw)

    def _make_grid(self) -> ThumbnailGrid:
        grid = ThumbnailGrid("data.set", COLUMNS, SIDE, self._group)
        grid.chosen.connect(self.chosen)
        return grid


def _tip(key: str) -> str:
    return tr("{name}: {problem}", name=dataset_name(key), problem=problem_name(DATASETS[key]))
