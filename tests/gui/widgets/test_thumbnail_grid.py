"""A grid of pictures has one choice, by mouse and by arrows, and draws only what is seen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QPushButton, QVBoxLayout, QWidget

from gui.appearance import appearance
from gui.widgets.thumbnail import Thumbnail
from gui.widgets.thumbnail_grid import ThumbnailGrid

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


class Two:
    """Two grids of one group, the second hidden, between two buttons."""

    def __init__(self) -> None:
        self.window = QWidget()
        group = QButtonGroup(self.window)
        self.first, self.second = (ThumbnailGrid("shelf.item", 3, 40, group) for _ in range(2))
        self.first.offer("abcde", str.upper, lambda key: f"Take {key}")
        self.second.offer("xy", str.upper, lambda key: f"Take {key}")
        self.before, self.after = QPushButton("before"), QPushButton("after")
        column = QVBoxLayout(self.window)
        for widget in (self.before, self.first, self.second, self.after):
            column.addWidget(widget)
        self.second.hide()
        self.drawn: list[str] = []
        self.chosen: list[str] = []
        for grid in (self.first, self.second):
            grid.chosen.connect(self.chosen.append)
            grid.draw_pictures(self.draw)
        self.first.show_key("a")

    def draw(self, key: str) -> QIcon:
        self.drawn.append(key)
        pixmap = QPixmap(40, 40)
        pixmap.fill(QColor("red"))
        return QIcon(pixmap)

    def tile(self, key: str) -> Thumbnail:
        return self.window.findChild(Thumbnail, f"shelf.item_{key}")

    def checked(self) -> list[str]:
        return [tile.accessibleName() for tile in self.window.findChildren(Thumbnail) if tile.isChecked()]


@pytest.fixture
def two(application, qtbot) -> Two:
    two = Two()
    qtbot.addWidget(two.window)
    with qtbot.waitExposed(two.window):
        two.window.show()
    return two


def test_click_chooses_one_of_all(two: Two) -> None:
    QTest.mouseClick(two.tile("b"), LEFT)
    assert two.chosen == ["b"]
    two.second.show()
    QTest.mouseClick(two.tile("y"), LEFT)
    assert two.chosen == ["b", "y"]
    assert two.checked() == ["Y"]


def test_showing_a_choice_announces_nothing(two: Two) -> None:
    two.first.show_key("d")
    two.second.show_key("x")
    assert two.checked() == ["X"]
    assert two.chosen == []


@pytest.mark.parametrize(
    ("keys", "reached"),
    [((Key.Key_Right,), "b"), ((Key.Key_Down,), "d"), ((Key.Key_Right, Key.Key_Down, Key.Key_Left), "d")],
)
def test_arrows_go_as_the_pictures_stand(two: Two, keys: tuple, reached: str) -> None:
    two.tile("a").setFocus()
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)
    assert two.chosen[-1] == reached
    assert QApplication.focusWidget() is two.tile(reached)


def test_tab_comes_to_the_chosen_one_and_leaves(two: Two) -> None:
    two.first.show_key("c")
    two.before.setFocus()
    QTest.keyClick(two.before, Key.Key_Tab)
    assert QApplication.focusWidget() is two.tile("c")
    QTest.keyClick(two.tile("c"), Key.Key_Tab)
    assert QApplication.focusWidget() is two.after
    assert two.chosen == []


def test_only_what_is_seen_is_drawn_and_once(two: Two, qtbot) -> None:
    qtbot.waitUntil(lambda: len(two.drawn) == 5)
    assert sorted(two.drawn) == list("abcde")
    two.second.show()
    qtbot.waitUntil(lambda: len(two.drawn) == 7)
    assert sorted(two.drawn[5:]) == ["x", "y"]
    two.window.repaint()
    QApplication.processEvents()
    assert len(two.drawn) == 7


def test_pictures_are_drawn_anew_when_asked(two: Two, qtbot) -> None:
    qtbot.waitUntil(lambda: len(two.drawn) == 5)
    two.first.forget_picture("c")
    qtbot.waitUntil(lambda: two.drawn[5:] == ["c"])


def test_entry_may_come_and_go(two: Two) -> None:
    tile = two.tile("a")
    two.first.offer("abcdez", str.upper, lambda key: f"Take {key}")
    assert two.tile("a") is tile
    assert two.tile("z").isVisible()
    two.first.show_key("z")
    two.first.offer("abcde", str.upper, lambda key: f"Take {key}")
    assert two.tile("z") is None
    assert "z" not in two.first


def picture(tile: Thumbnail) -> np.ndarray:
    window = tile.window()
    place = QRect(tile.mapTo(window, QPoint(0, 0)), tile.size())
    image = window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_chosen_one_is_framed_ticked_and_stronger(two: Two, qtbot, theme: str) -> None:
    appearance().set_theme(theme)
    qtbot.waitUntil(lambda: len(two.drawn) >= 5)
    QTest.mouseMove(two.after)  # what is under the mouse is strong too
    chosen, other = picture(two.tile("a")), picture(two.tile("c"))
    accent = np.array(QColor(appearance().theme.accent).getRgb()[:3])
    near = [(np.abs(shown - accent).sum(axis=2) < 40) for shown in (chosen, other)]
    assert near[0].sum() > 40  # the frame
    assert near[0][24:, 24:].sum() > near[0][:16, :16].sum() + 10  # the tick in the lower right corner
    assert near[1].sum() == 0
    middle = chosen[15, 15], other[15, 15]
    red = np.array([255, 0, 0])
    assert np.abs(middle[0] - red).sum() < np.abs(middle[1] - red).sum()
