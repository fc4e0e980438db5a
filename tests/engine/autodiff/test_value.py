"""Values: arithmetic on either side, what a node remembers, and gradients against three referees."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.autodiff import Value, parse_expression
from engine.errors import SpecError

# Pieces that keep every number small, so that central differences stay sharp however they are nested.
SMOOTH = st.recursive(
    st.sampled_from(["x", "y", "z", "0.75", "pi"]),
    lambda inner: st.builds(
        lambda pattern, a, b: pattern.format(a=a, b=b),
        st.sampled_from(
            [
                "sin({a}+{b})",
                "tanh({a}*{b})",
                "(({a}-{b})/2)",
                "({a}/(2+cos({b})))",
                "log(2+sin({a}))",
                "sqrt(2+tanh({a}))*{b}",
                "exp(-({a})^2)",
                "(2+sin({a}))^({b}/3)",
                "sigmoid({a}-{b})",
                "-({a})^3/(1+({a})^2)",
                "(1/(2+({a})^2)+{b})",
            ]
        ),
        inner,
        inner,
    ),
    max_leaves=8,
)
KINKED = st.builds(
    lambda pattern, a, b: pattern.format(a=a, b=b),
    st.sampled_from(["relu({a})*{b}", "abs({a}-{b})", "max({a}, {b})", "max({a}, 0.5)^2+relu(-({b}))"]),
    SMOOTH,
    SMOOTH,
)
NUMBERS = st.tuples(*[st.floats(-2, 2, allow_subnormal=False)] * 3)

REFEREE = {
    **{name: getattr(anp, name) for name in ("exp", "log", "tanh", "sin", "cos", "sqrt", "abs", "pi")},
    "max": anp.maximum,
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "relu": lambda x: anp.where(x > 0, x, 0.0),
}


def gradients(text: str, numbers: dict[str, float]) -> tuple[float, list[float]]:
    """Value and gradient by (x, y, z) of an expression that need not use them all."""
    expression = parse_expression(f"{text} + 0*(x + y + z)", numbers)
    expression.result.backward()
    return expression.result.data, [expression.values[name].grad for name in "xyz"]


@settings(deadline=None)
@given(text=SMOOTH | KINKED, numbers=NUMBERS)
def test_gradients_agree_with_autograd(text, numbers):
    value, gradient = gradients(text, dict(zip("xyz", numbers, strict=True)))

    def referee(point):
        names = dict(zip("xyz", point, strict=True))
        return eval(text.replace("^", "**"), {}, {**REFEREE, **names}) + 0 * anp.sum(point)

    expected_value, expected = autograd.value_and_grad(referee)(np.array(numbers))
    assert value == pytest.approx(expected_value, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(text=SMOOTH, numbers=NUMBERS)
def test_gradients_agree_with_central_differences(text, numbers):
    _, gradient = gradients(text, dict(zip("xyz", numbers, strict=True)))
    step = 1e-5
    for index, name in enumerate("xyz"):
        left, right = (
            gradients(text, {**dict(zip("xyz", numbers, strict=True)), name: numbers[index] + shift})[0]
            for shift in (-step, step)
        )
        assert gradient[index] == pytest.approx((right - left) / (2 * step), rel=1e-5, abs=1e-6)


def test_a_neuron_by_hand():
    # o = tanh(n), n = x1 w1 + x2 w2 + b, worked out on paper with tanh(n)² = ½: o′ = ½.
    n0 = math.atanh(math.sqrt(0.5))
    x1, w1, x2, w2, b = Value(2), Value(-3), Value(0), Value(1), Value(n0 + 6)
    out = (x1 * w1 + x2 * w2 + b).tanh()
    out.backward()
    assert out.data == pytest.approx(math.sqrt(0.5))
    grads = [each.grad for each in (x1, w1, x2, w2, b)]
    assert grads == pytest.approx([-1.5, 1.0, 0.5, 0.0, 0.5])


@pytest.mark.parametrize(
    ("make", "expected", "slope"),
    [
        (lambda v: v + 2, 5, 1),
        (lambda v: 2 + v, 5, 1),
        (lambda v: v - 2, 1, 1),
        (lambda v: 2 - v, -1, -1),
        (lambda v: v * 2, 6, 2),
        (lambda v: 2 * v, 6, 2),
        (lambda v: v / 2, 1.5, 0.5),
        (lambda v: 2 / v, 2 / 3, -2 / 9),
        (lambda v: v**2, 9, 6),
        (lambda v: v ** Value(2), 9, 6),
        (lambda v: 2**v, 8, 8 * math.log(2)),
        (lambda v: -v, -3, -1),
        (lambda v: +v, 3, 1),
        (lambda v: abs(-v), 3, 1),
        (lambda v: v.max(7), 7, 0),
        (lambda v: sum([v, v, v]), 9, 3),
        (lambda v: np.float64(2) * v, 6, 2),
        (lambda v: v * np.float32(2), 6, 2),
        (lambda v: np.int64(2) - v, -1, -1),
    ],
)
def test_operators_take_numbers_on_either_side(make, expected, slope):
    v = Value(3)
    made = make(v)
    made.backward()
    assert made.data == pytest.approx(expected)
    assert v.grad == pytest.approx(slope)


def test_a_node_remembers_how_it_was_made():
    a, b = Value(2, "a"), Value(-3, "b")
    product = a * b
    assert product.op == "*"
    assert product.edges == ((a, -3.0), (b, 2.0))
    assert (a**2).op == "^2"
    assert (a**2).edges == ((a, 4.0),)
    assert a.is_leaf
    assert a.op == ""
    assert not product.is_leaf
    assert repr(a) == "Value('a', data=2, grad=0)"


def test_a_value_used_twice_keeps_both_edges():
    x = Value(3)
    square = x * x
    assert square.edges == ((x, 3.0), (x, 3.0))
    square.backward()
    assert x.grad == 6


def test_the_exponent_is_differentiated_when_it_is_a_value():
    base, exponent = Value(2), Value(3)
    (base**exponent).backward()
    assert base.grad == 12
    assert exponent.grad == pytest.approx(8 * math.log(2))


@pytest.mark.parametrize("operand", ["2", None, 1j, [2]])
def test_other_operands_are_left_to_python(operand):
    with pytest.raises(TypeError):
        Value(1) * operand
    with pytest.raises(TypeError):
        operand + Value(1)


def test_a_leaf_takes_a_real_number():
    assert Value(True).data == 1
    with pytest.raises(SpecError, match="real number"):
        Value("3")
