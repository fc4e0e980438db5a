"""The panels of the slope and of the surface, as a person meets them."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

LEFT = Qt.MouseButton.LeftButton


class SlopePage:
    """The panel of the slope."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, kind: type, control: str):
        """The one visible control of that name."""
        (found,) = self.window.findChildren(kind, f"slope.{control}")
        assert found.isVisible(), f"slope.{control} is hidden"
        return found

    def number(self, control: str) -> float:
        """What a readout says."""
        return float(self.find(QLabel, control).text().rpartition("= ")[2].replace("−", "-"))

    def click(self, control: str) -> None:
        QTest.mouseClick(self.find(QPushButton, control), LEFT)

    def choose(self, control: str, words: str) -> None:
        """Open a list and click the entry of those words."""
        box = self.find(QComboBox, control)
        QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 10, box.height() // 2))
        row = box.findText(words)
        assert row >= 0, f"slope.{control} does not offer {words}"
        place = box.view().visualRect(box.model().index(row, 0)).center()
        QTest.mouseMove(box.view().viewport(), place - QPoint(4, 0))
        QTest.mouseMove(box.view().viewport(), place)
        QTest.mouseClick(box.view().viewport(), LEFT, pos=place)

    def turn_dial_to(self, angle: float) -> None:
        """Take the needle and pull it there."""
        dial = self.find(QWidget, "dial")
        QTest.mousePress(dial, LEFT, pos=dial.place_of(dial.angle).toPoint())
        QTest.mouseMove(dial, dial.place_of(angle).toPoint())
        QTest.mouseRelease(dial, LEFT, pos=dial.place_of(angle).toPoint())

    def drag_point(self, plot: str, pixels: int) -> None:
        """Take the point of a cut and pull it along in a few moves, as a hand does."""
        cut = self.find(QWidget, plot)
        place = cut.probe or (cut.cut.at, cut.cut.cost)
        start = cut.pixel_of(*place)
        QTest.mousePress(cut.hand, LEFT, pos=start.toPoint())
        for share in np.linspace(0.25, 1.0, 4):
            QTest.mouseMove(cut.hand, (start + QPointF(share * pixels, 0.0)).toPoint())
        QTest.mouseRelease(cut.hand, LEFT, pos=(start + QPointF(pixels, 0.0)).toPoint())

    def changes(self, plot: str) -> dict[str, float]:
        """The numbers above a cut by their names, as a screen reader says them; {} where there are none."""
        said = self.find(QWidget, plot).hand.accessibleDescription().partition(". ")[0]
        pairs = [part.rpartition(" ") for part in said.split(", ") if part]
        return {name: float(number.replace("−", "-")) for name, _, number in pairs}


class SurfacePage:
    """The panel in three dimensions."""

    def __init__(self, window: QWidget) -> None:
        (self.plot,) = window.findChildren(QWidget, "surface.plot")

    def drag(self, across: int, down: int) -> None:
        middle = self.plot.rect().center()
        QTest.mousePress(self.plot, LEFT, pos=middle)
        QTest.mouseMove(self.plot, middle + QPoint(across, down))
        QTest.mouseRelease(self.plot, LEFT, pos=middle + QPoint(across, down))

    def picture(self) -> np.ndarray:
        image = self.plot.grab().toImage().convertToFormat(self.plot.grab().toImage().Format.Format_RGBA8888)
        pixels = np.frombuffer(image.constBits(), np.uint8)
        return pixels.reshape(image.height(), image.width(), 4)[..., :3].copy()


def tab_to(window: QWidget, name: str) -> None:
    """Press Tab until the control of that name has the keyboard."""
    for _ in range(160):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() == name:
            return
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")
