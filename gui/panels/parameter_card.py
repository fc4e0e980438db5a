"""A card over the network that shows what is picked and lets it be changed by hand.

A weight or a bias: type a value, drag it, freeze it; cut the link of a weight, or join it again. A hidden neuron:
its bias, and switching it off.
"""

from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
)

from engine.network import Network
from engine.network.address import index_of
from gui import numbers
from gui.appearance import Theme, appearance, heading_font, mix
from gui.icons import set_icon
from gui.panels.link_menu import link_words
from gui.panels.parameter_names import neuron_name
from gui.plots.network_diagram import NetworkDiagram
from gui.session import NOTHING, Selection, Session
from gui.session.links import is_cut
from gui.session.long_links import picked_link
from gui.translation import tr
from gui.widgets.gesture import on_gesture_end
from gui.widgets.number_field import NumberField
from gui.widgets.throttle import Throttle

STEPS = 200
"""Positions of the slider on either side of zero."""

LEAST_REACH = 5.0
"""The slider goes at least this far from zero."""

EDGE = 12
PLACES = (0.0, 1.0, 0.5, 0.25, 0.75)
"""Where along the lower edge the card may lie, the dearest place first."""
MUCH = 100.0
MORE = 10.0

READABLE = 0.2
"""Seconds a running number stands still, so that it can be read."""


