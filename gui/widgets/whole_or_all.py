"""A field for how many of something: a whole number, or the word "all"."""

from PySide6.QtGui import QValidator

from gui.translation import tr
from gui.widgets.whole_number import WholeNumber


class WholeOrAll(WholeNumber):
    """A `WholeNumber` whose largest value reads "all"; stepping beyond `there_are` leads to it."""

    def __init__(self, name: str, caption: str, low: int, high: int, tip: str) -> None:
        super().__init__(name, caption, low, high, 1, tip)
        self._there_are = high

    def show_count(self, there_are: int) -> None:
        """How many there are: so many, or more, are all of them."""
        self._there_are = there_are

    def textFromValue(self, value: int) -> str:
        return tr("all") if value == self.maximum() else super().textFromValue(value)

    def valueFromText(self, text: str) -> int:
        return self.maximum() if self._is_all(text) else super().valueFromText(text)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if self._is_all(text):
            return QValidator.State.Acceptable, text, position
        if tr("all").startswith(text.strip().casefold()):
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def stepBy(self, steps: int) -> None:
        wanted = min(self.value(), self._there_are) + steps
        self.setValue(self.maximum() if wanted >= self._there_are else max(wanted, self.minimum()))

    def _is_all(self, text: str) -> bool:
        return text.strip().casefold() == tr("all")
