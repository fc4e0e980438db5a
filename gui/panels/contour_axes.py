"""The row that chooses the plane of the contours: two weights, random directions, or those of the run."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from engine.network.address import Address, index_of
from gui import numbers
from gui.icons import set_icon
from gui.panels.parameter_names import parameter_names
from gui.session import Session
from gui.session.landscape_frame import KINDS, Kind
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.narrow import narrow
from gui.widgets.place_choice import PlaceChoice
from gui.wording import parameter_name, plane_name

ROUND_WORDS = 46
"""What a list needs beside its words: the margins and the arrow."""

_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}


class ContourAxes(QWidget):
    """Feeds its lists from the network, and tells the landscape what was chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.plane = Choice(
            "descend.plane",
            tr("Which plane through all the weights is shown; the cost is the height over it"),
        )
        self.plane.setAccessibleName(tr("Plane"))
        self.plane.offer(KINDS, plane_name)
        self.first = PlaceChoice(
            "descend.first", tr("Weight across"), tr("The weight along the horizontal axis")
        )
        self.second = PlaceChoice("descend.second", tr("Weight up"), tr("The weight along the vertical axis"))
        self.take_first, self.take_second = _aim("descend.take_first"), _aim("descend.take_second")
        self.other = QToolButton()
        self.other.setObjectName("descend.other_directions")
        self.other.setText(tr("Other directions"))
        self.other.setToolTip(tr("Draw two other random directions, as long as each neuron's own weights"))
        self.other.setProperty("chip", True)
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.shares = QLabel()
        self.shares.setObjectName("descend.explained")
        self.shares.setToolTip(
            tr(
                "How much of the run's way, as variance, lies along the two axes; the rest leads off the plane"
            )
        )
        self.breathing = QCheckBox(tr("Next batch"))
        self.breathing.setObjectName("descend.breathing")
        self.breathing.setToolTip(
            tr(
                "Draw the cost of the coming mini-batch as dashed lines: with each batch the ground moves; "
                "dropout is left out"
            )
        )
        self.breathing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self._connect()
        self.show_selection()

    def show_choice(self) -> None:
        """The landscape or the network is another."""
        landscape, kind = self._session.landscape, self._session.landscape.choice.kind
        self.plane.show_key(kind)
        is_of_two = kind == "parameters"
        for widget in self._of_two:
            widget.setVisible(is_of_two)
        self.other.setVisible(kind == "random")
        self.shares.setVisible(kind == "principal")
        if is_of_two:
            names = parameter_names(self._session.network.spec)
            for choice, place in (
                (self.first, landscape.choice.first),
                (self.second, landscape.choice.second),
            ):
                choice.offer(names)
                choice.show_place(place)
        explained = landscape.explained
        if explained is not None:
            first, second = (numbers.percent(share) for share in explained)
            self.shares.setText(tr("explain {first} + {second}", first=first, second=second))
        self.show_selection()

    def show_selection(self) -> None:
        """What is picked in the network can be taken for an axis."""
        address = self._selected()
        for button, axis in ((self.take_first, tr("across")), (self.take_second, tr("up"))):
            button.setEnabled(address is not None)
            words = (
                tr("Pick a weight in the network, then click here to have it {axis}", axis=axis)
                if address is None
                else tr(
                    "Take {name}, which is picked in the network, {axis}",
                    name=parameter_name(address),
                    axis=axis,
                )
            )
            button.setToolTip(words)
            button.setAccessibleName(words)

    def _arrange(self) -> None:
        across, up = QLabel(tr("across")), QLabel(tr("up"))
        across.setBuddy(self.first)
        up.setBuddy(self.second)
        self._of_two = (across, self.first, self.take_first, up, self.second, self.take_second)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(5)
        for widget in (self.plane, *self._of_two, self.other, self.shares):
            row.addWidget(widget)
        # Only the controls of one kind of plane are ever shown, so only they may ask for room.
        self.other.hide()
        self.shares.hide()
        row.addStretch(1)
        words = self.plane.fontMetrics().horizontalAdvance(plane_name(KINDS[0]))
        narrow(self.plane, words + ROUND_WORDS)
        self.plane.setMaximumWidth(170)
        row.setStretchFactor(self.plane, 1)

    def _connect(self) -> None:
        landscape = self._session.landscape
        self.plane.chosen.connect(self._on_plane)
        self.first.chosen.connect(lambda place: self._take("first", place))
        self.second.chosen.connect(lambda place: self._take("second", place))
        for choice in (self.first, self.second):
            choice.refused.connect(self._session.complained)
        self.take_first.clicked.connect(lambda: self._take_selected("first"))
        self.take_second.clicked.connect(lambda: self._take_selected("second"))
        self.other.clicked.connect(landscape.other_directions)
        self.breathing.toggled.connect(landscape.set_breathing)
        self._session.selection_changed.connect(self.show_selection)

    def _on_plane(self, kind: str) -> None:
        landscape = self._session.landscape
        landscape.choose(replace(landscape.choice, kind=_KINDS[kind]))

    def _take(self, axis: str, place: int) -> None:
        """Put a weight on an axis; the one that stood there changes sides if it was on the other."""
        landscape, choice = self._session.landscape, self._session.landscape.choice
        first = place if axis == "first" else choice.first
        second = place if axis == "second" else choice.second
        if first == second:
            first, second = choice.second, choice.first
        landscape.choose(replace(choice, kind="parameters", first=first, second=second))

    def _take_selected(self, axis: str) -> None:
        address = self._selected()
        if address is not None:
            self._take(axis, index_of(self._session.network.spec, address))

    def _selected(self) -> Address | None:
        return self._session.selection.address


def _aim(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    set_icon(button, "aim")
    button.setFixedSize(24, 24)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
