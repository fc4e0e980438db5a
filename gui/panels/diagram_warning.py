"""The picture of a network says before a click or a key that it begins the training anew.

Its buttons say so themselves; here it is the tiles that switch inputs, the keys, and a new link on its way. Before
any training it says instead, on a neuron, that a long link can be drawn from there.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QApplication

from gui.begins_anew import anew_keys_sentence, anew_sentence
from gui.panels import layer_keys
from gui.plots.network_diagram import NetworkDiagram
from gui.session import Session
from gui.translation import tr


class DiagramWarning(QObject):
    """Watches mouse, keyboard and selection of a diagram."""

    def __init__(self, session: Session, diagram: NetworkDiagram) -> None:
        super().__init__(diagram)
        self._session = session
        self._diagram = diagram
        self._pointed = ""
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
        pointed = self._tip_of_pointed()
        if (tip, pointed) != (self._diagram.statusTip(), self._pointed):
            self._diagram.setStatusTip(tip)
            self._pointed = pointed
            QApplication.sendEvent(self._diagram, QStatusTipEvent(pointed))

    def _tip_of_pointed(self) -> str:
        drawing = self._diagram.drawing
        if drawing.is_on and not drawing.is_held:
            keys = tr("Arrows lead the new link to a neuron, Enter draws it, Esc leaves.")
            is_anew = drawing.is_new and self._session.run.step_count > 0
            return tr("{keys} The training begins anew.", keys=keys) if is_anew else keys
        is_anew = drawing.is_new or self._diagram.is_on_switch()
        return anew_sentence() if is_anew else self._tip_of_links()

    def _tip_of_links(self) -> str:
        spot, last = self._diagram.pointed_neuron(), len(self._session.experiment.network.layers)
        is_free = self._session.run.step_count == 0 and not self._session.fault_hunt.is_on
        if spot is None or not is_free or max(spot.layer, last - spot.layer) < 2:
            return ""
        return tr("Drag to a neuron two or more layers away to draw a long link (key W).")

    def _tip_of_keys(self) -> str:
        return anew_keys_sentence() if layer_keys.begin_anew(self._session) else ""
