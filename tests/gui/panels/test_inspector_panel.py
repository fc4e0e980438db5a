"""Every number of the inspector is read back from its labels, formulas and tables, and worked out anew beside it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.address import Address, index_of
from engine.training import OPTIMIZERS, OptimizerSpec, TrainingSpec
from gui import numbers
from gui.panels.inspector_letters import filter_words
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.parameters_panel import ParametersPanel
from gui.session import NOTHING, Selection, Session
from gui.session.spotlight import BACKWARD, NOTHING_LIT, Lit

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""


@pytest.fixture
def open_panel(qtbot):
    """Shows a panel of that kind, and holds it: one nobody holds may be collected while it is painted."""
    held = []

    def open_one(kind, session):
        panel = kind(session)
        held.append(panel)
        qtbot.addWidget(panel)
        panel.ensure_built()
        panel.resize(640, 900)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    yield open_one
    for panel in held:
        panel.close()


@pytest.fixture
def network_session(application) -> Session:
    """2-3-3-1 with a skip connection, a few steps trained by Adam."""
    experiment = Experiment(
        data=DataSpec("circle", samples=60),
        network=NetworkSpec(
            2, (LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", skip=True), LayerSpec(1, "tanh"))
        ),
        training=TrainingSpec(
            loss="mse", optimizer=OptimizerSpec("adam", 0.05), penalty="l2", penalty_rate=0.01
        ),
        seed=4,
    )
    session = Session(experiment)
    session.advance(7)
    session.example.set(5)
    return session


@pytest.fixture
def inspector(open_panel, network_session) -> InspectorPanel:
    return open_panel(InspectorPanel, network_session)


def fact(panel, name: str) -> float:
    label = panel.findChild(QLabel, f"explain.{name}")
    assert label.isVisible(), name
    return numbers.parse_number(label.text())


def lines(panel) -> list[dict[str, float]]:
    """Each visible formula as its readings (or TeX where it has none) with the number below."""
    found = []
    for formula in panel.formulas:
        if not formula.isHidden():
            tokens = [token for token in formula.tokens if token.reading != token.text]
            found.append({token.letters[-1].tex: read(token.text) for token in tokens})
    return found


def without_example(session) -> Selection:
    """What is picked of the network."""
    return replace(session.selection, example=None)


def read(text: str) -> float:
    return numbers.parse_number(text)


def by_hand(session):
    """z, a, f'(z), δ of example 5 of the network above, written out."""
    network, row = session.network, session.example.index
    (w1, w2, w3), (b1, b2, b3) = network.weights, network.biases
    x, y = session.trainer.data.inputs[row], session.trainer.data.targets[row]
    z1 = w1 @ x + b1
    a1 = np.tanh(z1)
    z2 = w2 @ a1 + b2
    f2 = 1 / (1 + np.exp(-z2))
    a2 = f2 + a1
    z3 = w3 @ a2 + b3
    a3 = np.tanh(z3)
    d3 = (1 - a3**2) * 2 * (a3 - y)
    up2 = w3.T @ d3
    d2 = f2 * (1 - f2) * up2
    up1 = w2.T @ d2 + up2
    d1 = (1 - a1**2) * up1
    return {
        "x": x,
        "y": y,
        "z": (x, z1, z2, z3),
        "a": (x, a1, a2, a3),
        "d": (None, d1, d2, d3),
        "up": (None, up1, up2),
    }


@pytest.mark.parametrize(("layer", "neuron"), [(1, 0), (1, 2), (2, 1), (3, 0)])
def test_the_facts_of_a_neuron(inspector, layer, neuron):
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


