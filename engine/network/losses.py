"""Losses c: how wrong one prediction is. The cost C of a batch is the mean of c over its examples.

Arrays hold outputs in rows and examples in columns, shape (n_L, N): z the weighted sums of the last
layer, a = ŷ the predictions, y the targets. Each entry holds c and its derivative side by side.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.network.scalars import scalars
from engine.registry import Registry


@dataclass(frozen=True)
class Loss:
    """One loss with all its faces.

    Attributes:
        key: What files store.
        formula, derivative_formula: c and its derivative in TeX.
        cost: ``cost(z, a, y)`` gives c of each example, shape (N,).
        derivative: ``derivative(a, y, out)`` writes ∂c/∂a; where `fused_with` is set, ∂c/∂z instead.
        scalar: ``scalar(z, a, y)`` gives c of one example as an `engine.autodiff.Value`, from the Values z
            and a and the numbers y of its outputs. Where c has branches it follows the one at hand.
        fused_with: The output activation it is fused with, the only one it fits; computed from z, the
            pair stays finite where the two one after another would not.
        wants: Which numbers stand for classes: "unit" 0 and 1, "signed" −1 and +1, "any" what the
            output activation can reach.
        between_distributions: Whether the targets of an example have to add up to 1.
        kink: ``kink(a, y)`` gives numbers (n_L, N) whose change of sign means a jump of the first or second
            derivative of c, so that a difference quotient across it is off; None where there is none.
        total: ``total(z, a, y, derivative)`` gives Σ c over the batch, reusing the derivative at hand.
    """

    key: str
    formula: str
    derivative_formula: str
    cost: Callable[[Array, Array, Array], Array]
    derivative: Callable[[Array, Array, Array], object]
    scalar: Callable[[Sequence[Any], Sequence[Any], Sequence[Any]], Any]
    fused_with: str | None = None
    wants: str = "any"
    between_distributions: bool = False
    kink: Callable[[Array, Array], Array] | None = None
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
        return self.wants != "signed" or activation not in ("sigmoid", "step", "softmax")


_TWO = scalars(2.0)
_SMALLEST_NORMAL = {np.dtype(kind): np.finfo(kind).smallest_normal for kind in (np.float64, np.float32)}


def _share(out: Array) -> None:
    """Divide by the number of outputs, whose mean an example's cost is."""
    if len(out) > 1:
        np.multiply(out, 1.0 / len(out), out)


def _squared_length(values: Array) -> float:
    flat = values.ravel()
    return float(flat.dot(flat))


def _added(terms: Sequence[Any]) -> Any:
    """The sum without a leading 0, which would be a node of its own in a graph."""
    return sum(terms[1:], start=terms[0])


def _averaged(terms: Sequence[Any]) -> Any:
    return _added(terms) / len(terms) if len(terms) > 1 else terms[0]


def _half_squared_error(z: Array, a: Array, y: Array) -> Array:
    cost: Array = 0.5 * np.square(a - y).sum(axis=0)
    return cost


def _half_squared_error_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    return 0.5 * _added([(guess - target) ** 2 for guess, target in zip(a, y, strict=True)])


def _half_squared_error_total(z: Array, a: Array, y: Array, residual: Array) -> float:
    return 0.5 * _squared_length(residual)


def _mse(z: Array, a: Array, y: Array) -> Array:
    cost: Array = np.square(a - y).mean(axis=0)
    return cost


def _mse_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    return _averaged([(guess - target) ** 2 for guess, target in zip(a, y, strict=True)])


def _mse_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    np.multiply(out, _TWO[out.dtype], out)
    _share(out)


def _mse_total(z: Array, a: Array, y: Array, derivative: Array) -> float:
    return _squared_length(derivative) * len(derivative) / 4.0


def _binary_cross_entropy(z: Array, a: Array, y: Array) -> Array:
    cost: Array = (np.logaddexp(0.0, z) - y * z).mean(axis=0)
    return cost


def _binary_cross_entropy_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    return _averaged([_surprise(each, target) for each, target in zip(z, y, strict=True)])


def _surprise(z: Any, y: Any) -> Any:
    """ln(1 + e^z) − y z, by the one of e^z and e^−z that cannot overflow."""
    if z.data > 0:
        return (1.0 + (-z).exp()).log() + (1.0 - y) * z
    return (1.0 + z.exp()).log() - y * z


def _binary_cross_entropy_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    _share(out)


def _minus_log_softmax(z: Array, a: Array) -> Array:
    """−ln a_j = ln Σ_k e^{z_k} − z_j, finite even where a_j has become 0."""
    # For the largest of an example, a is never small, and so gives the logarithm of the sum.
    log_sum = np.maximum.reduce(z, 0) - np.log(np.maximum.reduce(a, 0))
    surprise: Array = log_sum - z
    return surprise


