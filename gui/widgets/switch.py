"""A row of buttons of which one is down: where a person is, and where else one can go."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget


class Switch(QWidget):
    """Shows checkable actions of one group side by side."""

    def __init__(self, name: str, actions: Sequence[QAction]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 8, 1)
        row.setSpacing(3)
        for action in actions:
            button = QToolButton()
            button.setObjectName(f"{name}.{action.objectName().rpartition('_')[2]}")
            button.setDefaultAction(action)
            button.setAccessibleName(action.text().replace("&", ""))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMinimumWidth(72)
            button.setFixedHeight(24)
            row.addWidget(button)