def test_the_formulas_of_a_hidden_neuron(inspector):
    inspector.session.select(Selection(1, 2))
    right, network = by_hand(inspector.session), inspector.session.network
    total, said, error = lines(inspector)
    assert total == pytest.approx(
        {
            "z_{3}^{[1]}": right["z"][1][2],
            "w_{31}^{[1]}": network.weights[0][2, 0],
            "x_{1}": right["x"][0],
            "w_{32}^{[1]}": network.weights[0][2, 1],
            "x_{2}": right["x"][1],
            "b_{3}^{[1]}": network.biases[0][2],
        },
        rel=SHOWN,
    )
    assert said["a_{3}^{[1]}"] == pytest.approx(right["a"][1][2], rel=SHOWN)
    expected = {f"w_{{{k + 1}3}}^{{[2]}}": network.weights[1][k, 2] for k in range(3)}
    expected |= {rf"\delta_{{{k + 1}}}^{{[2]}}": right["d"][2][k] for k in range(3)}
    expected |= {
        r"\delta_{3}^{[1]}": right["d"][1][2],
        ")": 1 - right["a"][1][2] ** 2,
        "a_{3}^{[2]}": right["up"][2][2],  # through the skip connection
    }
    assert error == pytest.approx(expected, rel=SHOWN)


def test_the_error_of_the_output(inspector):
    inspector.session.select(Selection(3, 0))
    right = by_hand(inspector.session)
    error = lines(inspector)[2]
    assert error == pytest.approx(
        {
            r"\delta_{1}^{[3]}": right["d"][3][0],
            ")": 1 - right["a"][3][0] ** 2,
            r"\frac{2}{n}": 2.0,
            r"\hat y_{1}": right["a"][3][0],
            "y_{1}": right["y"][0],
        },
        rel=SHOWN,
    )


def test_a_fused_output_shows_prediction_less_target(inspector):
    session = inspector.session
    session.attempt(
        lambda present: replace(
            present.with_activation(3, "sigmoid"),
            training=replace(present.training, loss="binary_cross_entropy"),
        ),
        "probabilities",
    )
    session.select(Selection(3, 0))
    error = lines(inspector)[2]
    assert error[r"\frac{1}{n}"] == 1.0
    assert error[r"\delta_{1}^{[3]}"] == pytest.approx(error[r"\hat y_{1}"] - error["y_{1}"], abs=2e-4)
    assert error["y_{1}"] in (0.0, 1.0)


