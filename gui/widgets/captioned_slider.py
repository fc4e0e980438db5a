"""A slider with its name on the left and its value on the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from gui.appearance import number_font
from gui.widgets.gesture import on_gesture_end
from gui.widgets.wheel import leave_wheel


class CaptionedSlider(QWidget):
    """Whole numbers from `low` to `high` in steps; `text` turns one into what is shown.

    Signals:
        changed: A person chose another value.
        gesture_ended: A hand let go of it, or the keyboard left it.
    """

    changed = Signal(int)
    gesture_ended = Signal()

    def __init__(
        self, caption: str, name: str, low: int, high: int, step: int, text: Callable[[int], str], tip: str
    ) -> None:
        super().__init__()
        self._text = text
        self._step = step
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(name)
        self.slider.setRange(low // step, high // step)
        self.slider.setPageStep(2)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(caption)
        leave_wheel(self.slider)
        on_gesture_end(self.slider, self.gesture_ended.emit)
        label = QLabel(caption)
        label.setBuddy(self.slider)
        self._value = QLabel()
        self._value.setFont(number_font())
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._value, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        self.slider.valueChanged.connect(self._on_moved)
        self._show_value()

    @property
    def value(self) -> int:
        """The number chosen."""
        return self.slider.value() * self._step

    def show_value(self, value: int) -> None:
        """Show a number without announcing it."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self._step))
        self.slider.blockSignals(False)
        self._show_value()

    def _on_moved(self) -> None:
        self._show_value()
        self.changed.emit(self.value)

    def _show_value(self) -> None:
        self._value.setText(self._text(self.value))
