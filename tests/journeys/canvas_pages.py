"""The canvas under a person's hands: the heads of the layers with their menus, the card of what is picked."""

from journey_hands import Keys
from journey_pages import LEFT, Page, click_entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from gui.plots.bias_mark import bias_center
from gui.plots.diagram_keys import Spot
from gui.widgets.number_field import NumberField

LINK = (1, 3, 1)
"""The weight that is worked on: layer 1, neuron 4, from input 2."""


def weight(lab) -> float:
    """Its value."""
    return lab.session.network.weights[0][3, 1].item()


def keyboard() -> str:
    """The name of what has the keyboard, "" where nothing has it."""
    widget = QApplication.focusWidget()
    return widget.objectName() if widget else ""


class CanvasPage(Page):
    """The picture of the network."""

    prefix = "network"

    def __init__(self, lab) -> None:
        super().__init__(lab.window)
        self.lab = lab
        self.keys = Keys(lab)

    def pick(self, layer: int, neuron: int, source: int | None = None) -> None:
        """Click a neuron, or with `source` the weight into it."""
        place = self.lab.network.diagram.spot_center(Spot(layer, neuron, source))
        self.lab.network.pick(place)

    def pick_bias(self, layer: int, neuron: int) -> None:
        """Click the little square at a neuron's corner."""
        self.lab.network.pick(bias_center(self.lab.network.diagram.layout_of, layer, neuron))

    def picked(self) -> tuple[int | None, int | None, int | None]:
        """Layer, neuron and source of what is picked."""
        chosen = self.lab.session.selection
        return chosen.layer, chosen.neuron, chosen.source

    def walk_to_link(self) -> None:
        """Tab to the picture; to the second input, over a weight to a neuron, two down, and back onto a weight."""
        self.keys.go_to("network.diagram")
        self.walk("RDRRDDL")
        assert self.picked() == LINK

    def walk(self, keys: str) -> None:
        """Press L, R, U and D for the arrows, wherever the keyboard is."""
        arrows = {"L": Qt.Key.Key_Left, "R": Qt.Key.Key_Right, "U": Qt.Key.Key_Up, "D": Qt.Key.Key_Down}
        for key in keys:
            self.lab.press(arrows[key])

    # The menu on a layer's head

    def open_head(self, layer: int) -> QMenu:
        """Click the head of a layer."""
        head = self.find(QToolButton, f"layer_{layer}")
        QTest.mouseMove(head)
        QTest.mouseClick(head, LEFT)
        return self._menu()

    def choose_from_head(self, layer: int, words: str) -> None:
        """Click the head of a layer, and an entry of the menu under it."""
        menu = self.open_head(layer)
        click_entry(menu, self._entry(menu, words))
        assert QApplication.activePopupWidget() is None

    def choose_from_head_by_keys(self, layer: int, words: str) -> None:
        """Tab to the head of a layer, open its menu with Space, arrows to the entry, Enter."""
        self.keys.push(f"network.layer_{layer}")
        menu = self._menu()
        for _ in menu.actions():
            QTest.keyClick(menu, Qt.Key.Key_Down)
            if menu.activeAction() is self._entry(menu, words):
                QTest.keyClick(menu, Qt.Key.Key_Return)
                assert QApplication.activePopupWidget() is None
                return
        raise AssertionError(f"the arrows do not reach {words}")

    def _menu(self) -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.objectName() == "network.layer_menu"
        return menu

    def _entry(self, menu: QMenu, words: str) -> QAction:
        return next(action for action in menu.actions() if action.text() == words)

    # The card

    @property
    def has_card(self) -> bool:
        return bool(self.window.findChild(QWidget, "network.card").isVisible())

    @property
    def value(self) -> str:
        """What stands in the field of the card."""
        return str(self.find(NumberField, "value").text())

    def click_value(self) -> None:
        QTest.mouseClick(self.find(NumberField, "value"), LEFT)

    def write(self, text: str) -> None:
        """Type over what is marked, and leave it there."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    def drag_value(self, pixels: int) -> None:
        """Take the handle of the card's slider with the mouse, pull it in five moves and let go."""
        slider = self.find(QSlider, "value_slider")
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        start = slider.style().subControlRect(kind, option, part, slider).center()
        QTest.mousePress(slider, LEFT, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(slider, start + QPoint(pixels * step // 5, 0))
        QTest.mouseRelease(slider, LEFT, pos=start + QPoint(pixels, 0))
