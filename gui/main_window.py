"""The window: menus, the training bar, the docks of the workspaces, and one place for messages."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QStatusTipEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QTabWidget

from gui import commands, settings
from gui.actions import make_actions
from gui.appearance import Theme, appearance
from gui.arrangement import Arrangement
from gui.begins_anew import is_of_anew
from gui.docks import Docks
from gui.dropped import open_dropped
from gui.icons import icon, set_icon
from gui.panels.hint_bar import HintBar
from gui.panels.time_bar import TimeBar
from gui.panels.training_bar import TrainingBar
from gui.session import Session, TrainingState, WorkFile
from gui.translation import tr
from gui.widgets.banner import Banner
from gui.widgets.file_drop import FileDrop
from gui.widgets.focus_tips import FocusTips, status_tip_of
from gui.widgets.message_bar import MessageBar
from gui.widgets.stray_tabs import put_stray_tabs_away
from gui.widgets.switch import Switch
from gui.wording import held_back_sentence, stop_sentence
from gui.work import Work

SIZE = (1280, 720)

MOST_CONTROLS = 1000
"""More than all panels have together: where all are behind, Tab ends somewhere."""


class MainWindow(QMainWindow):
    """The whole program in one window.

    Attributes:
        session: The document and everything that can be done to it.
        actions_by_key: Every command.
        asks_before_closing: Whether closing asks about unsaved work; a window made by a script does not.
    """

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.asks_before_closing = False
        self.setWindowIcon(icon("app"))
        self.session = session or Session()
        self.session.setParent(self)
        self.file = WorkFile(self.session)
        self.work = Work(self)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.panels = Docks(self.session, self)
        self.arrangement = Arrangement(self, self.panels)
        self.actions_by_key = make_actions(commands.all_commands(self), self)
        self.message = MessageBar(self)
        self.bar = TrainingBar(self.session, self.actions_by_key)
        self.addToolBar(self.bar)
        self._make_bottom_row()
        self.bar.add_more(self.panels.actions["settings"])
        self._make_menus()
        self.statusBar().setObjectName("window.status")
        FileDrop(self, partial(open_dropped, self))
        self.file.changed.connect(self._on_file)
        self._on_file()
        self.session.complained.connect(self.message.say)
        self.session.stopped.connect(self._on_stopped)
        self.session.held_back.connect(lambda reason: self.message.say(held_back_sentence(reason)))
        self.session.training_state_changed.connect(self._on_state)
        self.session.experiment_replaced.connect(self._on_replaced)
        self.session.parameters_moved.connect(self._on_moved)
        self._make_fault_banner()
        self._action("undo").setEnabled(False)
        self._action("redo").setEnabled(False)
        stack = self.session.undo_stack
        stack.indexChanged.connect(self.message.put_right)
        stack.canUndoChanged.connect(self._action("undo").setEnabled)
        stack.canRedoChanged.connect(self._action("redo").setEnabled)
        stack.undoTextChanged.connect(self._on_undo_text)
        stack.redoTextChanged.connect(self._on_redo_text)
        appearance().theme_changed.connect(self._on_theme)
        self._on_theme(appearance().theme)
        self._on_state()
        self.resize(*SIZE)
        self._tip = self._pointed = ""
        self._is_trained = self.session.run.step_count > 0
        FocusTips(self).said.connect(self._say_tip)
        # No control has the keyboard at first, so that the keys of the commands are at hand.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()

    def go_to(self, workspace: str) -> None:
        """Arrange the docks for another kind of work."""
        self.arrangement.go_to(workspace)
        self._check_workspace()

    def take_layout(self, text: str) -> None:
        """Arrange the docks as a project file says."""
        self.arrangement.take_text(text)
        self._check_workspace()

    def findChild(self, *wanted: Any, **options: Any) -> Any:
        """Qt's own search; for what is not there yet, the panels that nobody has opened are built."""
        found = super().findChild(*wanted, **options)
        if found is None:
            self.build_panels()
            found = super().findChild(*wanted, **options)
        return found

    def findChildren(self, *wanted: Any, **options: Any) -> Any:
        """Qt's own search, over every panel: one that nobody has opened is built, unless a name is found without."""
        found = super().findChildren(*wanted, **options)
        if not found or not any(isinstance(each, str) for each in wanted):
            self.build_panels()
            found = super().findChildren(*wanted, **options)
        return found

    def build_panels(self) -> None:
        """Build what is in every panel, also of those that were never shown."""
        for panel in self.panels.values():
            panel.ensure_built()

    def restore_layout(self) -> None:
        """Take the geometry and docks of the last time."""
        geometry = settings.read_geometry()
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self.arrangement.read()
        self._check_workspace()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QStatusTipEvent):
            self._point_at(event.tip())
            return True
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            put_stray_tabs_away(self)
        return is_done

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab passes over what is behind another panel; the row of tabs itself is reached, and goes by arrows."""
        has_moved = super().focusNextPrevChild(is_next)
        for _ in range(MOST_CONTROLS):
            if not has_moved or not self.panels.is_behind(QApplication.focusWidget()):
                break
            has_moved = super().focusNextPrevChild(is_next)
        return has_moved

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.asks_before_closing and not self.work.may_be_left():
            event.ignore()
            return
        self.session.pause()
        settings.write_geometry(self.saveGeometry())
        self.arrangement.write()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.message.place()

    # Building

    def _make_fault_banner(self) -> None:
        self.banner = Banner(
            self,
            "window.fault",
            tr("A fault is planted: these gradients are wrong on purpose"),
            tr("Leave the hunt"),
            tr("Take the fault out and bring your own work back exactly as it was"),
        )
        self.banner.left.connect(self.session.fault_hunt.leave)
        self.session.fault_hunt.changed.connect(self._on_hunt)

    def _make_bottom_row(self) -> None:
        """Time on the left, what is said on the right; Qt's own messages would lie under the time bar."""
        hints = HintBar(self.session)
        bar = self.statusBar()
        bar.addPermanentWidget(TimeBar(self.session), 1)
        bar.addPermanentWidget(hints, 1)
        bar.messageChanged.connect(hints.say)

    def _make_menus(self) -> None:
        for title, keys in commands.menus():
            menu = self.menuBar().addMenu(title)
            self._fill(menu, keys)
        # The window keeps it: Qt leaves a corner widget to Python's mercy.
        self._switch = Switch(
            "workspace", [self._action(f"workspace_{key}") for key in self.arrangement.workspaces]
        )
        self.menuBar().setCornerWidget(self._switch)
        self._check_workspace()

    def _fill(self, menu: QMenu, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key == "-":
                menu.addSeparator()
            elif key == "recent":
                menu.addMenu(self._make_recent_menu())
            elif key == "panels":
                menu.addMenu(tr("&Panels")).addActions(list(self.panels.actions.values()))
            else:
                menu.addAction(self._action(key))

    def _make_recent_menu(self) -> QMenu:
        menu = QMenu(tr("Open &recent"), self)
        menu.aboutToShow.connect(partial(self._fill_recent, menu))
        return menu

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in settings.recent_files():
            menu.addAction(str(path)).triggered.connect(partial(self._open_recent, path))
        if menu.isEmpty():
            menu.addAction(tr("No project yet")).setEnabled(False)

    def _open_recent(self, path: Path, is_checked: bool = False) -> None:
        self.work.open_recent(path)

    def _action(self, key: str) -> QAction:
        return self.actions_by_key[key]

    def _check_workspace(self) -> None:
        self._action(f"workspace_{self.arrangement.present.key}").setChecked(True)

    # Following

    def _point_at(self, tip: str) -> None:
        """Say what is under the mouse, or again what has the keyboard when the mouse has left it.

        What was done is said on, until there is something to say of what is under the mouse.
        """
        message = self.statusBar().currentMessage()
        is_old_tip = message in ("", self._pointed, self._tip) or is_of_anew(message)
        self._pointed = tip
        if not self._say_first(tip) and is_old_tip and not self._say_first(self._tip_of_focus()):
            self.statusBar().clearMessage()

    def _say_tip(self, tip: str) -> None:
        """Say of what has the keyboard what is said of what is under the mouse."""
        message = self.statusBar().currentMessage()
        is_old_tip = message == self._tip or is_of_anew(message)
        self._tip = tip
        if not self._say_first(tip) and is_old_tip:
            self.statusBar().clearMessage()

    def _tip_of_focus(self) -> str:
        widget = QApplication.focusWidget()
        return status_tip_of(widget) if widget is not None and self.isAncestorOf(widget) else ""

    def _say_first(self, *tips: str) -> bool:
        """Say the first tip that is worth saying; whether there is one."""
        for tip in tips:
            if tip and (self._is_trained or not is_of_anew(tip)):
                self.statusBar().showMessage(tip)
                return True
        return False

    def _look_whether_trained(self) -> None:
        """Where nothing is trained, nothing begins anew; once something is, what is there already says so."""
        was_trained, self._is_trained = self._is_trained, self.session.run.step_count > 0
        message = self.statusBar().currentMessage()
        if was_trained and not self._is_trained and is_of_anew(message):
            self.statusBar().clearMessage()
        elif self._is_trained and not was_trained and not message:
            self._say_first(self._pointed, self._tip_of_focus())

    def _on_file(self) -> None:
        self.setWindowTitle(tr("{name}[*] – Backprop Lab", name=self.work.title))
        self.setWindowModified(self.file.is_modified)

    def _on_state(self) -> None:
        play = self._action("play")
        is_running = self.session.state is TrainingState.RUNNING
        play.setText(tr("&Pause") if is_running else tr("&Play"))
        play.setToolTip(tr("Pause the training (Space)") if is_running else tr("Train the network (Space)"))
        set_icon(play, "pause" if is_running else "play")
        if is_running:
            self.message.hide()

    def _on_hunt(self) -> None:
        """In a hunt there is nothing of one's own to undo."""
        is_on, stack = self.session.fault_hunt.is_on, self.session.undo_stack
        if not is_on:
            self.message.hide()  # what was refused in the hunt is no longer
        self.banner.raise_flag(is_on)
        self._action("undo").setEnabled(stack.canUndo() and not is_on)
        self._action("redo").setEnabled(stack.canRedo() and not is_on)

    def _on_moved(self) -> None:
        self._look_whether_trained()
        if self.session.is_in_the_past:
            self.message.hide()  # what was said of the end of the run is behind

    def _on_replaced(self) -> None:
        self.statusBar().clearMessage()
        self._on_moved()

    def _on_stopped(self, reason: str) -> None:
        self.statusBar().showMessage(stop_sentence(reason))

    def _on_undo_text(self, text: str) -> None:
        self._action("undo").setText(tr("&Undo {edit}", edit=text) if text else tr("&Undo"))

    def _on_redo_text(self, text: str) -> None:
        self._action("redo").setText(tr("&Redo {edit}", edit=text) if text else tr("&Redo"))

    def _on_theme(self, theme: Theme) -> None:
        self._action(f"theme_{theme.key}").setChecked(True)
