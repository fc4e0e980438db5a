"""The functions a graph or a typed expression may use, each beside its derivative.

At a kink the derivative is the one PyTorch takes: relu and abs have slope 0 at 0, and max shares its
slope equally where both operands are equal. The derivative of sqrt at 0 is inf.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autodiff.operation import Array, Form, Operation, everywhere
from engine.registry import Registry


def _function(
    key: str,
    form: Form,
    *derivatives: Form,
    defined: Callable[..., bool] = everywhere,
    takes: str = "any number",
) -> Operation:
    """A function is an operation whose symbol is its name, written with its operands in parentheses."""
    pattern = f"{key}({', '.join('{}' for _ in derivatives)})"
    return Operation(key, key, pattern, form, derivatives, defined, takes)


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _sigmoid(x: float) -> float:
    # e^(−|x|) never overflows, and keeps all digits where the sigmoid is next to 0.
    small = math.exp(-abs(x))
    return (1.0 if x >= 0 else small) / (1.0 + small)


def _sigmoid_array(x: Array) -> Any:
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def _sign(x: float) -> float:
    return math.copysign(1.0, x) if x else 0.0


def _step(x: float) -> float:
    """1 above 0, ½ at 0, 0 below: the slope of max(x, 0), shared equally at the kink."""
    return 0.5 * (1.0 + _sign(x))


FUNCTIONS = Registry(
    "function",
    _function("exp", Form("e^{x}", _exp, np.exp), Form("e^{x}", _exp, np.exp)),
    _function(
        "log",
        Form(r"\ln x", math.log, np.log),
        Form(r"\frac{1}{x}", lambda x: 1 / x, lambda x: 1 / x),
        defined=lambda x: not x <= 0,
        takes="a number above 0",
    ),
    _function(
        "tanh",
        Form(r"\tanh x", math.tanh, np.tanh),
        Form(r"1-\tanh^2 x", lambda x: 1 - math.tanh(x) ** 2, lambda x: 1 - np.tanh(x) ** 2),
    ),
    _function(
        "sigmoid",
        Form(r"\sigma(x)=\frac{1}{1+e^{-x}}", _sigmoid, _sigmoid_array),
        Form(
            # 1 − σ(x) = σ(−x), which keeps its digits where σ(x) is next to 1.
            r"\sigma(x)\,(1-\sigma(x))",
            lambda x: _sigmoid(x) * _sigmoid(-x),
            lambda x: _sigmoid_array(x) * _sigmoid_array(-x),
        ),
    ),
    _function(
        "relu",
        Form(r"\max(0, x)", lambda x: x if x > 0 else 0.0 * x, lambda x: np.maximum(x, 0.0)),
        Form("[x>0]", lambda x: float(x > 0), lambda x: np.heaviside(x, 0.0)),
    ),
    _function(
        "sin",
        Form(r"\sin x", math.sin, np.sin),
        Form(r"\cos x", math.cos, np.cos),
        defined=lambda x: not math.isinf(x),
        takes="a finite number",
    ),
    _function(
        "cos",
        Form(r"\cos x", math.cos, np.cos),
        Form(r"-\sin x", lambda x: -math.sin(x), lambda x: -np.sin(x)),
        defined=lambda x: not math.isinf(x),
        takes="a finite number",
    ),
    _function("abs", Form("|x|", abs, np.abs), Form(r"\operatorname{sign} x", _sign, np.sign)),
    _function(
        "sqrt",
        Form(r"\sqrt{x}", math.sqrt, np.sqrt),
        Form(
            r"\frac{1}{2\sqrt{x}}",
            lambda x: 0.5 / math.sqrt(x) if x else math.inf,
            lambda x: 0.5 / np.sqrt(x),
        ),
        defined=lambda x: not x < 0,
        takes="a number of 0 or more",
    ),
    _function(
        "max",
        Form(r"\max(a, b)", max, np.maximum),
        Form(r"[a>b]+\tfrac{1}{2}[a=b]", lambda a, b: _step(a - b), lambda a, b: np.heaviside(a - b, 0.5)),
        Form(r"[b>a]+\tfrac{1}{2}[a=b]", lambda a, b: _step(b - a), lambda a, b: np.heaviside(b - a, 0.5)),
    ),
)
