"""The docks of a window: each panel is made when it is first needed, and has a command that shows and hides it."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.panels import Panel, all_panels
from gui.session import Session


class Docks(QObject):
    """All panels by key, as a mapping that makes them on the way.

    Attributes:
        made: Those that there are already.
        actions: For each panel the command that shows and hides it.

    Signals:
        came: A panel was made, (key, panel); whoever arranges the docks gives it a place.
    """

    came = Signal(str, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._entries = {entry.key: entry for entry in all_panels()}
        self.made: dict[str, Panel] = {}
        self.actions: dict[str, QAction] = {}
        for key, entry in self._entries.items():
            action = QAction(entry.title, self)
            action.setObjectName(f"action.panel_{key}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_triggered, key))
            self.actions[key] = action

    def __getitem__(self, key: str) -> Panel:
        if key not in self.made:
            panel = self._entries[key].make(self._session)
            self.made[key] = panel
            panel.windowTitleChanged.connect(self.actions[key].setText)
            toggle = panel.toggleViewAction()
            toggle.toggled.connect(self.actions[key].setChecked)
            toggle.triggered.connect(lambda: self._come_forward(panel))
            panel.panel_wanted.connect(self.bring)
            self.came.emit(key, panel)
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def items(self) -> Iterator[tuple[str, Panel]]:
        """Every panel with its key, all made now."""
        return ((key, self[key]) for key in self)

    def values(self) -> Iterator[Panel]:
        """Every panel, all made now."""
        return (self[key] for key in self)

    def bring(self, key: str) -> None:
        """Show a panel, above what shares its place."""
        panel = self[key]
        panel.show()
        self.actions[key].setChecked(True)
        self._come_forward(panel)

    def shown(self) -> tuple[str, ...]:
        """The keys of those that are not closed."""
        return tuple(key for key, panel in self.made.items() if not panel.isHidden())

    def is_behind(self, widget: QWidget | None) -> bool:
        """Whether a widget is in a panel that is behind another in its row of tabs; Qt takes it for visible."""
        while widget is not None and not isinstance(widget, Panel):
            widget = widget.parentWidget()
        return widget is not None and not widget.is_shown and not widget.isHidden()

    def _on_triggered(self, key: str, *_: bool) -> None:
        is_wanted, panel = self.actions[key].isChecked(), self[key]
        panel.setVisible(is_wanted)
        self.actions[key].setChecked(is_wanted)
        self._come_forward(panel)

    def _come_forward(self, panel: Panel) -> None:
        if not panel.isHidden():
            panel.ensure_built()
            # Above the tab it shares; the tab is there only after the docks have been laid out.
            QTimer.singleShot(0, panel.raise_)