def test_the_formulas_of_a_weight_under_adam(inspector):
    session = inspector.session
    session.select(Selection(2, 1, 0))
    right, network, trainer = by_hand(session), session.network, session.trainer
    place = index_of(network.spec, Address(2, 1, 0))
    example, batch, first, second, hat1, hat2, step, _ = lines(inspector)
    gradient = right["d"][2][1] * right["a"][1][0]
    assert example["w_{21}^{[2]}"] == pytest.approx(gradient, rel=SHOWN)
    assert example[r"\delta_{2}^{[2]}"] == pytest.approx(right["d"][2][1], rel=SHOWN)
    assert example["a_{1}^{[1]}"] == pytest.approx(right["a"][1][0], rel=SHOWN)
    inputs, targets = trainer.next_batch()
    c_gradient = network.loss_and_gradient(inputs, targets, "mse")[1][place]
    g = c_gradient + 0.01 * network.weights[1][1, 0]
    assert batch["g"] == pytest.approx(g, rel=SHOWN)
    assert batch[r"\lambda\,w"] == pytest.approx(0.01 * network.weights[1][1, 0], rel=SHOWN)
    assert batch["w_{21}^{[2]}"] == pytest.approx(c_gradient, rel=SHOWN)
    # Kingma and Ba 2014, algorithm 1, with the moments the optimizer remembers.
    old_m, old_v = (trainer.optimizer.state[name][place] for name in ("first_moment", "second_moment"))
    m, v = 0.9 * old_m + 0.1 * g, 0.999 * old_v + 0.001 * g * g
    m_hat, v_hat = m / (1 - 0.9**8), v / (1 - 0.999**8)
    change = -0.05 * m_hat / (np.sqrt(v_hat) + 1e-8)
    assert (first["m"], first[r"m_{\mathrm{old}}"], first["g"]) == pytest.approx((m, old_m, g), rel=SHOWN)
    assert (second["v"], second[r"v_{\mathrm{old}}"], second["g^{2}"]) == pytest.approx(
        (v, old_v, g * g), rel=SHOWN
    )
    assert hat1[r"\hat m"] == pytest.approx(m_hat, rel=SHOWN)
    assert hat2[r"\hat v"] == pytest.approx(v_hat, rel=SHOWN)
    assert step["w"] == pytest.approx(change, rel=SHOWN)
    assert step[r"\sqrt{\hat v}"] == pytest.approx(np.sqrt(v_hat), rel=SHOWN)
    assert step[r"\eta"] == 0.05
    announced = fact(inspector, "next_value")
    session.step()
    assert announced == pytest.approx(network.weights[1][1, 0], rel=SHOWN)
    assert fact(inspector, "value") == pytest.approx(network.weights[1][1, 0], rel=SHOWN)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_step_of_every_optimizer_follows_from_the_numbers_of_its_line(inspector, optimizer):
    """The last line of the rule, worked out from its own numbers, is the change that is shown."""
    session = inspector.session
    session.attempt(
        lambda present: replace(
            present, training=replace(present.training, optimizer=OptimizerSpec(optimizer, 0.05))
        ),
        "another",
    )
    session.advance(3)
    session.select(Selection(2, 1, 0))
    *_, step, following = [formula for formula in inspector.formulas if not formula.isHidden()]
    change, equals, *rule = step.tokens
    assert equals.text == "="
    expression = "".join(token.text.replace(numbers.MINUS, "-").replace("·", "*") for token in rule)
    assert eval(expression) == pytest.approx(read(change.text), rel=3e-3)
    new, _, value, _, delta = (token.text for token in following.tokens)
    assert read(new) == pytest.approx(read(value) + read(delta), rel=1e-3)
    shown = read(new)
    session.step()
    assert shown == pytest.approx(session.network.weights[1][1, 0], rel=SHOWN)


def test_a_click_on_a_number_goes_to_what_it_stands_for(inspector):
    session = inspector.session
    session.select(Selection(1, 2))
    error = inspector.formulas[2]
    goals = [token.goal for token in error.tokens if token.goal is not None]
    assert goals[:2] == [Selection(2, 0, 2), Selection(2, 0)]
    error.chosen.emit(goals[1])
    assert without_example(session) == Selection(2, 0)
    assert "Neuron 1 of layer 2" in inspector.findChild(QLabel, "explain.title").text()


def test_the_table_of_a_neurons_parameters_is_that_of_the_engine(inspector):
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


def test_a_whole_layer_is_a_table_of_its_neurons(inspector):
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


def test_all_derivatives_are_checked_as_a_map(inspector, qtbot):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.check.button_all.click()
    qtbot.waitUntil(lambda: session.fault_hunt.check.is_finished, timeout=10_000)
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


def test_an_input_is_a_number_and_its_error(inspector):
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


def test_every_kind_of_thing_in_every_kind_of_network_can_be_picked(open_panel, application):
    for data, loss, last in (
        ("iris", "cross_entropy", "softmax"),
        ("iris", "mse", "softmax"),
        ("circle", "hinge", "tanh"),
        ("sine", "huber", "linear"),
    ):
        spec = DataSpec.of(data)
        inputs = len(spec.features) or len(spec.kind.input_names)
        outputs = spec.kind.outputs
        session = Session(
            Experiment(
                data=spec,
                network=NetworkSpec(
                    inputs, (LayerSpec(9, "gelu"), LayerSpec(9, "elu", skip=True), LayerSpec(outputs, last))
                ),
                training=TrainingSpec(loss=loss, clip_norm=0.01),
            )
        )
        panel = open_panel(InspectorPanel, session)
        for picked in (
            Selection(0, 0),
            Selection(1),
            Selection(1, 3),
            Selection(2, 8, 8),
            Selection(3, 0, is_bias=True),
        ):
            session.select(picked)
            assert panel.findChild(QLabel, "explain.title").isVisible()
        error = lines_of_output(panel, session)
        assert error == pytest.approx(
            float(
                session.network.backward(
                    session.example.inputs[np.newaxis], session.example.targets[np.newaxis], loss
                ).delta[3][0, 0]
            ),
            rel=SHOWN,
            abs=1e-12,
        )


