"""Every number of the inspector is read back from its labels and tables, and worked out anew beside it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.address import Address, index_of
from engine.training import TrainingSpec
from gui import numbers
from gui.panels.inspector_panel import InspectorPanel
from gui.session import NOTHING, Selection, Session
from gui.session.spotlight import BACKWARD, NOTHING_LIT, Lit

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""


def without_example(session) -> Selection:
    """What is picked of the network."""
    return replace(session.selection, example=None)


def fact(panel, name: str) -> float:
    label = panel.findChild(QLabel, f"explain.{name}")
    assert label.isVisible(), name
    return numbers.parse_number(label.text())


@pytest.mark.parametrize(("layer", "neuron"), [(1, 0), (1, 2), (2, 1), (3, 0)])
def test_the_facts_of_a_neuron(inspector, by_hand, layer, neuron):
    inspector.session.select(Selection(layer, neuron))
    right = by_hand(inspector.session)
    z, a = right["z"][layer][neuron], right["a"][layer][neuron]
    curve = 1 / (1 + np.exp(-z)) if layer == 2 else np.tanh(z)
    slope = curve * (1 - curve) if layer == 2 else 1 - curve**2
    assert fact(inspector, "z") == pytest.approx(z, rel=SHOWN)
    assert fact(inspector, "a") == pytest.approx(a, rel=SHOWN)
    assert fact(inspector, "slope") == pytest.approx(slope, rel=SHOWN)
    assert fact(inspector, "delta") == pytest.approx(right["d"][layer][neuron], rel=SHOWN)
    at, height = (each.item() for each in inspector.facts.plot.point.getData())
    assert (at, height) == pytest.approx((z, curve), rel=1e-12)


def test_the_table_of_a_neurons_parameters_is_that_of_the_engine(inspector, by_hand):
    session = inspector.session
    session.select(Selection(2, 1))
    table, network = inspector.table, session.network
    assert [row.name for row in table.numbers.rows] == ["w₂₁⁽²⁾", "w₂₂⁽²⁾", "w₂₃⁽²⁾", "b₂⁽²⁾"]
    right, places = by_hand(session), [index_of(network.spec, Address(2, 1, k)) for k in (0, 1, 2, None)]
    _, all_data = network.loss_and_gradient(session.trainer.data.inputs, session.trainer.data.targets, "mse")
    headings = [column.heading for column in table.numbers.columns]
    values = dict(zip(headings, table.numbers.values.T, strict=True))
    np.testing.assert_allclose(values["value"], network.parameters[places])
    np.testing.assert_allclose(values["∂c/∂w"], right["d"][2][1] * np.append(right["a"][1], 1.0), rtol=1e-9)
    np.testing.assert_allclose(values["all data"], all_data[places], rtol=1e-9)
    before = values["next"].copy()
    session.step()
    np.testing.assert_array_equal(before, network.parameters[places])


def test_a_whole_layer_is_a_table_of_its_neurons(inspector, by_hand):
    session = inspector.session
    session.select(Selection(2, 1))
    inspector.head.whole_layer.click()
    assert without_example(session) == Selection(2)
    right = by_hand(session)
    np.testing.assert_allclose(inspector.table.numbers.values[:, 0], right["z"][2], rtol=1e-12)
    np.testing.assert_allclose(inspector.table.numbers.values[:, 3], right["d"][2], rtol=1e-9)
    inspector.table.picked.emit(2)
    assert without_example(session) == Selection(2, 2)


def test_the_strip_is_the_batch_and_a_bar_chooses_its_example(inspector):
    session = inspector.session
    session.select(Selection(2, 1, 0))
    strip, place = inspector.strip, index_of(session.network.spec, Address(2, 1, 0))
    inputs, targets = session.trainer.next_batch()
    for at in range(len(inputs)):
        alone = session.network.loss_and_gradient(inputs[at : at + 1], targets[at : at + 1], "mse")[1][place]
        assert strip.values[at] == pytest.approx(alone, rel=1e-9)
    assert fact(inspector, "batch_gradient") == pytest.approx(strip.mean, rel=SHOWN)
    strip.picked.emit(3)
    np.testing.assert_array_equal(session.example.inputs, inputs[3])
    assert strip.chosen == 3
    assert fact(inspector, "example_gradient") == pytest.approx(strip.values[3], rel=SHOWN)


def test_the_paths_add_up_and_light_up(inspector):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.section_paths.button.click()
    bars = inspector.paths.list.entries.bars
    # Through each of 3 neurons of layer 2, and around them.
    assert len(bars) == 4
    assert sum(bar.value for bar in bars) == pytest.approx(
        session.network.backward(
            session.example.inputs[np.newaxis], session.example.targets[np.newaxis], "mse"
        ).gradient[index_of(session.network.spec, Address(1, 1, 0))],
        rel=1e-12,
    )
    sizes = [abs(bar.value) for bar in bars]
    assert sizes == sorted(sizes, reverse=True)
    inspector.paths.list.setCurrentIndex(inspector.paths.list.entries.index(0))
    lit = session.spotlight.lit
    assert lit.flow == BACKWARD
    assert (1, 1, 0) in lit.edges
    assert (3, 0) in lit.neurons
    chain = inspector.findChild(QLabel, "explain.chain").text()
    assert chain.endswith(f"= {numbers.significant(bars[0].value)}")
    inspector.paths.light_all.click()
    assert session.spotlight.lit.edges >= {(2, k, 1) for k in range(3)} | {(3, 0, k) for k in range(3)}
    inspector.section_paths.button.click()
    assert session.spotlight.lit == NOTHING_LIT


def test_the_paths_are_those_of_another_network_too(inspector):
    """Sigmoid and cross-entropy are one factor, tanh and mean square two: the one path has another way."""
    session = inspector.session
    session.select(Selection(3, 0, 1))
    inspector.section_paths.button.click()
    fused = replace(session.experiment.training, loss="binary_cross_entropy")
    for training, activation in ((fused, "sigmoid"), (session.experiment.training, "tanh")):
        spec = session.experiment.network
        spec = replace(spec, layers=(*spec.layers[:-1], LayerSpec(1, activation)))
        session.edit(replace(session.experiment, network=spec, training=training), "Another loss")
        bars = inspector.paths.list.entries.bars
        inputs, targets = session.example.inputs[np.newaxis], session.example.targets[np.newaxis]
        gradient = session.network.backward(inputs, targets, training.loss).gradient
        place = index_of(session.network.spec, Address(3, 0, 1))
        assert [bar.value for bar in bars] == pytest.approx([gradient[place]], rel=1e-12)


def test_paths_are_out_when_nothing_is_picked(inspector):
    inspector.session.select(Selection(1, 1, 0))
    inspector.section_paths.button.click()
    inspector.paths.light_all.click()
    inspector.session.select(NOTHING)
    assert inspector.session.spotlight.lit == NOTHING_LIT


def test_the_check_agrees_and_goes_with_the_numbers(inspector):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.check.button.click()
    answer = inspector.findChild(QLabel, "explain.check_answer")
    assert "✓ they agree" in answer.text()
    found, (inputs, targets) = inspector.check.found, session.trainer.next_batch()
    weights = session.network.weights[0]
    present, h = weights[1, 0], 1e-5
    costs = []
    for value in (present + h, present - h):
        weights[1, 0] = value
        costs.append(session.network.loss(inputs, targets, "mse"))
    weights[1, 0] = present
    assert found.numerical == pytest.approx((costs[0] - costs[1]) / (2 * h), rel=1e-5)
    session.step()
    assert "✓" not in answer.text()


def test_all_derivatives_are_checked_as_a_map(inspector, even_time):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.check.button_all.click()
    even_time.until(lambda: session.fault_hunt.check.is_finished, 10)
    layers = inspector.check.map.layers
    assert [layer.verdict.shape for layer in layers] == [(3, 3), (3, 4), (1, 4)]
    assert all((layer.error < 1e-5).all() for layer in layers)
    inspector.check.map.chosen.emit((2, 1, None))
    assert without_example(session) == Selection(2, 1, is_bias=True)


def test_nothing_picked_is_one_sentence_and_the_output_is_offered(inspector):
    inspector.session.select(NOTHING)
    visible = [
        section.button.objectName()
        for section in (inspector.section_formula, inspector.section_table, inspector.section_paths)
        if section.isVisible()
    ]
    assert visible == []
    hint = inspector.findChild(QLabel, "explain.hint")
    assert hint.isVisible()
    inspector.findChild(QPushButton, "explain.show_output").click()
    assert (inspector.session.selection.layer, inspector.session.selection.neuron) == (3, 0)
    assert not hint.isVisible()


def test_a_dead_neuron_is_flagged_with_the_reason(open_panel, application):
    layers = (LayerSpec(3, "relu"), LayerSpec(1, "tanh"))
    session = Session(Experiment(data=DataSpec(samples=60), network=NetworkSpec(2, layers)))
    session.network.biases[0][1] = -50.0
    panel = open_panel(InspectorPanel, session)
    session.select(Selection(1, 1))
    flag, count = panel.findChild(QLabel, "explain.flag"), len(session.trainer.data)
    assert flag.isVisible()
    assert flag.text().startswith(f"⚠ Dead: f′(z) = 0 for all {count} training examples")
    session.select(Selection(1, 0))
    assert not flag.isVisible()
    session.select(Selection(1))
    states = [panel.table.numbers.text(row, 5) for row in range(3)]
    assert states == ["", "dead", ""]


def test_an_input_is_a_number_and_its_error(inspector, by_hand):
    session = inspector.session
    session.select(Selection(0, 1))
    assert fact(inspector, "a") == pytest.approx(session.example.inputs[1], rel=SHOWN)
    right = by_hand(session)
    assert fact(inspector, "delta") == pytest.approx(
        session.network.weights[0][:, 1] @ right["d"][1], rel=SHOWN
    )


def test_the_example_is_chosen_by_number_and_by_its_neighbours(inspector):
    session = inspector.session
    inspector.head.next.click()
    assert session.example.index == 6
    inspector.head.back.click()
    inspector.head.back.click()
    assert session.example.index == 4
    inspector.head.number.setValue(12)
    assert session.example.index == 11
    target = session.example.targets[0]
    assert f"y = {numbers.significant(target, 3)}" in inspector.head.about.text()


def test_sections_are_found_as_they_were_left(inspector, open_panel, network_session):
    assert inspector.section_formula.is_open
    inspector.section_formula.button.click()
    other = open_panel(InspectorPanel, network_session)
    assert not other.section_formula.is_open
    assert other.section_table.is_open


def test_softmax_is_drawn_as_one_neuron_sees_it(open_panel, application):
    """The point lies on the curve: a over z_j, while the other neurons' z stand still."""
    layers = (LayerSpec(5, "tanh"), LayerSpec(3, "softmax"))
    session = Session(
        Experiment(
            data=DataSpec.of("iris"),
            network=NetworkSpec(4, layers),
            training=TrainingSpec(loss="cross_entropy"),
        )
    )
    panel = open_panel(InspectorPanel, session)
    session.select(Selection(2, 1))
    z = session.network.forward(session.example.inputs[np.newaxis]).z[2][0]
    points, drawn = panel.facts.plot.curve.getData()
    for point, height in zip(points, drawn, strict=True):
        powers = np.exp([z[0], point, z[2]])
        assert height == pytest.approx(powers[1] / powers.sum(), rel=1e-9)


