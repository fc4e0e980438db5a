"""The undo commands: an edit of the design replaces a document by another; a weight may be set by hand."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.arrays import Array
from engine.training import Trainer
from gui.session.document import Document
from gui.session.runs import Beside, Runs


class Edit(QUndoCommand):
    """One step of undo; steps of one `merge_key` in a row become one, until the gesture that makes them is over."""

    gesture = 0
    """Which gesture it belongs to; the stack says so."""

    def __init__(self, label: str, merge_key: str = "") -> None:
        super().__init__(label)
        self._merge_key = merge_key

    def id(self) -> int:
        """Commands of one id may merge; -1 never does."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Swallow the next step of the same gesture."""
        if not isinstance(other, type(self)) or (other.gesture, other._merge_key) != (
            self.gesture,
            self._merge_key,
        ):
            return False
        self.swallow(other)
        return True

    def swallow(self, other: Self) -> None:
        """Lead to where `other` leads. Each kind of edit has its own."""
        raise NotImplementedError


class EditStack(QUndoStack):
    """The edits that can be taken back; it knows where one gesture ends and the next begins."""

    def __init__(self) -> None:
        super().__init__()
        self._gesture = 0

    def push(self, edit: QUndoCommand) -> None:
        """Do an edit, as a step of its own or as more of the last one."""
        if isinstance(edit, Edit):
            edit.gesture = self._gesture
        super().push(edit)

    def end_gesture(self) -> None:
        """The hand let go, or left the control: what it does next is another step."""
        self._gesture += 1


class DocumentEdit(Edit):
    """Goes from `old` to `new` and back."""

    def __init__(
        self,
        label: str,
        old: Document,
        new: Document,
        show: Callable[[Document], None],
        merge_key: str = "",
    ) -> None:
        super().__init__(label, merge_key)
        self._old, self._new = old, new
        self._show = show

    def undo(self) -> None:
        """Show the old document."""
        self._show(self._old)

    def redo(self) -> None:
        """Show the new document."""
        self._show(self._new)

    def swallow(self, other: Self) -> None:
        """Go on to its document."""
        self._new = other._new


class Fork(DocumentEdit):
    """Goes on from an earlier step; the old run is kept beside the new one as long as this is done."""

    def __init__(
        self, label: str, old: Document, new: Document, show: Callable[[Document], None], runs: Runs
    ) -> None:
        super().__init__(label, old, new, show)
        self._runs = runs
        self._beside: Beside | None = None

    def undo(self) -> None:
        """The old run goes on, and is beside nothing."""
        super().undo()
        if self._beside is not None:
            self._runs.take_back(self._beside)

    def redo(self) -> None:
        """The new run goes on; beside it the old one, as far as it has come."""
        self._beside = self._runs.keep_beside(self._old.experiment, self._old.trainer.history)
        super().redo()


class ParameterEdit(Edit):
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
        super().__init__(label, f"{merge_key} {hash(tuple(places))}" if merge_key else "")
        self._trainer, self._places = trainer, np.array(places, dtype=np.intp)
        self._old, self._new = trainer.network.parameters[self._places], np.array(values)
        self._announce = announce

    def undo(self) -> None:
        """The values they had. Training may have moved them since, and redo brings that back."""
        self._new = self._present()
        self._set(self._old)

    def redo(self) -> None:
        """The values they were given, or had when this was undone."""
        self._old = self._present()
        self._set(self._new)

    def swallow(self, other: Self) -> None:
        """Go on to its values."""
        self._new = other._new

    def _present(self) -> Array:
        values: Array = self._trainer.network.parameters[self._places]
        return values

    def _set(self, values: Array) -> None:
        self._trainer.change_parameters(self._places, values)
        self._announce()
