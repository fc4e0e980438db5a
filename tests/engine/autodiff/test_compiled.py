"""Array functions from typed text: the same numbers as the graph, point by point, and any shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.autodiff import ExpressionError, compile_expression, parse_expression
from engine.errors import SpecError

PIECES = st.recursive(
    st.sampled_from(["x", "y", "0.5", "e"]),
    lambda inner: st.builds(
        lambda pattern, a, b: pattern.format(a=a, b=b),
        st.sampled_from(
            [
                "({a}+{b})",
                "{a}*({b})",
                "({a}-{b})/2",
                "({a})/(1.5+({b})^2)",
                "sin({a})",
                "cos({a})^3",
                "-tanh({a})",
                "sigmoid({a})*{b}",
                "relu({a})",
                "abs({a})",
                "max({a}, {b})",
                "log(1+({a})^2)",
                "sqrt(1+abs({a}))",
                "exp(-abs({a}))",
                "(1+abs({a}))^(sin({b}))",
            ]
        ),
        inner,
        inner,
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(text=PIECES, seed=st.integers(0, 1000))
def test_arrays_agree_with_the_graph_of_values(text, seed):
    xs, ys = np.random.default_rng(seed).uniform(-2, 2, (2, 3, 2))
    compiled = compile_expression(text)
    heights, slopes = compiled.value(xs, ys), compiled.gradient(xs, ys)
    assert heights.shape == slopes[0].shape == slopes[1].shape == xs.shape
    for index in np.ndindex(xs.shape):
        expression = parse_expression(f"{text} + 0*(x + y)", x=xs[index], y=ys[index])
        expression.result.backward()
        assert heights[index] == pytest.approx(expression.result.data, rel=1e-12, abs=1e-12)
        for name, slope in zip("xy", slopes, strict=True):
            assert slope[index] == pytest.approx(expression.values[name].grad, rel=1e-10, abs=1e-10)


def test_the_gradient_agrees_with_central_differences():
    compiled = compile_expression("u = x^2 + y - 11; v = x + y^2 - 7; u^2 + v^2 + sin(x*y)*exp(-x/3)")
    xs, ys = np.random.default_rng(0).uniform(-3, 3, (2, 200))
    step = 1e-6
    across = (compiled.value(xs + step, ys) - compiled.value(xs - step, ys)) / (2 * step)
    up = (compiled.value(xs, ys + step) - compiled.value(xs, ys - step)) / (2 * step)
    np.testing.assert_allclose(compiled.gradient(xs, ys), (across, up), rtol=1e-5, atol=1e-5)


def test_shapes_broadcast():
    compiled = compile_expression("x*y")
    xs, ys = np.array([1.0, 2, 3]), np.array([[10.0], [20]])
    np.testing.assert_array_equal(compiled.value(xs, ys), [[10, 20, 30], [20, 40, 60]])
    across, up = compiled.gradient(xs, ys)
    np.testing.assert_array_equal(across, [[10, 10, 10], [20, 20, 20]])
    np.testing.assert_array_equal(up, [[1, 2, 3], [1, 2, 3]])
    assert compiled.value(2, 3).shape == ()
    assert float(compiled.value(2, 3)) == 6


def test_variables_that_do_not_occur():
    compiled = compile_expression("3")
    np.testing.assert_array_equal(compiled.value([1, 2], 0), [3, 3])
    np.testing.assert_array_equal(compiled.gradient([1, 2], 0), [[0, 0], [0, 0]])
    (slope,) = compile_expression("t^3", ("t",)).gradient([1, 2])
    np.testing.assert_array_equal(slope, [3, 12])
    np.testing.assert_array_equal(compile_expression("a = x*2; y").gradient(5, 6), (0, 1))


def test_results_are_the_callers_own():
    xs = np.array([1.0, 2])
    compiled = compile_expression("x")
    compiled.value(xs, 0)[:] = 99
    compiled.gradient(xs, 0)[0][:] = 99
    np.testing.assert_array_equal(xs, [1, 2])


def test_holes_are_nan_without_a_warning():
    compiled = compile_expression("log(x) + 1/y + x^0.5")
    heights = compiled.value([-1, 1, 1], [1, 0, 2])
    assert np.isnan(heights[0])
    assert np.isnan(compile_expression("log(x)").gradient(-1, 0)).all()
    assert heights[1] == np.inf
    assert heights[2] == 1.5
    assert np.isfinite(compiled.gradient(1, 2)).all()
    assert np.isinf(compile_expression("1/0 + x").value(1, 1))


def test_whole_powers_of_negative_numbers_have_slopes():
    across, up = compile_expression("n = 3; x^n + (-y)^2").gradient(-2, -3)
    assert (float(across), float(up)) == (12, -6)


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("x + z", 5, "expected one of the variables x or y, but found “z”."),
        ("x = 3; x*y", 1, "expected a name other than the variables x or y."),
        ("x +", 4, "expected a number, a name or “(”, but the text ends."),
    ],
)
def test_errors_point(text, column, problem):
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    assert (caught.value.problem, caught.value.column) == (problem, column)


def test_one_array_for_each_variable():
    with pytest.raises(SpecError, match="number of arrays"):
        compile_expression("x*y").value(1)
