"""Optimizers against PyTorch's recorded steps, and against their rules written out number by number."""

import json
import runpy
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SpecError
from engine.training import OPTIMIZERS, OptimizerSpec

DATA = Path(__file__).parents[2] / "data"
RECORD = json.loads((DATA / "optimizers.json").read_text())


def run_named(run) -> str:
    return f"{run['optimizer']} {run['learning_rate']}"


def assert_same_walk(run, start, gradients):
    """Our optimizer, given those gradients, visits the parameters of `run`."""
    spec = OptimizerSpec(run["optimizer"], run["learning_rate"], run["options"])
    parameters = np.array(start)
    optimizer = spec.make(len(parameters), np.float64)
    for gradient, expected in zip(gradients, run["parameters"], strict=True):
        optimizer.update(parameters, np.array(gradient))
        np.testing.assert_allclose(parameters, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("run", RECORD["runs"], ids=run_named)
def test_ten_steps_as_pytorch_recorded_them(run):
    assert_same_walk(run, RECORD["start"], RECORD["gradients"])


def test_every_optimizer_is_recorded():
    assert {run["optimizer"] for run in RECORD["runs"]} == set(OPTIMIZERS)


@pytest.mark.referee
def test_ten_steps_as_pytorch_makes_them_now():
    live = runpy.run_path(str(DATA / "record_optimizers.py"))["record"]()
    for run in live["runs"]:
        assert_same_walk(run, live["start"], live["gradients"])


# Each rule for one number: (θ, g, what it remembers, η, options, t) → (θ, what it remembers).
def sgd(theta, g, state, rate, options, t):
    return theta - rate * g, {}


def momentum(theta, g, state, rate, options, t):
    v = options["momentum"] * state.get("velocity", 0.0) + g
    return theta - rate * v, {"velocity": v}


def nesterov(theta, g, state, rate, options, t):
    v = options["momentum"] * state.get("velocity", 0.0) + g
    return theta - rate * (g + options["momentum"] * v), {"velocity": v}


def adagrad(theta, g, state, rate, options, t):
    s = state.get("squared_sum", 0.0) + g**2
    return theta - rate * g / (sqrt(s) + options["epsilon"]), {"squared_sum": s}


def rmsprop(theta, g, state, rate, options, t):
    alpha = options["alpha"]
    s = alpha * state.get("squared_average", 0.0) + (1 - alpha) * g**2
    return theta - rate * g / (sqrt(s) + options["epsilon"]), {"squared_average": s}


def adam(theta, g, state, rate, options, t):
    beta1, beta2 = options["beta1"], options["beta2"]
    m = beta1 * state.get("first_moment", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("second_moment", 0.0) + (1 - beta2) * g**2
    corrected_m, corrected_v = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - rate * corrected_m / (sqrt(corrected_v) + options["epsilon"])
    return theta, {"first_moment": m, "second_moment": v}


def adamw(theta, g, state, rate, options, t):
    return adam(theta - rate * options["weight_decay"] * theta, g, state, rate, options, t)


RULES = {rule.__name__: rule for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw)}


def test_every_optimizer_has_its_rule_here():
    assert list(RULES) == list(OPTIMIZERS)


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_rule_written_out(key, precision):
    spec = OptimizerSpec(key)
    optimizer = spec.make(3, precision)
    generator = np.random.default_rng(8)
    parameters = generator.normal(size=3).astype(precision)
    expected, states = parameters.astype(float).tolist(), [{}, {}, {}]
    digits = {"float64": 1e-12, "float32": 1e-5}[precision]
    for t in range(1, 21):
        gradient = generator.normal(size=3).astype(precision)
        optimizer.update(parameters, gradient)
        for i in range(3):
            expected[i], states[i] = RULES[key](
                expected[i], float(gradient[i]), states[i], spec.rate, spec.options, t
            )
        assert parameters.dtype == precision
        assert parameters.tolist() == pytest.approx(expected, rel=digits, abs=digits)
        for name, vector in optimizer.state.items():
            assert vector.dtype == precision
            assert vector.tolist() == pytest.approx([s[name] for s in states], rel=digits, abs=digits)
    assert set(optimizer.state) == set(states[0])


@settings(max_examples=60, deadline=None)
@given(
    key=st.sampled_from(list(OPTIMIZERS)),
    precision=st.sampled_from(["float64", "float32"]),
    steps=st.integers(0, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_explain_is_the_update_that_follows(key, precision, steps, seed):
    optimizer = OptimizerSpec(key, 0.1).make(4, precision)
    generator = np.random.default_rng(seed)
    parameters = generator.normal(size=4).astype(precision)
    for _ in range(steps):
        optimizer.update(parameters, generator.normal(size=4).astype(precision))
    gradient = generator.normal(size=4).astype(precision)
    before = parameters.copy()
    kept = {name: vector.copy() for name, vector in optimizer.state.items()}

    told = optimizer.explain(parameters, gradient)
    assert np.array_equal(parameters, before)
    assert optimizer.count == steps
    assert all(np.array_equal(optimizer.state[name], vector) for name, vector in kept.items())

    optimizer.update(parameters, gradient)
    assert np.array_equal(told["step"], parameters - before)
    assert np.array_equal(told["gradient"], gradient)
    first, *_, last = told
    assert (first, last) == ("gradient", "step")
    for name, vector in optimizer.state.items():
        assert np.array_equal(told[name], vector)
    if key in ("adam", "adamw"):
        corrected = optimizer.state["first_moment"] / (1 - 0.9**optimizer.count)
        np.testing.assert_allclose(told["corrected_first_moment"], corrected, rtol=1e-6)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_gradient_is_left_as_it_is_and_a_copy_lives_on_its_own(key):
    optimizer = OptimizerSpec(key).make(2, np.float64)
    gradient = np.array([1.0, -2.0])
    parameters = np.array([0.5, 0.5])
    optimizer.update(parameters, gradient)
    assert gradient.tolist() == [1.0, -2.0]
    twin, theirs = optimizer.copy(), parameters.copy()
    optimizer.update(parameters, gradient)
    assert twin.count == 1
    twin.update(theirs, gradient)
    assert np.array_equal(theirs, parameters)


REFUSALS = [
    (lambda: OptimizerSpec("adamax"), "optimizer is 'adamax', but takes one of sgd, momentum, nesterov,"),
    (lambda: OptimizerSpec("sgd", -1.0), "learning rate is -1.0, but takes a number from 0 to 1e+06."),
    (lambda: OptimizerSpec("sgd", float("nan")), "learning rate is nan, but takes a number from 0 to 1e+06."),
    (lambda: OptimizerSpec("sgd", "fast"), "learning rate is 'fast', but takes a number"),
    (
        lambda: OptimizerSpec("sgd", options={"momentum": 0.9}),
        "optimizer option is 'momentum', but takes no options.",
    ),
    (
        lambda: OptimizerSpec("adam", options={"beta": 0.9}),
        "optimizer option is 'beta', but takes beta1, beta2 or epsilon.",
    ),
    (
        lambda: OptimizerSpec("momentum", options={"momentum": 1.0}),
        "optimizer momentum is 1.0, but takes a number from 0 to 0.9999.",
    ),
]


@pytest.mark.parametrize(("build", "sentence"), REFUSALS)
def test_refusal(build, sentence):
    with pytest.raises(SpecError) as refusal:
        build()
    assert str(refusal.value).startswith(sentence)


def test_what_is_left_out_takes_the_registrys_defaults():
    spec = OptimizerSpec("adam", options={"beta1": 0.5})
    assert spec.rate == OPTIMIZERS["adam"].learning_rate == 0.001
    assert spec.options == {"beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8}
