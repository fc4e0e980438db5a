"""Losses c: how wrong one prediction is. The cost C of a batch is the mean of c over its examples.

Arrays hold outputs in rows and examples in columns, shape (n_L, N): z the weighted sums of the last
layer, a = ŷ the predictions, y the targets. Each entry holds c and its derivative side by side.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Loss:
    """One loss with all its faces.

    Attributes:
        key: What files store.
        formula, derivative_formula: c and its derivative in TeX.
        cost: ``cost(z, a, y)`` gives c of each example, shape (N,).
        derivative: ``derivative(a, y, out)`` writes ∂c/∂a; where `fused_with` is set, ∂c/∂z instead.
        fused_with: The output activation it is fused with, the only one it fits; computed from z, the
            pair stays finite where the two one after another would not.
        wants: Which numbers stand for classes: "unit" 0 and 1, "signed" −1 and +1, "any" what the
            output activation can reach.
        total: ``total(z, a, y, derivative)`` gives Σ c over the batch, reusing the derivative at hand.
    """

    key: str
    formula: str
    derivative_formula: str
    cost: Callable[[Array, Array, Array], Array]
    derivative: Callable[[Array, Array, Array], object]
    fused_with: str | None = None
    wants: str = "any"
    total: Callable[[Array, Array, Array, Array], float] | None = None

    def summed(self, z: Array, a: Array, y: Array, derivative: Array) -> float:
        """Σ c over the batch, where `derivative` is what `self.derivative` wrote."""
        if self.total is not None:
            return self.total(z, a, y, derivative)
        return float(self.cost(z, a, y).sum())

    def fits(self, activation: str) -> bool:
        """Whether it may follow that output activation (key)."""
        if self.fused_with is not None:
            return activation == self.fused_with
        return self.wants != "signed" or activation not in ("sigmoid", "softmax")


def _half_squared_error(z: Array, a: Array, y: Array) -> Array:
    cost: Array = 0.5 * np.square(a - y).sum(axis=0)
    return cost


def _half_squared_error_total(z: Array, a: Array, y: Array, residual: Array) -> float:
    return 0.5 * float(np.vdot(residual, residual))


def _mse(z: Array, a: Array, y: Array) -> Array:
    cost: Array = np.square(a - y).mean(axis=0)
    return cost


def _mse_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    np.multiply(out, 2.0 / len(out), out)


def _mse_total(z: Array, a: Array, y: Array, derivative: Array) -> float:
    return float(np.vdot(derivative, derivative)) * len(derivative) / 4.0


def _binary_cross_entropy(z: Array, a: Array, y: Array) -> Array:
    cost: Array = (np.logaddexp(0.0, z) - y * z).mean(axis=0)
    return cost


def _binary_cross_entropy_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    if len(out) > 1:
        np.multiply(out, 1.0 / len(out), out)


def _cross_entropy(z: Array, a: Array, y: Array) -> Array:
    peak = z.max(axis=0)
    log_sum = peak + np.log(np.exp(z - peak).sum(axis=0))
    cost: Array = (y * (log_sum - z)).sum(axis=0)
    return cost


HUBER_THRESHOLD = 1.0
"""Where the Huber loss turns from a parabola into a line, as in PyTorch."""


def _huber(z: Array, a: Array, y: Array) -> Array:
    distance = np.abs(a - y)
    inside = np.minimum(distance, HUBER_THRESHOLD)
    cost: Array = (inside * (distance - 0.5 * inside)).mean(axis=0)
    return cost


def _huber_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    np.clip(out, -HUBER_THRESHOLD, HUBER_THRESHOLD, out)
    np.multiply(out, 1.0 / len(out), out)


def _hinge(z: Array, a: Array, y: Array) -> Array:
    cost: Array = np.maximum(0.0, 1.0 - y * a).mean(axis=0)
    return cost


def _hinge_derivative(a: Array, y: Array, out: Array) -> None:
    np.multiply(y * a < 1.0, -y / len(out), out)


LOSSES: Registry[Loss] = Registry(
    "loss",
    Loss(  # the browser playground's
        "half_squared_error",
        r"\tfrac12 \sum_j (\hat y_j - y_j)^2",
        r"\hat y_j - y_j",
        _half_squared_error,
        np.subtract,
        total=_half_squared_error_total,
    ),
    Loss(
        "mse",
        r"\frac1n \sum_j (\hat y_j - y_j)^2",
        r"\frac2n (\hat y_j - y_j)",
        _mse,
        _mse_derivative,
        total=_mse_total,
    ),
    Loss(
        "binary_cross_entropy",
        r"-\frac1n \sum_j \left(y_j \ln \hat y_j + (1 - y_j) \ln(1 - \hat y_j)\right)",
        r"\frac1n (\hat y_j - y_j)",
        _binary_cross_entropy,
        _binary_cross_entropy_derivative,
        fused_with="sigmoid",
        wants="unit",
    ),
    Loss(  # the targets of an example add up to 1
        "cross_entropy",
        r"-\sum_j y_j \ln \hat y_j",
        r"\hat y_j - y_j",
        _cross_entropy,
        np.subtract,
        fused_with="softmax",
        wants="unit",
    ),
    Loss(  # Huber 1964
        "huber",
        r"\frac1n \sum_j \begin{cases} \tfrac12 e_j^2 & |e_j| \le 1 \\ |e_j| - \tfrac12 & |e_j| > 1"
        r" \end{cases},\ e = \hat y - y",
        r"\frac1n \max(-1, \min(1, \hat y_j - y_j))",
        _huber,
        _huber_derivative,
    ),
    Loss(
        "hinge",
        r"\frac1n \sum_j \max(0, 1 - y_j \hat y_j)",
        r"\begin{cases} -y_j / n & y_j \hat y_j < 1 \\ 0 & y_j \hat y_j \ge 1 \end{cases}",
        _hinge,
        _hinge_derivative,
        wants="signed",
    ),
)
