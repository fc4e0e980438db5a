"""The network: its picture, and the buttons that shape it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from engine.data import FEATURES, feature_preview
from engine.network import NetworkSpec
from engine.network.address import Address, address_of
from gui.appearance import appearance
from gui.panels import layer_keys
from gui.panels.diagram_warning import DiagramWarning
from gui.panels.feature_switch import feature_menu, features_off, switch_feature
from gui.panels.layer_menu import layer_menu
from gui.panels.link_menu import link_menu, offer_new_link
from gui.panels.panel import Panel
from gui.panels.parameter_card import ParameterCard
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.network_diagram import NetworkDiagram
from gui.session import NOTHING, Selection, Session
from gui.session.field import Field
from gui.session.links import cut_links, is_cut
from gui.session.long_links import draw_link
from gui.session.spotlight import NOTHING_LIT
from gui.translation import tr
from gui.wording import activation_name, feature_name, network_input_names, output_names, parameter_name


class NetworkPanel(Panel):
    """Feeds the diagram and turns its buttons into edits."""

    interval = 1.0 / 12.0

    def __init__(self, session: Session) -> None:
        super().__init__("network", tr("Network"), session)

    def build(self) -> None:
        self.diagram = NetworkDiagram()
        self.diagram.setObjectName("network.diagram")
        self.diagram.picked.connect(self._on_picked)
        self.diagram.layer_picked.connect(self._on_layer_picked)
        self.diagram.hovered.connect(self._on_hovered)
        self.diagram.controls.layers_changed.connect(self._on_layers_changed)
        self.diagram.controls.neurons_changed.connect(self._on_neurons_changed)
        self.diagram.controls.head_clicked.connect(self._on_head_clicked)
        self.diagram.commanded.connect(self._on_key)
        self.diagram.input_switched.connect(self._on_input_switched)
        self.diagram.menu_asked.connect(self._on_menu_asked)
        self.diagram.link_wanted.connect(self._on_link_wanted)
        self.diagram.drawing.changed.connect(self._on_drawing)
        self.warning = DiagramWarning(self.session, self.diagram)
        self._previewed: Field | None = None
        self._drawn: NetworkSpec | None = None
        self.card = ParameterCard(self.session, self.diagram)
        self.card.left.connect(self.diagram.setFocus)
        self.diagram.resized.connect(self.card.place)
        self.diagram.resized.connect(self._on_resized)
        self.session.selection_changed.connect(self._on_selection_changed)
        self.session.probe.changed.connect(self.show_numbers)
        self.session.spotlight.changed.connect(self._on_lit)
        self.session.training_state_changed.connect(self._on_training_state)
        appearance().theme_changed.connect(self.show_numbers)
        self.follow(self.diagram)

    def show_design(self) -> None:
        experiment = self.session.experiment
        layers = tuple(
            (layer.neurons, activation_name(layer.activation)) for layer in experiment.network.layers
        )
        used = len(experiment.data.features)
        self.diagram.show_design(
            DiagramDesign(
                network_input_names(experiment),
                layers,
                skips=frozenset(
                    index + 1 for index, layer in enumerate(experiment.network.layers) if layer.skip
                ),
                silenced=frozenset(experiment.silenced),
                frozen=frozenset(
                    Spot(*address_of(experiment.network, place))
                    for place in experiment.frozen
                    if not is_cut(self.session, place)
                ),
                cut=cut_links(self.session),
                long_links=tuple(
                    (link.layer, link.neuron, link.source, link.origin)
                    for link in experiment.network.long_links
                ),
                spare_names=tuple(
                    feature_name(key, experiment.data.kind.input_names) for key in self._column()[used:]
                ),
                input_order=tuple(map(self._column().index, FEATURES)) if used else (),
                output_names=output_names(experiment.data.kind),
            )
        )
        self._previewed, self._drawn = None, experiment.network
        self._on_lit()
        self._on_selection_changed()
        self.diagram.setAccessibleDescription(_described(experiment.network))

    def show_numbers(self) -> None:
        network, field = self.session.network, self.session.field
        if network.spec != self._drawn:
            return  # whoever heard of another network first has resized the picture; its design follows in a moment
        self.diagram.show_parameters(network.weights, network.biases, network.long_weights)
        self.diagram.show_values(self.session.probe.values())
        layers = range(len(network.spec.layers) + 1)
        self.diagram.show_tiles([field.activation(layer) for layer in layers])
        if self._previewed is not field:
            self._previewed = field
            self._show_spares(field)

    def _show_spares(self, field: Field) -> None:
        """What the features that are off would say: it hangs on the plane and the data, on no weight."""
        data, spares = self.session.experiment.data, features_off(self.session)
        if spares:
            columns = feature_preview(data, self.session.prepared, spares, field.plane.inputs)
            self.diagram.show_spares(columns.T.reshape(-1, *field.plane.shape))

    def _column(self) -> tuple[str, ...]:
        """The features by their numbers in the diagram: those in use, then those that are off."""
        return self.session.experiment.data.features + features_off(self.session)

    def _on_picked(self, spot: Spot | None) -> None:
        if spot is None:
            self.session.select(NOTHING)
        else:
            self.session.select(Selection(spot.layer, spot.neuron, spot.source, origin=spot.origin))

    def _on_layer_picked(self, layer: int) -> None:
        self.session.select(Selection(layer=layer))

    def _on_hovered(self, spot: Spot | None) -> None:
        pointed = NOTHING if spot is None or spot.source is not None else Selection(spot.layer, spot.neuron)
        # An input that is off is no part of the network, nor what stood in one that the picture still shows.
        is_there = pointed != NOTHING and pointed.is_in(self.session.experiment.network)
        self.session.look_at(pointed if is_there else None)

    def _on_selection_changed(self) -> None:
        picked = self.session.selection
        if picked.layer is None:
            self.diagram.select(None)
        elif picked.neuron is None:
            self.diagram.select_layer(picked.layer)
        else:
            self.diagram.select(Spot(picked.layer, picked.neuron, picked.source, picked.origin))
            self.card.place()  # only now it is known what must not be hidden
        self.warning.look()

    def _on_lit(self) -> None:
        lit = self.session.spotlight.lit
        self.diagram.show_light(None if lit == NOTHING_LIT else lit)
        self.card.make_room()

    def _on_resized(self) -> None:
        """Tiles are made for the size they are drawn at; while training runs the next ones come by themselves."""
        if not self.session.is_running:
            self.show_numbers()

    def _on_training_state(self) -> None:
        self.diagram.flow.allow(not self.session.is_running)

    def _on_layers_changed(self, change: int) -> None:
        if change > 0:
            layer_keys.add_layer(self.session)
        else:
            layer_keys.remove_layer(self.session, len(self.session.experiment.network.hidden))

    def _on_neurons_changed(self, layer: int, change: int) -> None:
        layer_keys.change_neurons(self.session, layer, change)

    def _on_head_clicked(self, layer: int) -> None:
        head = self.diagram.controls.head(layer)
        self._menu = layer_menu(self.session, layer, self)
        self._menu.popup(head.mapToGlobal(head.rect().bottomLeft()))

    def _edit_layer(self, layer: int) -> None:
        """Open what a whole layer l = 0…L has to choose from: the inputs to switch, or the menu on its head."""
        if layer:
            self._on_head_clicked(layer)
        elif self._column():
            self._menu = feature_menu(self.session, self)
            below = self.diagram.controls.caption_box(layer).bottomLeft().toPoint()
            self._menu.popup(self.diagram.mapToGlobal(below))

    def _on_input_switched(self, number: int) -> None:
        key = self._column()[number]
        switch_feature(self.session, key)
        place = self._column().index(key)
        if key in self.session.experiment.data.features:
            self.session.select(Selection(layer=0, neuron=place))
        else:
            self.session.select(NOTHING)
            if self.diagram.hasFocus():  # the arrows go on from here
                self.diagram.select(Spot(0, place))

    def _on_menu_asked(self, spot: Spot, place: QPoint) -> None:
        if spot.source is not None:
            self._on_picked(spot)
            self._menu = link_menu(self.session, self)
        elif spot.layer == 0 and self._column():
            self._menu = feature_menu(self.session, self)
        else:
            self._on_picked(spot)
            self._menu = QMenu(self)
            self._menu.setObjectName("network.neuron_menu")
        if spot.source is None and spot.neuron < self.session.experiment.network.sizes[spot.layer]:
            offer_new_link(self._menu, partial(self._begin_link, spot))
        self._menu.popup(place)

    def _begin_link(self, spot: Spot) -> None:
        self._on_picked(spot)
        self.diagram.setFocus(Qt.FocusReason.OtherFocusReason)
        self.diagram.drawing.begin(spot)

    def _on_link_wanted(self, start: Spot, end: Spot) -> None:
        draw_link(self.session, (start.layer, start.neuron), (end.layer, end.neuron))

    def _on_drawing(self) -> None:
        self.card.make_room()
        self.warning.look()

    def _on_key(self, command: str) -> None:
        """`+`, `−`, Delete and Enter on what is picked."""
        picked = self.session.selection
        if command == "edit" and picked.layer is not None and picked.neuron is None:
            self._edit_layer(picked.layer)
        elif command == "edit":
            self.card.edit()
        elif (
            command == "link"
            and picked.layer is not None
            and picked.neuron is not None
            and picked.source is None
        ):
            self._begin_link(Spot(picked.layer, picked.neuron))
        elif command == "link":
            self.session.complained.emit(tr("Pick a neuron first: a new link (W) begins at it."))
        else:
            layer_keys.press(self.session, command)


def _described(network: NetworkSpec) -> str:
    """The network for a screen reader."""
    sizes = " – ".join(str(size) for size in network.sizes)
    if not network.long_links:
        return tr("A network with layers of {sizes} neurons", sizes=sizes)
    links = (Address(link.layer, link.neuron, link.source, link.origin) for link in network.long_links)
    names = ", ".join(map(parameter_name, links))
    return tr("A network with layers of {sizes} neurons, and long links {names}", sizes=sizes, names=names)