class ParameterCard(QFrame):
    """Follows the session's selection; hidden while no parameter is picked.

    Signals:
        left: Enter or Esc was pressed, or it hides; the keyboard goes back to the picture.
    """

    left = Signal()

    def __init__(self, session: Session, canvas: NetworkDiagram) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("network.card")
        self._session = session
        self._place: int | None = None
        self._network: Network | None = None
        self._reach = LEAST_REACH
        self._throttle = Throttle(READABLE)
        self._title = QLabel()
        self._title.setObjectName("network.card_title")
        self._title.setFont(heading_font())
        self._close = QToolButton()
        self._close.setObjectName("network.card_close")
        self._close.setToolTip(tr("Pick nothing"))
        self._close.setAccessibleName(tr("Pick nothing"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(self._close, "close")
        tip = tr("Its value; type another, also as a fraction such as 1/3. Enter sets it, Esc takes it back")
        self.field = NumberField("network.value", tr("Value"), tip)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("network.value_slider")
        self._slider.setAccessibleName(tr("Value"))
        self._slider.setToolTip(tr("Drag the value and watch every picture follow"))
        self._slider.setRange(-STEPS, STEPS)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._frozen = self._check("network.frozen", tr("Frozen"), tr("Training leaves it as it is"))
        self._silenced = self._check(
            "network.silenced", tr("Switched off"), tr("It says 0, to see what it did")
        )
        self._link = QPushButton()
        self._link.setObjectName("network.cut")
        self._link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._say_link(False)
        self._cut_words = QLabel(tr("Cut: the weight is 0, and training leaves it so."))
        self._cut_words.setObjectName("network.cut_words")
        self._arrange()
        self._connect()
        appearance().theme_changed.connect(self._wear)
        self._wear(appearance().theme)
        self._follow_selection()

    def place(self) -> None:
        """Lie at the lower edge of the picture, where least of it is hidden."""
        self.adjustSize()
        top = self._canvas.height() - self.height() - 26
        room = max(self._canvas.width() - self.width() - 2 * EDGE, 0)
        lefts = [EDGE + round(share * room) for share in PLACES]
        self.move(min(lefts, key=partial(self._hidden_at, top)), top)

    def _hidden_at(self, top: int, left: int) -> float:
        """How much of the picture the card would hide there; what is picked counts most, and a weight's ends more."""
        frame = QRect(left, top, self.width(), self.height())
        edges = frame.left(), frame.top(), frame.right(), frame.bottom()
        covered = self._canvas.layout_of.covered(*edges)
        picked = self._canvas.selected
        if picked is not None and frame.contains(self._canvas.spot_center(picked).toPoint()):
            covered += MUCH
        if picked is not None and picked.source is not None:
            origin = picked.layer - 1 if picked.origin is None else picked.origin
            ends = (picked.layer, picked.neuron), (origin, picked.source)
            for tile in (self._tile(*end) for end in ends):
                hidden = tile.intersected(QRectF(frame))
                covered += MORE * hidden.width() * hidden.height() / tile.width() ** 2
        return covered

    def _tile(self, layer: int, neuron: int) -> QRectF:
        layout = self._canvas.layout_of
        x, y = layout.place_of(layer, neuron)
        side = layout.tiles[layer] + 6.0
        return QRectF(x - side / 2.0, y - side / 2.0, side, side)

    def make_room(self) -> None:
        """Be out of the way of what is lit, unless a person is at work in the card; come back afterwards."""
        if self._place is not None:
            is_used = self.isAncestorOf(QApplication.focusWidget() or self._canvas)
            is_in_the_way = self._canvas.drawing.is_on or self._hides_light()
            self.setVisible(is_used or not is_in_the_way)

    def _hides_light(self) -> bool:
        lit, layout = self._session.spotlight.lit, self._canvas.layout_of
        if not lit.is_in(layout.sizes):
            return False  # the picture follows in a moment
        card = QRectF(self.geometry())
        return any(self._tile(layer, neuron).intersects(card) for layer, neuron in lit.touched)

    def edit(self) -> None:
        """Give the keyboard to the value."""
        if self._place is not None and self._canvas.isVisible():
            self.show()
            if self.field.isHidden():
                self._link.setFocus()
            else:
                self.field.setFocus()
                self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves. What nobody in the card wants is lost: it is no command to the picture underneath."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the card picks nothing underneath."""

    # Building

    def _check(self, name: str, text: str, tip: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName(name)
        box.setToolTip(tip)
        box.setAccessibleName(text)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return box

    def _arrange(self) -> None:
        self.field.setFixedWidth(96)
        self._slider.setFixedWidth(190)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 10)
        grid.setHorizontalSpacing(12)
        grid.addWidget(self._title, 0, 0, 1, 2)
        grid.addWidget(self._close, 0, 2, Qt.AlignmentFlag.AlignRight)
        for row, controls in (
            (1, (self.field, self._slider, self._cut_words)),
            (2, (self._frozen, self._silenced, self._link)),
        ):
            line = QHBoxLayout()
            line.setSpacing(12)
            for control in controls:
                line.addWidget(control)
            line.insertStretch(2)
            grid.addLayout(line, row, 0, 1, 3)

    def _connect(self) -> None:
        session = self._session
        self._close.clicked.connect(self._on_close)
        self.field.chosen.connect(self._on_typed)
        self.field.refused.connect(session.complained)
        self.field.left.connect(self.left)
        self._slider.valueChanged.connect(self._on_dragged)
        on_gesture_end(self._slider, session.undo_stack.end_gesture)
        self._frozen.clicked.connect(self._on_frozen)
        self._silenced.clicked.connect(self._on_silenced)
        self._link.clicked.connect(self._on_link)
        session.selection_changed.connect(self._follow_selection)
        session.experiment_replaced.connect(self._follow_selection)
        session.parameters_moved.connect(self._on_moved)
        session.training_state_changed.connect(self._on_moved)

    def _wear(self, theme: Theme) -> None:
        ground = mix(theme.surface, theme.raised, 0.4)
        frame = f"background: {ground}; border: 1px solid {theme.border}; border-radius: 6px;"
        self.setStyleSheet(f"ParameterCard {{ {frame} }}")

    # Showing

    def _follow_selection(self) -> None:
        picked = self._session.selection
        place, network = place_of(self._session, picked), self._session.network
        if (place, network) != (self._place, self._network):
            self.field.take_back()  # it was typed for another
        self._place, self._network = place, network
        if place is None:
            self._vanish()
            return
        experiment = self._session.experiment
        self._title.setText(_title(self._session, picked))
        is_neuron = picked.source is None
        is_hidden = picked.layer is not None and picked.layer < len(experiment.network.layers)
        self._silenced.setVisible(is_neuron and is_hidden)
        self._silenced.setChecked((picked.layer, picked.neuron) in experiment.silenced)
        self._offer_link(not is_neuron)
        self._frozen.setChecked(self._place in experiment.frozen)
        self._frozen.setText(tr("Bias frozen") if is_neuron else tr("Frozen"))
        self._reach = max(LEAST_REACH, 2.0 * abs(self._value()))
        self._show_value()
        self.show()
        self.place()
        self.raise_()

    def _offer_link(self, is_link: bool) -> None:
        """A button cuts a weight's link; one that is cut has no value to set, and the button joins it."""
        assert self._place is not None
        cut = is_link and is_cut(self._session, self._place)
        if cut and (self.field.hasFocus() or self._slider.hasFocus() or self._frozen.hasFocus()):
            self._link.setFocus()
        for control in (self.field, self._slider, self._frozen):
            control.setVisible(not cut)
        self._cut_words.setVisible(cut)
        self._link.setVisible(is_link)
        self._say_link(cut, picked_link(self._session.selection) is not None)

    def _say_link(self, cut: bool, is_long: bool = False) -> None:
        self._link.setText(link_words(cut))
        tip = tr("It begins anew with a small weight") if cut else tr("Nothing passes it any more")
        self._link.setToolTip(
            tr("{what}; Delete removes it for good", what=tip) if is_long else tr("{what} (Delete)", what=tip)
        )
        self._link.setAccessibleName(link_words(cut))

    def _vanish(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.left.emit()
        self.hide()

    def _on_moved(self) -> None:
        if self.isVisible() and (not self._session.is_running or self._throttle.due()):
            self._show_value()

    def _show_value(self) -> None:
        value = self._value()
        self.field.show_value(float(f"{value:.5g}"))
        self._slider.blockSignals(True)
        share = max(-1.0, min(value / self._reach, 1.0))  # training may lead far beyond the slider
        self._slider.setValue(round(share * STEPS))
        self._slider.blockSignals(False)
        self.setAccessibleDescription(f"{self._title.text()}: {numbers.signed(value)}")

    def _value(self) -> float:
        assert self._place is not None
        return float(self._session.network.parameters[self._place])

    # Edits

    def _on_typed(self, value: float) -> None:
        if self._place is not None:
            self._session.set_parameter(self._place, value)
            self._show_value()  # what it has become, also where it was refused

    def _on_dragged(self, position: int) -> None:
        if self._place is not None:
            self._session.set_parameter(self._place, position / STEPS * self._reach, "drag")

    def _on_frozen(self, is_frozen: bool) -> None:
        if self._place is not None:
            self._session.set_frozen(self._place, is_frozen)

    def _on_silenced(self, is_silenced: bool) -> None:
        picked = self._session.selection
        if picked.layer is not None and picked.neuron is not None:
            self._session.set_silenced(picked.layer, picked.neuron, is_silenced)

    def _on_link(self) -> None:
        if self._place is not None:
            self._session.switch_link(self._place)

    def _on_close(self) -> None:
        self._session.select(NOTHING)


def place_of(session: Session, picked: Selection) -> int | None:
    """Where in θ the picked weight stands, or the bias of the picked neuron; inputs have none."""
    address = picked.address
    return None if address is None else index_of(session.network.spec, address)


def _title(session: Session, picked: Selection) -> str:
    assert picked.layer is not None
    assert picked.neuron is not None
    if (link := picked_link(picked)) is not None:
        return tr(
            "Long link from {source} to {neuron}",
            source=neuron_name(session.experiment, link.origin, link.source),
            neuron=neuron_name(session.experiment, link.layer, link.neuron),
        )
    if picked.source is None:
        return tr("Neuron {neuron}, layer {layer}: bias", neuron=picked.neuron + 1, layer=picked.layer)
    return tr(
        "Weight from {source} to {neuron}, layer {layer}",
        source=picked.source + 1,
        neuron=picked.neuron + 1,
        layer=picked.layer,
    )