def test_what_another_explanation_has_lit_stays_lit(inspector):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    theirs = Lit(frozenset({(1, 0)}), flow=BACKWARD)
    session.spotlight.show(theirs)
    session.select(Selection(1, 2, 0))
    session.select(NOTHING)
    assert session.spotlight.lit == theirs


def test_the_light_of_a_path_follows_the_training(inspector):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.section_paths.button.click()
    inspector.paths.list.setCurrentIndex(inspector.paths.list.entries.index(0))
    before = dict(session.spotlight.lit.notes)
    session.step()
    after = dict(session.spotlight.lit.notes)
    assert after.keys() == before.keys()
    assert after != before


def test_many_rows_can_be_filtered(open_panel, application):
    session = Session(
        Experiment(
            data=DataSpec(samples=60), network=NetworkSpec(2, (LayerSpec(9), LayerSpec(9), LayerSpec(1)))
        )
    )
    panel = open_panel(InspectorPanel, session)
    session.select(Selection(1, 1))
    assert not panel.filter.isVisible()
    session.select(Selection(2, 1))
    panel.filter.setText("from 3")
    assert [panel.table.model().index(row, 0).data() for row in range(panel.table.model().rowCount())] == [
        "w₂₃⁽²⁾"
    ]
    session.select(Selection(2, 2))
    assert panel.table.model().rowCount() == 10


