"""The diagram shows the session's network and sends every wish back to it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton

from engine.network import LayerSpec
from gui.panels.network_panel import NetworkPanel
from gui.plots.diagram_keys import Spot
from gui.presets import load_preset
from gui.session import Selection, Session
from gui.session.spotlight import Lit


@pytest.fixture
def panel(session: Session, qtbot) -> NetworkPanel:
    panel = NetworkPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(660, 620)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def says(panel: NetworkPanel, spot: Spot) -> str:
    QTest.mouseMove(panel.diagram, QPoint(1, 1))
    QTest.mouseMove(panel.diagram, panel.diagram.spot_center(spot).toPoint())
    return panel.diagram.hovered_text()


def written(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def test_values_are_the_networks_and_follow_it(panel: NetworkPanel) -> None:
    for _ in range(3):
        network = panel.session.network
        assert says(panel, Spot(1, 3)).endswith(written(network.biases[0][3]))
        assert says(panel, Spot(3, 0, 0)).endswith(written(network.weights[2][0, 0]))
        panel.session.advance(10)


def test_values_follow_undo(panel: NetworkPanel) -> None:
    panel.session.advance(10)
    before = says(panel, Spot(1, 0))
    panel.session.new_start()
    panel.session.advance(25)
    assert says(panel, Spot(1, 0)) != before
    panel.session.undo_stack.undo()
    assert says(panel, Spot(1, 0)) == before


def test_buttons_edit_the_design(panel: NetworkPanel) -> None:
    QTest.mouseClick(panel.findChild(QToolButton, "network.add_neuron_1"), Qt.MouseButton.LeftButton)
    assert panel.session.experiment.network.sizes == (2, 5, 2, 1)
    assert panel.session.undo_stack.undoText() == "Add a neuron"


def test_new_layer_takes_the_activation_of_the_one_before(panel: NetworkPanel) -> None:
    panel.session.edit(panel.session.experiment.with_hidden_activation("relu"), "ReLU")
    QTest.mouseClick(panel.findChild(QToolButton, "network.add_layer"), Qt.MouseButton.LeftButton)
    assert [layer.activation for layer in panel.session.experiment.network.hidden] == ["relu"] * 3


def test_selection_goes_both_ways(panel: NetworkPanel) -> None:
    QTest.mouseClick(
        panel.diagram, Qt.MouseButton.LeftButton, pos=panel.diagram.spot_center(Spot(1, 2)).toPoint()
    )
    assert (panel.session.selection.layer, panel.session.selection.neuron) == (1, 2)
    panel.session.select(Selection(layer=2, neuron=1, source=3))
    assert panel.diagram.selected == Spot(2, 1, 3)


def test_a_whole_layer_is_picked_both_ways(panel: NetworkPanel) -> None:
    session, diagram = panel.session, panel.diagram
    session.example.set(3)
    place = diagram.controls.caption_box(2).center().toPoint()
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=place)
    assert (session.selection.layer, session.selection.neuron) == (2, None)
    assert session.example.index == 3
    assert (diagram.selected, diagram.selected_layer) == (None, 2)
    session.select(Selection(layer=1))
    assert diagram.selected_layer == 1
    session.select(Selection(layer=1, neuron=0))
    assert (diagram.selected, diagram.selected_layer) == (Spot(1, 0), None)


def test_the_card_hides_no_end_of_the_link_that_is_picked(panel: NetworkPanel) -> None:
    panel.resize(640, 351)  # as in a window of 1280 × 720
    session, card, layout = panel.session, panel.card, panel.diagram.layout_of
    for source in range(2):  # from a lower neuron one of the two ends is hidden wherever the card is
        session.select(Selection(layer=2, neuron=1, source=source))
        assert card.isVisible()
        for end in ((2, 1), (1, source)):
            assert not card.geometry().contains(QPoint(*map(round, layout.place_of(*end))))


def test_the_card_makes_room_for_what_is_lit_and_comes_back(panel: NetworkPanel) -> None:
    panel.resize(640, 351)  # as in a window of 1280 × 720
    session, card, layout = panel.session, panel.card, panel.diagram.layout_of
    session.select(Selection(layer=1, neuron=0))
    assert card.isVisible()
    places = [(layer, j) for layer, size in enumerate(layout.sizes) for j in range(size)]
    centers = {place: QPoint(*map(round, layout.place_of(*place))) for place in places}
    below = next(place for place in places if card.geometry().contains(centers[place]))
    free = next(
        place for place in places if not card.geometry().adjusted(-60, -60, 60, 60).contains(centers[place])
    )
    session.spotlight.show(Lit(neurons=frozenset({free})))
    assert card.isVisible()
    session.spotlight.show(Lit(neurons=frozenset({below})))
    assert not card.isVisible()
    session.spotlight.clear()
    assert card.isVisible()
    card.edit()
    session.spotlight.show(Lit(neurons=frozenset({below})))
    assert card.isVisible()  # a value is being typed


def test_a_walk_goes_on_in_a_larger_network(panel: NetworkPanel) -> None:
    """The walk lights up the new network before the picture shows it."""
    session = panel.session
    session.select(Selection(layer=1, neuron=0))
    session.stepping.set_grain("layer")
    session.stepping.open()
    for name in ("network.add_neuron_1", "network.add_layer", "network.add_neuron_3", "network.remove_layer"):
        QTest.mouseClick(panel.findChild(QToolButton, name), Qt.MouseButton.LeftButton)
        assert session.stepping.is_open
        assert session.spotlight.lit.is_in(panel.diagram.layout_of.sizes)
        panel.diagram.grab()


@pytest.mark.parametrize("preset", ["sine", "iris", "digits", "gate_xor"])
def test_every_kind_of_network_is_drawn(panel: NetworkPanel, preset: str) -> None:
    panel.session.open_experiment(load_preset(preset))
    panel.session.advance(3)
    image = panel.diagram.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 10


def test_hidden_panel_draws_nothing_while_training_and_is_right_when_shown(
    panel: NetworkPanel, qtbot
) -> None:
    panel.hide()
    panel.session.play()
    qtbot.waitUntil(lambda: panel.session.trainer.epoch > 3)
    panel.session.pause()
    with qtbot.waitExposed(panel):
        panel.show()
    assert says(panel, Spot(1, 0)).endswith(written(panel.session.network.biases[0][0]))
    assert np.isfinite(panel.session.network.parameters).all()


def test_the_card_shows_weights_far_beyond_its_slider(panel: NetworkPanel) -> None:
    session = panel.session
    session.select(Selection(1, 0, 0))
    for value, end in ((-1e300, "minimum"), (1e300, "maximum")):
        session.network.weights[0][0, 0] = value
        session.announce_move()
        assert float(panel.card.field.text().replace("−", "-")) == value
        slider = panel.findChild(QSlider, "network.value_slider")
        assert slider.value() == getattr(slider, end)()


def test_a_picture_resized_before_it_hears_of_another_network_waits_for_it(panel: NetworkPanel) -> None:
    """Other work ends a hunt, and the words of the hunt that go with it leave the picture more room."""
    session, sizes = panel.session, []

    def make_room() -> None:
        sizes.append(session.network.spec.sizes)
        panel.diagram.resize(panel.diagram.width(), panel.diagram.height() - 10)

    session.fault_hunt.start()
    session.fault_hunt.changed.connect(make_room)
    session.open_experiment(session.experiment.with_hidden((LayerSpec(3),) * 4))
    assert sizes == [(2, 3, 3, 3, 3, 1)]
    assert says(panel, Spot(5, 0)).endswith(written(session.network.biases[4][0]))
    before = panel.diagram.grab().toImage()
    panel.diagram.resized.emit()
    assert panel.diagram.grab().toImage() == before  # nothing was missing


def test_pointing_at_a_picture_that_has_not_heard_of_another_network_looks_at_no_neuron(
    panel: NetworkPanel,
) -> None:
    """The mouse may come to a neuron that is gone when what lay over the picture goes with a hunt."""
    session, met = panel.session, []

    def come_to_it() -> None:
        met.append((session.network.spec.sizes, says(panel, Spot(3, 0)), session.peek))

    session.fault_hunt.start()
    session.fault_hunt.changed.connect(come_to_it)
    says(panel, Spot(1, 0))
    assert session.peek == Selection(1, 0)
    session.open_experiment(session.experiment.with_hidden(()))
    ((sizes, words, peek),) = met
    assert sizes == (2, 1)
    assert words.startswith("neuron 1, layer 3")  # of the picture as it was
    assert peek is None
    says(panel, Spot(1, 0))
    assert session.peek == Selection(1, 0)
