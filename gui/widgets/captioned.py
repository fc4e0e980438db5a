"""A control with a small caption above it, as on the tool bar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.appearance import number_font

CONTROL_HEIGHT = 26


class Captioned(QWidget):
    """`caption` over `control`; the caption is the control's buddy and its accessible name."""

    def __init__(self, caption: str, control: QWidget, margin: int = 0) -> None:
        super().__init__()
        self._parts = label, control = QLabel(caption), control
        label.setFont(number_font(0.86))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(caption)
        control.setFixedHeight(CONTROL_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 0, margin, 0)
        column.setSpacing(1)
        column.addWidget(label)
        column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)

    def show_content(self, is_shown: bool) -> None:
        """Show or hide caption and control; their place stays, so that nothing beside them moves."""
        for part in self._parts:
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
            part.setVisible(is_shown)