def test_a_run_that_has_left_all_numbers_is_shown_as_it_is(open_panel, application, explosive):
    session = Session(explosive)
    panel = open_panel(InspectorPanel, session)
    panel.section_paths.button.click()
    said = []
    session.complained.connect(said.append)
    session.advance(200)
    assert session.state.value == "diverged"
    session.network.parameters[...] = 1e200
    for picked in (Selection(1, 0), Selection(2, 1, 0), Selection(3, 0), Selection(2)):
        session.select(picked)
    session.select(Selection(2, 1, 0))
    assert panel.findChild(QLabel, "explain.delta").text() in ("–", "+∞", "−∞")
    panel.check.button.click()
    assert len(said) == 2
    assert said[1].endswith(".")


def test_the_chain_names_every_factor(inspector):
    """A path of a weight of layer 2: its input, two slopes, the weight between, and the loss."""
    session = inspector.session
    session.select(Selection(3, 0, 1))
    inspector.section_paths.button.click()
    assert inspector.findChild(QLabel, "explain.paths_sum").text().startswith("One path: ∂c/∂w₁₂⁽³⁾ = ")
    session.select(Selection(2, 1, 2))
    inspector.paths.list.setCurrentIndex(inspector.paths.list.entries.index(0))
    chain = inspector.findChild(QLabel, "explain.chain").text()
    names = [part.split()[0] for part in chain.partition(" = ")[0].split(" · ")]
    assert names == ["a₃⁽¹⁾", "f′(z₂⁽²⁾)", "w₁₂⁽³⁾", "f′(z₁⁽³⁾)", "∂c/∂ŷ"]
