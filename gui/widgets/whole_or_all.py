"""A field for how many of something: a whole number, or the word "all"."""

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

    def stepBy(self, steps: int) -> None:
        wanted = min(self.value(), self._there_are) + steps
        self.setValue(self.maximum() if wanted >= self._there_are else max(wanted, self.minimum()))

    def _read(self, text: str) -> int | None:
        return self.maximum() if text.strip().casefold() == tr("all") else super()._read(text)

    def _refusal(self, typed: str) -> str:
        return tr(
            "{name}: “{typed}” is neither a whole number from {low} to {high} nor “all”.",
            name=self.accessibleName(),
            typed=typed,
            low=self.minimum(),
            high=self.maximum(),
        )
