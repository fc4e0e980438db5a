"""A line that opens and closes what lies under it, and is found as it was left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.settings import Setting


class Disclosure(QWidget):
    """A button with an arrow over a `content` that is shown while it is down; `setting` remembers it."""

    def __init__(self, name: str, words: str, tip: str, content: QWidget, setting: Setting) -> None:
        super().__init__()
        self._setting = setting
        self._content = content
        self.button = QToolButton()
        self.button.setObjectName(name)
        self.button.setText(words)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(words)
        self.button.setCheckable(True)
        self.button.setProperty("disclosure", True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(content)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.button.isChecked()

    def _show(self) -> None:
        is_open = bool(self._setting.read())
        self.button.setChecked(is_open)
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._content.setVisible(is_open)

    def _on_clicked(self, is_open: bool) -> None:
        self._setting.write(is_open)
        self._show()