def _cross_entropy(z: Array, a: Array, y: Array) -> Array:
    cost: Array = (y * _minus_log_softmax(z, a)).sum(axis=0)
    return cost


def _cross_entropy_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    peak = max(each.data for each in z)
    log_sum = _added([(each - peak).exp() for each in z]).log() + peak
    return _added([target * (log_sum - each) for each, target in zip(z, y, strict=True)])


def _cross_entropy_total(z: Array, a: Array, y: Array, derivative: Array) -> float:
    # Half the work, and as exact while no a has left the range of normal numbers.
    if np.minimum.reduce(a, None) >= _SMALLEST_NORMAL[a.dtype]:
        return -float(np.vdot(y, np.log(a)))
    return float(np.vdot(y, _minus_log_softmax(z, a)))


HUBER_THRESHOLD = 1.0
"""Where the Huber loss turns from a parabola into a line, as in PyTorch."""


def _huber(z: Array, a: Array, y: Array) -> Array:
    distance = np.abs(a - y)
    inside = np.minimum(distance, HUBER_THRESHOLD)
    cost: Array = (inside * (distance - 0.5 * inside)).mean(axis=0)
    return cost


def _huber_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    return _averaged([_huber_of(guess - target) for guess, target in zip(a, y, strict=True)])


def _huber_of(error: Any) -> Any:
    if abs(error.data) <= HUBER_THRESHOLD:
        return 0.5 * error**2
    return HUBER_THRESHOLD * (abs(error) - 0.5 * HUBER_THRESHOLD)


def _huber_derivative(a: Array, y: Array, out: Array) -> None:
    np.subtract(a, y, out)
    np.clip(out, -HUBER_THRESHOLD, HUBER_THRESHOLD, out)
    _share(out)


def _huber_kink(a: Array, y: Array) -> Array:
    gap: Array = np.abs(a - y) - HUBER_THRESHOLD
    return gap


def _hinge(z: Array, a: Array, y: Array) -> Array:
    cost: Array = np.maximum(0.0, 1.0 - y * a).mean(axis=0)
    return cost


def _hinge_derivative(a: Array, y: Array, out: Array) -> None:
    np.multiply(y * a < 1.0, -y / len(out), out)


def _hinge_scalar(z: Sequence[Any], a: Sequence[Any], y: Sequence[Any]) -> Any:
    return _averaged([(1.0 - target * guess).relu() for guess, target in zip(a, y, strict=True)])


def _hinge_kink(a: Array, y: Array) -> Array:
    gap: Array = 1.0 - y * a
    return gap


LOSSES: Registry[Loss] = Registry(
    "loss",
    Loss(  # the browser playground's
        "half_squared_error",
        r"\tfrac12 \sum_j (\hat y_j - y_j)^2",
        r"\hat y_j - y_j",
        _half_squared_error,
        np.subtract,
        _half_squared_error_scalar,
        total=_half_squared_error_total,
    ),
    Loss(
        "mse",
        r"\frac1n \sum_j (\hat y_j - y_j)^2",
        r"\frac2n (\hat y_j - y_j)",
        _mse,
        _mse_derivative,
        _mse_scalar,
        total=_mse_total,
    ),
    Loss(
        "binary_cross_entropy",
        r"-\frac1n \sum_j \left(y_j \ln \hat y_j + (1 - y_j) \ln(1 - \hat y_j)\right)",
        r"\frac1n (\hat y_j - y_j)",
        _binary_cross_entropy,
        _binary_cross_entropy_derivative,
        _binary_cross_entropy_scalar,
        fused_with="sigmoid",
        wants="unit",
    ),
    Loss(  # between two distributions: with other targets the derivative would be another
        "cross_entropy",
        r"-\sum_j y_j \ln \hat y_j",
        r"\hat y_j - y_j",
        _cross_entropy,
        np.subtract,
        _cross_entropy_scalar,
        fused_with="softmax",
        wants="unit",
        between_distributions=True,
        total=_cross_entropy_total,
    ),
    Loss(  # Huber 1964
        "huber",
        r"\frac1n \sum_j \begin{cases} \tfrac12 e_j^2 & |e_j| \le 1 \\ |e_j| - \tfrac12 & |e_j| > 1"
        r" \end{cases},\ e = \hat y - y",
        r"\frac1n \max(-1, \min(1, \hat y_j - y_j))",
        _huber,
        _huber_derivative,
        _huber_scalar,
        kink=_huber_kink,
    ),
    Loss(
        "hinge",
        r"\frac1n \sum_j \max(0, 1 - y_j \hat y_j)",
        r"\begin{cases} -y_j / n & y_j \hat y_j < 1 \\ 0 & y_j \hat y_j \ge 1 \end{cases}",
        _hinge,
        _hinge_derivative,
        _hinge_scalar,
        wants="signed",
        kink=_hinge_kink,
    ),
)
