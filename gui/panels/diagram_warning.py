"""The picture of a network says before a click or a key that it begins the training anew.

Its buttons say so themselves; here it is the tiles that switch inputs, and the keys.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QApplication

from gui.begins_anew import anew_sentence
from gui.panels import layer_keys
from gui.plots.network_diagram import NetworkDiagram
from gui.session import Session


class DiagramWarning(QObject):
    """Watches mouse, keyboard and selection of a diagram."""

    def __init__(self, session: Session, diagram: NetworkDiagram) -> None:
        super().__init__(diagram)
        self._session = session
        self._diagram = diagram
        self._is_on_switch = False
        diagram.pointed.connect(self.look)
        diagram.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._diagram.setStatusTip(self._tip_of_keys())
        elif event.type() == QEvent.Type.FocusOut:
            self._diagram.setStatusTip("")
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Something else is pointed at, picked or shown."""
        tip = self._tip_of_keys() if self._diagram.hasFocus() else ""
        is_on_switch = self._diagram.is_on_switch()
        if (tip, is_on_switch) != (self._diagram.statusTip(), self._is_on_switch):
            self._diagram.setStatusTip(tip)
            self._is_on_switch = is_on_switch
            pointed = anew_sentence() if is_on_switch else ""
            QApplication.sendEvent(self._diagram, QStatusTipEvent(pointed))

    def _tip_of_keys(self) -> str:
        return anew_sentence() if layer_keys.begin_anew(self._session) else ""
