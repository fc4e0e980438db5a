"""The remaining small problems: moons, checkerboard, curves and gates."""

import numpy as np
import pytest

from engine.data import toy


def test_moons_are_half_circles_that_reach_into_each_other():
    data = toy.moons(200, 0.0, 0)
    upper, lower = data.inputs[:100], data.inputs[100:]
    assert np.hypot(upper[:, 0] + 1.5, upper[:, 1] + 0.75) == pytest.approx(np.full(100, 3.0))
    assert np.hypot(lower[:, 0] - 1.5, lower[:, 1] - 0.75) == pytest.approx(np.full(100, 3.0))
    assert upper[:, 1].min() == pytest.approx(-0.75)
    assert lower[:, 1].max() == pytest.approx(0.75)
    assert data.targets[:, 0].tolist() == [1] * 100 + [-1] * 100


def test_moons_noise_is_normal_in_units_of_the_radius():
    step = toy.moons(20_000, 0.2, 0).inputs - toy.moons(20_000, 0.0, 0).inputs
    assert step.std() == pytest.approx(0.6, rel=0.03)


def test_checkerboard_takes_turns():
    data = toy.checkerboard(4000, 0.0, 0)
    for square, sign in {(0, 0): 1, (1, 0): -1, (1, 1): 1, (-1, 0): -1, (-2, -2): 1, (-2, 1): -1}.items():
        low = 2.5 * np.array(square)
        here = ((data.inputs >= low) & (data.inputs < low + 2.5)).all(axis=1)
        assert here.sum() > 150
        assert (data.targets[here] == sign).all()


def test_curves_have_one_input_and_follow_their_formulas():
    line, sine = toy.line(50, 0.0, 0), toy.sine(50, 0.0, 0)
    assert line.inputs.shape == sine.inputs.shape == (50, 1)
    assert line.targets == pytest.approx(0.5 * line.inputs + 0.25)
    assert sine.targets == pytest.approx(np.sin(sine.inputs))
    assert np.abs(line.inputs).max() <= 3
    assert np.abs(sine.inputs).max() <= np.pi


def test_curve_noise_has_the_standard_deviation_it_says():
    noise = toy.sine(20_000, 0.3, 0).targets - toy.sine(20_000, 0.0, 0).targets
    assert noise.std() == pytest.approx(0.3, rel=0.03)


@pytest.mark.parametrize(
    ("gate", "outputs"),
    [(toy.gate_and, [-1, -1, -1, 1]), (toy.gate_or, [-1, 1, 1, 1]), (toy.gate_xor, [-1, 1, 1, -1])],
)
def test_gates_are_their_truth_tables(gate, outputs):
    data = gate()
    assert data.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.targets[:, 0].tolist() == outputs
    assert data.class_names == ("0", "1")
