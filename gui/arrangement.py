"""Arranging the docks: going from one workspace to another, each as it was left."""

from itertools import pairwise

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from gui import settings
from gui.docks import Docks
from gui.panels import Panel
from gui.settings import Layout
from gui.workspaces import Column, Stack, all_workspaces


class Arrangement:
    """The docks of a window, in the order of a workspace.

    Attributes:
        workspaces: All of them, by key.
        present: The one that is shown.
    """

    def __init__(self, window: QMainWindow, docks: Docks) -> None:
        self._window = window
        self._docks = docks
        self._left: dict[str, Layout] = {}
        self.workspaces = {workspace.key: workspace for workspace in all_workspaces()}
        self.present = next(iter(self.workspaces.values()))
        docks.came.connect(self._give_a_place)
        self._arrange()

    def go_to(self, key: str) -> None:
        """Show another workspace as it was left, or as it is meant to be the first time."""
        if key == self.present.key:
            return
        self._left[self.present.key] = self._layout()
        self.present = self.workspaces[key]
        had_keyboard = self._window.focusWidget()
        self._show_present()
        self._give_keyboard_to(had_keyboard)

    def read(self) -> None:
        """Take every workspace as it was left in the program's last run, and show the last one."""
        key, self._left = settings.read_layout(tuple(self.workspaces))
        self.present = self.workspaces.get(key, self.present)
        self._show_present()

    def write(self) -> None:
        """Remember every workspace for the next time."""
        self._left[self.present.key] = self._layout()
        settings.write_layout(self.present.key, self._left)

    def to_text(self) -> str:
        """The workspace that is shown and how, for a project file."""
        layout = self._layout()
        state = bytes(layout.state.toBase64().data()).decode("ascii")
        return f"{self.present.key} {state} {','.join(layout.shown)}"

    def take_text(self, text: str) -> None:
        """Show what `to_text` described; a text that means nothing here changes nothing."""
        key, _, rest = text.partition(" ")
        state, _, shown = rest.partition(" ")
        if key in self.workspaces and state.isascii():
            self.go_to(key)
            encoded = QByteArray.fromBase64(state.encode("ascii"))
            self._left[key] = Layout(encoded, tuple(shown.split(",")))
            self._show_present()

    def _layout(self) -> Layout:
        return Layout(self._window.saveState(), self._docks.shown())

    def _give_keyboard_to(self, widget: QWidget | None) -> None:
        """To what had it, if that is still seen; Qt would hand it on to the nearest button, which Space then pushes."""
        if widget is not None and self._window.isVisible():
            heir = widget if widget.isVisible() else self._window
            heir.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_present(self) -> None:
        left = self._left.get(self.present.key)
        if left is None or not self._restore(left):
            self._arrange()
        for key in self._docks.shown():
            self._docks[key].ensure_built()

    def _restore(self, left: Layout) -> bool:
        """Bring back how a workspace was left. Only docks that are there have a place in it, and Qt leaves those
        that came later where they are.
        """
        for key in left.shown:
            if key in self._docks:
                self._docks[key]
        others = {key: panel for key, panel in self._docks.made.items() if key not in left.shown}
        for panel in others.values():
            self._window.removeDockWidget(panel)  # or the room it takes would be shared out when it goes
        if not self._window.restoreState(left.state):
            return False
        for key, panel in others.items():
            self._give_a_place(key, panel)
        return True

    def _arrange(self) -> None:
        """As the present workspace is meant to be."""
        for panel in self._docks.made.values():
            panel.setFloating(False)
            self._window.removeDockWidget(panel)
        shown = [name for stack in self._stacks() for name in stack.shown]
        for name in shown:  # one after the other as they stand, so that they hear of news in that order
            self._docks[name].ensure_built()
        self._place_fronts(self.present.columns)
        for key, panel in self._docks.made.items():
            if key not in shown:
                self._put_away(key, panel)
        for stack in self._stacks():
            front, *others = (self._docks[name] for name in stack.shown)
            front.show()
            for panel in others:
                self._window.tabifyDockWidget(front, panel)
                panel.show()
            front.raise_()
        self._resize(self.present.columns)

    def _place_fronts(self, columns: tuple[Column, ...]) -> None:
        """The front panel of every stack in its place."""
        fronts = [self._front(column.stacks[0]) for column in columns]
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, fronts[0])
        for before, front in pairwise(fronts):
            self._window.splitDockWidget(before, front, Qt.Orientation.Horizontal)
        for column in columns:
            for above, below in pairwise(column.stacks):
                self._window.splitDockWidget(self._front(above), self._front(below), Qt.Orientation.Vertical)

    def _resize(self, columns: tuple[Column, ...]) -> None:
        fronts = [self._front(column.stacks[0]) for column in columns]
        self._window.resizeDocks(fronts, [column.width for column in columns], Qt.Orientation.Horizontal)
        for column in columns:
            fronts = [self._front(stack) for stack in column.stacks]
            heights = [stack.height for stack in column.stacks]
            self._window.resizeDocks(fronts, heights, Qt.Orientation.Vertical)

    def _give_a_place(self, key: str, panel: Panel) -> None:
        """A place for a panel that has come later: where it was left, or where the workspace has it."""
        if self._window.restoreDockWidget(panel):
            panel.hide()
        elif self._front(self._stacks()[0]).parent() is self._window:
            self._put_away(key, panel)

    def _put_away(self, key: str, panel: Panel) -> None:
        """Behind the front panel of its stack, of the last one where it has none, and out of sight."""
        stacks = self._stacks()
        stack = next((each for each in stacks if key in (*each.shown, *each.hidden)), stacks[-1])
        panel.hide()  # before it joins the row of tabs, or Qt leaves a second row behind
        self._window.tabifyDockWidget(self._front(stack), panel)
        panel.hide()

    def _front(self, stack: Stack) -> Panel:
        return self._docks[stack.shown[0]]

    def _stacks(self) -> list[Stack]:
        return [stack for column in self.present.columns for stack in column.stacks]
