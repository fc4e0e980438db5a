"""The undo commands: an edit of the design replaces a document by another; a weight may be set by hand."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtGui import QUndoCommand

from engine.arrays import Array
from engine.training import Trainer
from gui.session.document import Document


class DocumentEdit(QUndoCommand):
    """Goes from `old` to `new` and back; edits of the same `merge_key` in a row become one."""

    def __init__(
        self,
        label: str,
        old: Document,
        new: Document,
        show: Callable[[Document], None],
        merge_key: str = "",
    ) -> None:
        super().__init__(label)
        self._old, self._new = old, new
        self._show = show
        self._merge_key = merge_key

    def undo(self) -> None:
        """Show the old document."""
        self._show(self._old)

    def redo(self) -> None:
        """Show the new document."""
        self._show(self._new)

    def id(self) -> int:
        """Commands of one id may merge; -1 never does."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Swallow the next edit of the same drag."""
        if not isinstance(other, DocumentEdit) or other._merge_key != self._merge_key:
            return False
        self._new = other._new
        return True


class ParameterEdit(QUndoCommand):
    """Sets some parameters of a run to values, and back to what they were."""

    def __init__(
        self,
        label: str,
        trainer: Trainer,
        places: Sequence[int],
        values: Array,
        announce: Callable[[], None],
        merge_key: str = "",
    ) -> None:
        super().__init__(label)
        self._trainer, self._places = trainer, np.array(places, dtype=np.intp)
        self._old, self._new = trainer.network.parameters[self._places], np.array(values)
        self._announce = announce
        self._merge_key = f"{merge_key} {hash(tuple(places))}" if merge_key else ""

    def undo(self) -> None:
        """The values they had. Training may have moved them since, and redo brings that back."""
        self._new = self._present()
        self._set(self._old)

    def redo(self) -> None:
        """The values they were given, or had when this was undone."""
        self._old = self._present()
        self._set(self._new)

    def id(self) -> int:
        """Commands of one id may merge; -1 never does."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Swallow the next values of the same drag."""
        if not isinstance(other, ParameterEdit) or other._merge_key != self._merge_key:
            return False
        self._new = other._new
        return True

    def _present(self) -> Array:
        values: Array = self._trainer.network.parameters[self._places]
        return values

    def _set(self, values: Array) -> None:
        self._trainer.change_parameters(self._places, values)
        self._announce()
