"""The chosen example: the row of the training part whose numbers are explained."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.training.targets import encode_targets

if TYPE_CHECKING:
    from gui.session.session import Session


class Example(QObject):
    """One example of the training part. It stays chosen while other things are picked.

    Attributes:
        index: Its row in the training part, from 0; always one there is.

    Signals:
        changed: Another example, or other numbers of it.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.index = 0
        self._prepared = session.prepared
        session.selection_changed.connect(self._follow_selection)
        session.experiment_replaced.connect(self._follow_data)

    @property
    def count(self) -> int:
        """How many examples there are to choose from."""
        return len(self._session.trainer.data)

    @property
    def inputs(self) -> Array:
        """(n_0,) as the network sees them."""
        row: Array = self._session.trainer.data.inputs[self.index]
        return row

    @property
    def targets(self) -> Array:
        """(n_L,) the numbers the network is trained towards."""
        trainer = self._session.trainer
        one = trainer.data.take(np.array([self.index]))
        row: Array = encode_targets(one, trainer.network.spec, trainer.spec.loss)[0]
        return row

    def set(self, index: int) -> None:
        """Choose an example; beyond the ends the first or the last one."""
        chosen = min(max(index, 0), self.count - 1)
        self._session.select(replace(self._session.selection, example=chosen))

    def _follow_selection(self) -> None:
        picked = self._session.selection.example
        if picked is not None:
            self._take(picked)

    def _follow_data(self) -> None:
        is_other = self._session.prepared is not self._prepared
        self._prepared = self._session.prepared
        if not self._take(self.index) and is_other:
            self.changed.emit()

    def _take(self, index: int) -> bool:
        """Whether that is another example than before."""
        chosen = min(max(index, 0), self.count - 1)
        is_other = chosen != self.index
        self.index = chosen
        if is_other:
            self.changed.emit()
        return is_other
