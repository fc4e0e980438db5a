"""The arithmetic operators, each beside its partial derivatives.

At the edges the conventions are PyTorch's: 0⁰ = 1; ∂aᵇ/∂b is 0 at a = 0 and nan at a < 0, where aᵇ has
values only at whole b and so no slope along b.
"""

import math
import operator
from typing import Any

import numpy as np

from engine.autodiff.operation import Form, Operation
from engine.registry import Registry


def _constant(value: float) -> tuple[Any, Any]:
    """A derivative that does not depend on the operands, for numbers and for arrays."""
    return (lambda *_operands: value), (lambda *_operands: np.float64(value))


def _power(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf


def _power_by_base(a: float, b: float) -> float:
    if b == 0:
        return 0.0
    if a == 0 and b < 1:
        return math.inf
    return b * _power(a, b - 1)


def _power_by_exponent(a: float, b: float) -> float:
    if a > 0:
        return _power(a, b) * math.log(a)
    return 0.0 if a == 0 else math.nan


def _power_is_defined(a: float, b: float) -> bool:
    return not (a < 0 and b % 1 != 0) and not (a == 0 and b < 0)


OPERATORS = Registry(
    "operator",
    Operation(
        "addition",
        "+",
        "{}+{}",
        Form("a+b", operator.add, operator.add),
        (Form("1", *_constant(1.0)), Form("1", *_constant(1.0))),
    ),
    Operation(
        "subtraction",
        "-",
        "{}-{}",
        Form("a-b", operator.sub, operator.sub),
        (Form("1", *_constant(1.0)), Form("-1", *_constant(-1.0))),
    ),
    Operation(
        "multiplication",
        "*",
        "{}*{}",
        Form(r"a\,b", operator.mul, operator.mul),
        (Form("b", lambda a, b: b, lambda a, b: b), Form("a", lambda a, b: a, lambda a, b: a)),
    ),
    Operation(
        "division",
        "/",
        "{}/{}",
        Form(r"\frac{a}{b}", operator.truediv, operator.truediv),
        (
            Form(r"\frac{1}{b}", lambda a, b: 1 / b, lambda a, b: 1 / b),
            # Divided twice, because b² may be 0 where b is not.
            Form(r"-\frac{a}{b^2}", lambda a, b: -a / b / b, lambda a, b: -a / b / b),
        ),
        defined=lambda a, b: b != 0,
        takes="a divisor other than 0",
    ),
    Operation(
        "power",
        "^",
        "{}^{}",
        Form("a^{b}", _power, operator.pow),
        (
            Form(r"b\,a^{b-1}", _power_by_base, lambda a, b: np.where(b == 0, 0.0, b * a ** (b - 1))),
            Form(
                r"a^{b}\,\ln a",
                _power_by_exponent,
                lambda a, b: np.where(a == 0, 0.0, a**b * np.log(a)),
            ),
        ),
        defined=_power_is_defined,
        takes="a base above 0 for this exponent",
    ),
    Operation(
        "negation", "-", "-{}", Form("-x", operator.neg, operator.neg), (Form("-1", *_constant(-1.0)),)
    ),
)


def raised_to(n: float) -> Operation:
    """x ↦ xⁿ for a fixed number n: the power rule, with no derivative for the exponent.

    Kept apart from a ^ b because there n is a graph node of its own, whose derivative does not exist
    at x < 0; the square of a negative number must not carry that nan along.
    """
    power = OPERATORS["power"]
    return Operation(
        "power",
        f"^{n:g}",
        f"{{}}^{n:g}",
        Form(f"x^{{{n:g}}}", lambda x: _power(x, n), lambda x: x**n),
        (
            Form(
                rf"{n:g}\,x^{{{n - 1:g}}}",
                lambda x: _power_by_base(x, n),
                lambda x: power.derivatives[0].array(x, n),
            ),
        ),
        defined=lambda x: _power_is_defined(x, n),
        takes=power.takes,
    )
