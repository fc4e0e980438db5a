"""The one undo command: an edit replaces a document by another."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

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
