"""The links that pass over layers as a list, in words and numbers; they are added and removed here too."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QPushButton, QWidget

from engine.network.address import Address
from gui import numbers
from gui.appearance import heading_font
from gui.panels.parameter_names import neuron_name
from gui.session import Selection, Session
from gui.session.long_links import draw_link, picked_link, remove_link
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.narrow import narrow
from gui.widgets.throttle import Throttle
from gui.wording import network_input_names, parameter_name

READABLE = 0.3
"""Seconds a running number stands still, so that it can be read."""

ROWS = 5
"""Of the list that are seen at once."""


class LongLinkList(QWidget):
    """Two lists for each end of a new link, a button that adds it, and all that there are, with their weights."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._throttle = Throttle(READABLE)
        self._ends = {
            "from": (
                Choice("table.link_from_layer", tr("The layer that the new link comes from")),
                Choice("table.link_from_neuron", tr("The neuron or input that the new link comes from")),
            ),
            "to": (
                Choice("table.link_to_layer", tr("The layer that the new link leads to")),
                Choice("table.link_to_neuron", tr("The neuron that the new link leads to")),
            ),
        }
        self._add = _button(
            "table.link_add", tr("Add a long link"), tr("Join the two over the layers between")
        )
        self._remove = _button(
            "table.link_remove", tr("Remove this long link"), tr("Remove it from the network")
        )
        self._list = QListWidget()
        self._list.setObjectName("table.links")
        self._list.setAccessibleName(tr("Long links and their weights"))
        self._list.setToolTip(tr("Links that pass over layers; each has a weight like every other"))
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setFixedHeight(ROWS * self._list.fontMetrics().height() + 22)
        self._arrange()
        self._connect()

    def show_design(self) -> None:
        """The network may be another."""
        network = self._session.experiment.network
        can = len(network.layers) > 1
        self._offer_layers()
        for control in (*self._ends["from"], *self._ends["to"], self._add):
            control.setEnabled(can)
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([""] * len(network.long_links))
        self._list.blockSignals(False)
        self._list.setVisible(bool(network.long_links))
        self._remove.setVisible(bool(network.long_links))
        self._show_values()
        self._follow_selection()

    # Building

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 10, 0, 0)
        grid.setHorizontalSpacing(3)
        heading = QLabel(tr("Long links"))
        heading.setFont(heading_font(0.92))
        heading.setToolTip(tr("A long link passes over layers; its weight is one of θ like every other"))
        grid.addWidget(heading, 0, 0, 1, 3)
        for row, (key, words) in enumerate((("from", tr("From")), ("to", tr("To"))), 1):
            grid.addWidget(QLabel(words), row, 0)
            for column, choice in enumerate(self._ends[key], 1):
                choice.setAccessibleName(choice.toolTip())
                narrow(choice, 64)
                grid.addWidget(choice, row, column)
        for row, widget in enumerate((self._add, self._list, self._remove), 3):
            grid.addWidget(widget, row, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _connect(self) -> None:
        self._ends["from"][0].chosen.connect(self._offer_others)
        self._ends["to"][0].chosen.connect(self._offer_others)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._list.currentRowChanged.connect(self._on_row)
        self._session.selection_changed.connect(self._follow_selection)
        self._session.parameters_moved.connect(self._on_moved)
        self._session.training_state_changed.connect(self._on_moved)

    # Showing

    def _offer_layers(self) -> None:
        """What was chosen stays so where it is still there."""
        last = len(self._session.experiment.network.layers)
        self._offer(self._ends["from"][0], range(max(last - 1, 0)), self._layer_words)
        self._offer_others()

    def _offer_others(self) -> None:
        """A link leads at least two layers on."""
        sizes = self._session.experiment.network.sizes
        origin = _number(self._ends["from"][0])
        self._offer(self._ends["to"][0], range(origin + 2, len(sizes)), self._layer_words)
        for layer, choice in (
            (origin, self._ends["from"][1]),
            (_number(self._ends["to"][0]), self._ends["to"][1]),
        ):
            names = network_input_names(self._session.experiment) if layer == 0 else ()
            neurons = range(sizes[layer]) if layer < len(sizes) else range(0)
            self._offer(choice, neurons, partial(_neuron_words, names=names))

    def _offer(self, choice: Choice, entries: range, words: Callable[[int], str]) -> None:
        shown = choice.key
        keys = [str(entry) for entry in entries]
        choice.offer(keys, lambda key: words(int(key)))
        choice.show_key(shown if shown in keys else keys[0] if keys else None)

    def _layer_words(self, layer: int) -> str:
        if layer == 0:
            return tr("Inputs")
        is_output = layer == len(self._session.experiment.network.layers)
        return tr("Output") if is_output else tr("Layer {layer}", layer=layer)

    def _on_moved(self) -> None:
        if self._list.count() and self.isVisible() and (not self._session.is_running or self._throttle.due()):
            self._show_values()

    def _show_values(self) -> None:
        network = self._session.network
        for row, (link, value) in enumerate(
            zip(network.spec.long_links, network.long_weights.tolist(), strict=True)
        ):
            name = parameter_name(Address(link.layer, link.neuron, link.source, link.origin))
            said = numbers.signed(value)
            words = tr(
                "{name} from {source} to {neuron}: {value}",
                name=name,
                source=neuron_name(self._session.experiment, link.origin, link.source),
                neuron=neuron_name(self._session.experiment, link.layer, link.neuron),
                value=said,
            )
            item = self._list.item(row)
            item.setText(tr("{name}  {value}", name=name, value=said))
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _follow_selection(self) -> None:
        links = self._session.experiment.network.long_links
        link = picked_link(self._session.selection)
        self._list.blockSignals(True)
        self._list.setCurrentRow(links.index(link) if link in links else -1)
        self._list.blockSignals(False)
        self._remove.setEnabled(self._list.currentRow() >= 0)

    # Edits

    def _on_row(self, row: int) -> None:
        if row >= 0:
            link = self._session.experiment.network.long_links[row]
            self._session.select(Selection(link.layer, link.neuron, link.source, origin=link.origin))

    def _on_add(self) -> None:
        (low, source), (high, neuron) = (map(_number, self._ends[key]) for key in ("from", "to"))
        draw_link(self._session, (low, source), (high, neuron))

    def _on_remove(self) -> None:
        row = self._list.currentRow()
        if row >= 0:
            remove_link(self._session, self._session.experiment.network.long_links[row])


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _neuron_words(neuron: int, names: tuple[str, ...]) -> str:
    return names[neuron] if names else tr("neuron {number}", number=neuron + 1)


def _number(choice: Choice) -> int:
    return int(choice.key or 0)
