"""The Descend workspace as a person meets it: the panel of the contours."""

import re

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton, QWidget

LEFT = Qt.MouseButton.LeftButton


class ContourPage:
    """The panel of the contours."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, kind: type, control: str):
        """The one visible control of that name."""
        (found,) = self.window.findChildren(kind, f"descend.{control}")
        assert found.isVisible(), f"descend.{control} is hidden"
        return found

    @property
    def plot(self) -> QWidget:
        return self.find(QWidget, "contour")

    def says(self, control: str) -> str:
        return self.find(QLabel, control).text()

    @property
    def cost(self) -> float:
        return float(self.says("cost"))

    def place(self) -> tuple[float, float]:
        """Where the point is, as a screen reader says it."""
        words = self.plot.accessibleDescription().replace("−", "-")
        x, y = re.search(r" at ([-\d.]+), ([-\d.]+);", words).groups()
        return float(x), float(y)

    def click_at(self, x: float, y: float) -> None:
        QTest.mouseClick(self.plot.viewport(), LEFT, pos=self.pixel(x, y))

    def drag_point_to(self, x: float, y: float) -> None:
        """Take hold of the point and pull it, in a few moves as a hand does."""
        start, end = self.pixel(*self.place()), self.pixel(x, y)
        QTest.mousePress(self.plot.viewport(), LEFT, pos=start)
        for share in np.linspace(0.2, 1.0, 5):
            QTest.mouseMove(self.plot.viewport(), start + (end - start) * float(share))
        QTest.mouseRelease(self.plot.viewport(), LEFT, pos=end)

    def pixel(self, x: float, y: float) -> QPoint:
        return self.plot.pixel_of(x, y).toPoint()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.plot.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(self.plot, key, modifier)

    def click(self, control: str) -> None:
        button = self.find(QToolButton, control)
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def choose_plane(self, key: Qt.Key) -> None:
        """By keyboard: Home is two weights, End the principal directions, Down the next."""
        box = self.find(QComboBox, "plane")
        box.setFocus()
        QTest.keyClick(box, key)

    def type_weight(self, control: str, name: str) -> None:
        box = self.find(QComboBox, control)
        line = box.findChild(QLineEdit)
        QTest.mouseClick(line, LEFT)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(line, name)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def axis_names(self) -> tuple[str, str]:
        return self.plot.bottom.labelText, self.plot.left.labelText