def lines_of_output(panel, session) -> float:
    """The right side of the formula of δ of output neuron 1, worked out from its own numbers."""
    session.select(Selection(3, 0))
    _, _, *rule = [formula for formula in panel.formulas if not formula.isHidden()][2].tokens
    text = "".join(token.text.replace(numbers.MINUS, "-").replace("·", "*") for token in rule)
    worked_out = eval(text)
    assert worked_out == pytest.approx(fact(panel, "delta"), rel=5e-3, abs=5e-4)
    return fact(panel, "delta")


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


# The table of all parameters


@pytest.fixture
def parameters(open_panel, network_session) -> ParametersPanel:
    return open_panel(ParametersPanel, network_session)


def test_all_parameters_stand_there(parameters, network_session):
    table = parameters.table.numbers
    assert table.rowCount() == network_session.network.layout.size == 25
    np.testing.assert_array_equal(table.values[:, 0], network_session.network.parameters)
    before = table.values[:, 4].copy()
    network_session.step()
    np.testing.assert_array_equal(before, network_session.network.parameters)


def test_a_row_picks_everywhere_and_what_is_picked_elsewhere_is_shown(parameters, network_session):
    parameters.table.picked.emit(index_of(network_session.network.spec, Address(2, 1, 2)))
    assert without_example(network_session) == Selection(2, 1, 2)
    network_session.select(Selection(3, 0))
    row = parameters.table.currentIndex().row()
    assert parameters.table.model().index(row, 0).data() == "b₁⁽³⁾"
    network_session.select(NOTHING)
    assert not parameters.table.selectionModel().hasSelection()


@pytest.mark.parametrize(
    ("text", "count"), [("layer 1", 9), ("bias", 7), ("w 2", 5), ("weight layer 3", 3), ("w21", 2), ("", 25)]
)
def test_a_filter_leaves_what_it_names(parameters, text, count):
    parameters.filter.setText(text)
    assert parameters.table.numbers.rowCount() == count
    assert parameters.count.text() == f"{count} of 25"


def test_a_frozen_parameter_says_so(parameters, network_session):
    network_session.set_frozen(4, is_frozen=True)
    table = parameters.table.numbers
    last = len(table.columns)
    assert [table.text(row, last) for row in (3, 4)] == ["", "frozen"]
    assert table.values[4, 3] == 0.0


def test_words_of_a_parameter():
    assert filter_words(Address(1, 1, 0)) == "w 2 1 w21 weight layer 1 neuron 2 from 1"
    assert filter_words(Address(3, 0, None)) == "b 1 b1 bias layer 3 neuron 1"


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


def test_pointing_at_a_number_lights_up_what_it_stands_for(inspector):
    session = inspector.session
    session.select(Selection(1, 2))
    QApplication.processEvents()  # the formulas take their places
    formula = inspector.formulas[0]
    centers = {
        token.letters[-1].tex: formula.place_of(at).center().toPoint()
        for at, token in enumerate(formula.tokens)
    }
    QTest.mouseMove(formula, centers["w_{31}^{[1]}"])
    assert session.spotlight.lit.edges == {(1, 2, 0)}
    QTest.mouseMove(formula, centers["x_{2}"])
    assert session.spotlight.lit.neurons == {(0, 1)}
    QTest.mouseMove(formula, centers["z_{3}^{[1]}"])
    assert session.spotlight.lit == NOTHING_LIT


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
