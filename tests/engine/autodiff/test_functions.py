"""Each operator and function: value, derivative, number and array agree, and the edges are PyTorch's."""

import itertools
import math

import numpy as np
import pytest

from engine.autodiff import FUNCTIONS, OPERATORS, DomainError, Operation, Value
from engine.autodiff.operators import raised_to

OPERATIONS = [
    *OPERATORS.values(),
    *FUNCTIONS.values(),
    raised_to(2),
    raised_to(-1),
    raised_to(0.5),
    raised_to(3),
]
POINTS = (-30.5, -2.3, -1.0, -0.4, 0.0, 0.7, 1.0, 2.6, 30.5)

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.symbol)


def defined_points(operation: Operation) -> list[tuple[float, ...]]:
    points = itertools.product(POINTS, repeat=operation.operands)
    return [point for point in points if operation.defined(*point)]


@each_operation
def test_numbers_and_arrays_agree(operation):
    points = defined_points(operation)
    columns = np.transpose(points)
    forms = [operation.form, *operation.derivatives]
    for form in forms:
        with np.errstate(all="ignore"):
            array = np.broadcast_to(form.array(*columns), len(points))
        np.testing.assert_allclose(array, [form.scalar(*point) for point in points], rtol=1e-13, atol=1e-300)


@each_operation
def test_the_derivatives_are_those_of_the_value(operation):
    step = 1e-6
    for point in defined_points(operation):
        if operation.key in ("relu", "abs", "max", "sqrt", "power") and (0.0 in point or len({*point}) == 1):
            continue  # kinks and edges, looked at one by one below
        for index, derivative in enumerate(operation.local_derivatives(*point)):
            left, right = list(point), list(point)
            left[index] -= step
            right[index] += step
            if not (operation.defined(*left) and operation.defined(*right)):
                continue
            rise = operation.value(*right) - operation.value(*left)
            size = abs(operation.value(*point)) + abs(derivative)
            assert derivative == pytest.approx(rise / (2 * step), rel=1e-5, abs=1e-6 + 1e-9 * size)


def test_slopes_at_kinks():
    assert FUNCTIONS["relu"].local_derivatives(0.0) == (0.0,)
    assert FUNCTIONS["abs"].local_derivatives(0.0) == (0.0,)
    assert FUNCTIONS["max"].local_derivatives(2.0, 2.0) == (0.5, 0.5)
    assert FUNCTIONS["max"].local_derivatives(3.0, 2.0) == (1.0, 0.0)
    assert FUNCTIONS["sqrt"].local_derivatives(0.0) == (math.inf,)


def test_powers_at_the_edges():
    power = OPERATORS["power"]
    assert power.value(0.0, 0.0) == 1
    assert power.local_derivatives(0.0, 0.0) == (0.0, 0.0)
    assert power.local_derivatives(0.0, 1.0) == (1.0, 0.0)
    assert power.local_derivatives(0.0, 0.5) == (math.inf, 0.0)
    by_base, by_exponent = power.local_derivatives(-2.0, 3.0)
    assert by_base == 12
    assert math.isnan(by_exponent)
    assert raised_to(2).local_derivatives(-3.0) == (-6.0,)


def test_the_sigmoid_keeps_its_digits_far_out():
    sigmoid = FUNCTIONS["sigmoid"]
    assert sigmoid.value(-700) == pytest.approx(math.exp(-700), rel=1e-12)
    assert sigmoid.local_derivatives(40.0)[0] == pytest.approx(math.exp(-40), rel=1e-12)
    assert sigmoid.value(-1e6) == 0
    assert sigmoid.value(1e6) == 1


def test_results_too_large_are_infinite():
    assert FUNCTIONS["exp"].value(1000) == math.inf
    assert OPERATORS["power"].value(10.0, 400.0) == math.inf
    assert OPERATORS["power"].value(-10.0, 401.0) == -math.inf
    assert OPERATORS["division"].local_derivatives(0.0, 1e-200) == (1e200, 0.0)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Value(-1).log(), "log takes a number above 0, but this is log(-1)."),
        (lambda: Value(0).log(), "log takes a number above 0, but this is log(0)."),
        (lambda: Value(3) / 0, "division takes a divisor other than 0, but this is 3/0."),
        (lambda: 1 / Value(0), "division takes a divisor other than 0, but this is 1/0."),
        (lambda: Value(-4).sqrt(), "sqrt takes a number of 0 or more, but this is sqrt(-4)."),
        (
            lambda: Value(-8) ** Value(0.5),
            "power takes a base above 0 for this exponent, but this is (-8)^0.5.",
        ),
        (lambda: Value(0) ** -1, "power takes a base above 0 for this exponent, but this is 0^-1."),
        (lambda: Value(math.inf).sin(), "sin takes a finite number, but this is sin(inf)."),
    ],
)
def test_outside_the_domain_one_sentence_says_so(make, sentence):
    with pytest.raises(DomainError) as caught:
        make()
    assert str(caught.value) == sentence


def test_nan_passes_through():
    for key, function in FUNCTIONS.items():
        assert math.isnan(function.value(*[math.nan] * function.operands)) or key == "relu"


def test_every_function_is_a_method_of_value():
    for key, function in FUNCTIONS.items():
        made = getattr(Value(0.5), key)(*[Value(0.25)] * (function.operands - 1))
        assert made.op == key
        assert made.operation is function
