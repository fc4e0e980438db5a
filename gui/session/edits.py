"""The undo commands: an edit of the design replaces a document by another; a weight may be set by hand."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

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
    """Sets one parameter of a run to a value, and back to what it was."""

    def __init__(
        self,
        label: str,
        trainer: Trainer,
        place: int,
        value: float,
        announce: Callable[[], None],
        merge_key: str = "",
    ) -> None:
        super().__init__(label)
        self._trainer, self._place = trainer, place
        self._old, self._new = float(trainer.network.parameters[place]), value
        self._announce = announce
        self._merge_key = f"{merge_key} {place}" if merge_key else ""

    def undo(self) -> None:
        """The value it had."""
        self._set(self._old)

    def redo(self) -> None:
        """The value it was given."""
        self._set(self._new)

    def id(self) -> int:
        """Commands of one id may merge; -1 never does."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Swallow the next value of the same drag."""
        if not isinstance(other, ParameterEdit) or other._merge_key != self._merge_key:
            return False
        self._new = other._new
        return True

    def _set(self, value: float) -> None:
        self._trainer.change_parameter(self._place, value)
        self._announce()
