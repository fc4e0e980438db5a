"""A list of names to choose one from by mouse or by typing it, however long the list is."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from gui.translation import tr
from gui.widgets.wheel import leave_wheel

_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾[]", "01234567890123456789()()")


class PlaceChoice(QComboBox):
    """One of many places, by number.

    The names may be typed plainly: w21(1) or w_21^[1] for w₂₁⁽¹⁾, w21(3<1) for w₂₁⁽³←¹⁾.

    Signals:
        chosen: A person chose another place.
        refused: What was typed names no place; the sentence says so, and the old one stands again.
    """

    chosen = Signal(int)
    refused = Signal(str)

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(16)
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self._listed = QStringListModel(self)
        self.setModel(self._listed)
        self.setCompleter(None)  # type: ignore[arg-type]  # it would look for raised letters, which nobody types
        self._line.editingFinished.connect(self._on_typed)
        self.activated.connect(self._on_activated)
        self._names: tuple[str, ...] = ()
        self._place = -1
        leave_wheel(self)

    def offer(self, names: Sequence[str]) -> None:
        """The names of places 0, 1, …"""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._listed.setStringList(list(names))

    def show_place(self, place: int) -> None:
        """Show a place without announcing it."""
        self._place = place
        self.setCurrentIndex(place)
        self._line.setText(self._names[place])
        self._line.setCursorPosition(0)

    def _on_activated(self, place: int) -> None:
        if place != self._place and 0 <= place < len(self._names):
            self._place = place
            self.chosen.emit(place)

    def _on_typed(self) -> None:
        typed = self._line.text()
        if not 0 <= self._place < len(self._names) or typed == self._names[self._place]:
            return
        wanted = plainly(typed)
        found = next((place for place, name in enumerate(self._names) if plainly(name) == wanted), None)
        if found is None:
            self.show_place(self._place)
            self.refused.emit(
                tr("There is no weight {name}; type one such as {other}.", name=typed, other=self._names[0])
            )
            return
        self._on_activated(found)


def plainly(name: str) -> str:
    """A name as it is typed without raised and lowered letters."""
    plain = name.translate(_PLAIN).replace("<-", "←").replace("<", "←")
    return plain.replace(" ", "").replace("_", "").replace("^", "").casefold()
