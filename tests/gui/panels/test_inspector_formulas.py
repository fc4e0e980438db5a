"""The formulas of the inspector, read back and worked out anew beside them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.address import Address, index_of
from engine.training import OPTIMIZERS, OptimizerSpec, TrainingSpec
from gui import numbers
from gui.panels.inspector_panel import InspectorPanel
from gui.session import Selection, Session
from gui.session.spotlight import NOTHING_LIT

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""


def without_example(session) -> Selection:
    """What is picked of the network."""
    return replace(session.selection, example=None)


def read(text: str) -> float:
    return numbers.parse_number(text)


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


def test_the_formulas_of_a_hidden_neuron(inspector, by_hand):
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


def test_the_error_of_the_output(inspector, by_hand):
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


def test_the_formulas_of_a_weight_under_adam(inspector, by_hand):
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


def test_formulas_have_their_room_at_once(open_panel, application):
    """Before anything else is painted: none lies over another, however many lines it takes."""
    layers = (LayerSpec(32, "tanh"), LayerSpec(32, "tanh"), LayerSpec(1, "tanh"))
    session = Session(Experiment(data=DataSpec(samples=60), network=NetworkSpec(2, layers)))
    panel = open_panel(InspectorPanel, session)
    for picked in (Selection(3, 0), Selection(1, 3), Selection(2, 3), Selection(2, 3, 4), Selection(2, 5)):
        session.select(picked)
        shown = [formula for formula in panel.formulas if not formula.isHidden()]
        ends = [formula.y() + max(place.bottom() for place in formula._places) for formula in shown]
        assert all(end <= below.y() for end, below in zip(ends[:-1], shown[1:], strict=True))
        assert ends[-1] <= shown[0].parentWidget().height()
