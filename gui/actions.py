"""Every command of the menus and the tool bar, once: its words, key, icon, and what it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.icons import set_icon


@dataclass(frozen=True)
class ActionSpec:
    """One command.

    Attributes:
        key: Its id; the objectName of the QAction is ``action.<key>``.
        text, tip: What the menu says, and what the command does in the lesson's words.
        call: What it does.
        shortcut: Its key, "" for none.
        icon: Name of its icon, "" for none.
        group: Commands of one group are alternatives, one of which is checked.
    """

    key: str
    text: str
    tip: str
    call: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    group: str = ""


def make_actions(specs: list[ActionSpec], owner: QWidget) -> dict[str, QAction]:
    """QActions by key, owned by the window and reachable by their keys anywhere in it."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for spec in specs:
        action = QAction(spec.text, owner)
        action.setObjectName(f"action.{spec.key}")
        keys = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
        action.setStatusTip(spec.tip)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        if spec.icon:
            set_icon(action, spec.icon)
        if spec.group:
            action.setCheckable(True)
            groups.setdefault(spec.group, QActionGroup(owner)).addAction(action)
        action.triggered.connect(_without_flag(spec.call))
        owner.addAction(action)
        actions[spec.key] = action
    return actions


def _without_flag(call: Callable[[], object]) -> Callable[[bool], None]:
    """`triggered` says whether the action is checked; commands do not ask."""

    def slot(is_checked: bool) -> None:
        call()

    return slot
