"""Arranging the docks: going from one workspace to another, each as it was left."""

from itertools import pairwise

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow

from gui import settings
from gui.panels import Panel
from gui.workspaces import Column, Workspace, all_workspaces


class Arrangement:
    """The docks of a window, in the order of a workspace.

    Attributes:
        workspaces: All of them, by key.
        present: The one that is shown.
    """

    def __init__(self, window: QMainWindow, panels: dict[str, Panel]) -> None:
        self._window = window
        self._panels = panels
        self._left: dict[str, QByteArray] = {}
        self.workspaces = {workspace.key: workspace for workspace in all_workspaces()}
        self.present = next(iter(self.workspaces.values()))
        self._arrange(self.present)

    def go_to(self, key: str) -> None:
        """Show another workspace as it was left, or as it is meant to be the first time."""
        if key == self.present.key:
            return
        self._left[self.present.key] = self._window.saveState()
        self.present = self.workspaces[key]
        self._show_present()

    def read(self) -> None:
        """Take every workspace as it was left in the program's last run, and show the last one."""
        key, self._left = settings.read_layout(tuple(self.workspaces))
        self.present = self.workspaces.get(key, self.present)
        self._show_present()

    def write(self) -> None:
        """Remember every workspace for the next time."""
        self._left[self.present.key] = self._window.saveState()
        settings.write_layout(self.present.key, self._left)

    def to_text(self) -> str:
        """The workspace that is shown and how, for a project file."""
        state = bytes(self._window.saveState().toBase64().data()).decode("ascii")
        return f"{self.present.key} {state}"

    def take_text(self, text: str) -> None:
        """Show what `to_text` described; a text that means nothing here changes nothing."""
        key, _, state = text.partition(" ")
        if key in self.workspaces and state.isascii():
            self.go_to(key)
            self._left[key] = QByteArray.fromBase64(state.encode("ascii"))
            self._show_present()

    def _show_present(self) -> None:
        left = self._left.get(self.present.key)
        if left is None or not self._window.restoreState(left):
            self._arrange(self.present)
        for panel in self._panels.values():
            if not panel.isHidden():
                panel.ensure_built()

    def _arrange(self, workspace: Workspace) -> None:
        for panel in self._panels.values():
            panel.setFloating(False)
            self._window.removeDockWidget(panel)
        columns = [(column, self._stacks(column)) for column in workspace.columns]
        columns = [(column, stacks) for column, stacks in columns if stacks]
        fronts = [stacks[0][1][0] for _, stacks in columns]
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, fronts[0])
        for before, front in pairwise(fronts):
            self._window.splitDockWidget(before, front, Qt.Orientation.Horizontal)
        for _, stacks in columns:
            for (_, above), (_, below) in pairwise(stacks):
                self._window.splitDockWidget(above[0], below[0], Qt.Orientation.Vertical)
        self._fill_stacks(workspace, [stack for _, stacks in columns for stack in stacks])
        self._window.resizeDocks(fronts, [column.width for column, _ in columns], Qt.Orientation.Horizontal)
        for _, stacks in columns:
            heights = [height for height, _ in stacks]
            self._window.resizeDocks([panels[0] for _, panels in stacks], heights, Qt.Orientation.Vertical)

    def _fill_stacks(self, workspace: Workspace, stacks: list[tuple[int, list[Panel]]]) -> None:
        """Give every panel its place: behind its front one, or out of sight in the last stack."""
        shown = {name for column in workspace.columns for stack in column.stacks for name in stack.shown}
        for key, panel in self._panels.items():
            if key not in shown:
                panel.hide()  # before it joins the row of tabs, or Qt leaves a second row behind
            else:
                panel.ensure_built()
        for _, (front, *others) in stacks:
            front.show()
            for panel in others:
                self._window.tabifyDockWidget(front, panel)
                panel.setVisible(self._key_of(panel) in shown)
            front.raise_()
        strangers = [panel for key, panel in self._panels.items() if key not in workspace.panels]
        for panel in strangers:
            self._window.tabifyDockWidget(stacks[-1][1][0], panel)
            panel.hide()

    def _stacks(self, column: Column) -> list[tuple[int, list[Panel]]]:
        """(height, panels) of each place of a column; the front panel first."""
        stacks = []
        for stack in column.stacks:
            panels = [self._panels[name] for name in (*stack.shown, *stack.hidden) if name in self._panels]
            if any(name in self._panels for name in stack.shown):
                stacks.append((stack.height, panels))
        return stacks

    def _key_of(self, panel: Panel) -> str:
        return next(key for key, each in self._panels.items() if each is panel)
