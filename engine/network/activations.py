"""Activations f: what a neuron makes of its weighted sum, a = f(z), and the derivative f'(z) that sends errors back.

Each entry holds the formula and its derivative side by side. Functions write into `out`, so that a
training step allocates nothing; z, a and out have the same shape, neurons in rows, examples in columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.network.scalars import scalars
from engine.registry import Registry


@dataclass(frozen=True)
class Activation:
    """One activation function with all its faces.

    Attributes:
        key: What files store.
        formula, derivative_formula: f(z) and f'(z) in TeX.
        function: ``function(z, out)`` writes f(z).
        derivative: ``derivative(z, a, out)`` writes f'(z), where a = f(z) is at hand and may be used.
        scalar: ``scalar(z)`` gives f(z) of one `engine.autodiff.Value`. Where f has branches it follows
            the one that the number is on.
        kinks: The z at which f, f' or f'' jumps, so that a difference quotient across it is off.
        output_range: The open interval f maps into, infinite where unbounded; of a step its two values.
        output_only: Whether it may stand at the last layer only.
        is_flat: Whether f' is 0 at every z, so that no error ever goes back through it.
    """

    key: str
    formula: str
    derivative_formula: str
    function: Callable[[Array, Array], object]
    derivative: Callable[[Array, Array, Array], object]
    scalar: Callable[[Any], Any]
    kinks: tuple[float, ...] = ()
    output_range: tuple[float, float] = (-np.inf, np.inf)
    output_only: bool = False
    is_flat: bool = False

    def pull_back(self, upstream: Array, z: Array, a: Array, scratch: Array) -> None:
        """Turn ∂c/∂a (in `upstream`) into δ = ∂c/∂z = f'(z) ⊙ ∂c/∂a, in place."""
        self.derivative(z, a, scratch)
        np.multiply(upstream, scratch, upstream)

    def scalars(self, z: Sequence[Any]) -> list[Any]:
        """a of every neuron of a layer, from their z, as Values."""
        return [self.scalar(each) for each in z]


@dataclass(frozen=True)
class Softmax(Activation):
    """Softmax mixes the neurons of its layer, so its derivative is a matrix, not a number per neuron.

    Its `scalar` is the e^z that is then divided by the sum over the layer.
    """

    def pull_back(self, upstream: Array, z: Array, a: Array, scratch: Array) -> None:
        """δ_j = a_j (∂c/∂a_j − Σ_k a_k ∂c/∂a_k): the product with the Jacobian a_j ([j=k] − a_k)."""
        np.multiply(upstream, a, scratch)
        np.subtract(upstream, np.add.reduce(scratch, 0), upstream)
        np.multiply(upstream, a, upstream)

    def scalars(self, z: Sequence[Any]) -> list[Any]:
        """e^{z_j} / Σ_k e^{z_k}, with the largest z taken off first, which changes nothing but overflow."""
        peak = max(each.data for each in z)
        powers = [self.scalar(each - peak) for each in z]
        total = sum(powers[1:], start=powers[0])
        return [power / total for power in powers]


_ZERO = scalars(0.0)
_HALF = scalars(0.5)
_ONE = scalars(1.0)


def _linear(z: Array, out: Array) -> None:
    np.copyto(out, z)


def _linear_derivative(z: Array, a: Array, out: Array) -> None:
    out.fill(1.0)


def _sigmoid(z: Array, out: Array) -> None:
    # (1 + tanh(z/2)) / 2 is the same function and cannot overflow, in either precision.
    half = _HALF[out.dtype]
    np.multiply(z, half, out)
    np.tanh(out, out)
    np.multiply(out, half, out)
    np.add(out, half, out)


def _sigmoid_derivative(z: Array, a: Array, out: Array) -> None:
    np.multiply(a, a, out)
    np.subtract(a, out, out)


def _tanh_derivative(z: Array, a: Array, out: Array) -> None:
    np.multiply(a, a, out)
    np.subtract(_ONE[out.dtype], out, out)


def _relu(z: Array, out: Array) -> None:
    np.maximum(z, _ZERO[out.dtype], out=out)


def _relu_derivative(z: Array, a: Array, out: Array) -> None:
    np.sign(a, out)


LEAK = 0.01
"""The slope of leaky ReLU below zero, as in PyTorch."""


def _leaky_relu(z: Array, out: Array) -> None:
    np.multiply(z, LEAK, out)
    np.maximum(z, out, out=out)


def _leaky_relu_derivative(z: Array, a: Array, out: Array) -> None:
    out.fill(LEAK)
    out[z > 0] = 1.0


def _leaky_relu_scalar(z: Any) -> Any:
    return z if z.data > 0 else LEAK * z


def _elu(z: Array, out: Array) -> None:
    # e^z − 1 ≥ z, so the larger of the two is the right branch on both sides of zero.
    np.minimum(z, 0.0, out=out)
    np.expm1(out, out)
    np.maximum(z, out, out=out)


def _elu_derivative(z: Array, a: Array, out: Array) -> None:
    np.minimum(a, 0.0, out=out)
    np.add(out, 1.0, out)


def _elu_scalar(z: Any) -> Any:
    return z if z.data > 0 else z.exp() - 1.0


def _softplus(z: Array, out: Array) -> None:
    np.logaddexp(z, 0.0, out)


def _softplus_derivative(z: Array, a: Array, out: Array) -> None:
    _sigmoid(z, out)


def _softplus_scalar(z: Any) -> Any:
    # Of e^z and e^−z the one that cannot overflow.
    return z + (1.0 + (-z).exp()).log() if z.data > 0 else (1.0 + z.exp()).log()


def _silu(z: Array, out: Array) -> None:
    _sigmoid(z, out)
    np.multiply(z, out, out)


def _silu_derivative(z: Array, a: Array, out: Array) -> None:
    _sigmoid(z, out)
    np.add(out, a * (1.0 - out), out)


_GELU_SCALE = sqrt(2.0 / pi)
_GELU_CUBIC = 0.044715


def _gelu_gate(z: Array) -> Array:
    gate: Array = np.tanh(_GELU_SCALE * (z + _GELU_CUBIC * z * z * z))
    return gate


def _gelu(z: Array, out: Array) -> None:
    np.multiply(0.5 * z, 1.0 + _gelu_gate(z), out)


def _gelu_derivative(z: Array, a: Array, out: Array) -> None:
    gate = _gelu_gate(z)
    slope = _GELU_SCALE * (1.0 + 3.0 * _GELU_CUBIC * z * z)
    np.multiply(0.5 * z * (1.0 - gate * gate), slope, out)
    np.add(out, 0.5 * (1.0 + gate), out)


def _gelu_scalar(z: Any) -> Any:
    return 0.5 * z * (1.0 + (_GELU_SCALE * (z + _GELU_CUBIC * z**3)).tanh())


def _sine_derivative(z: Array, a: Array, out: Array) -> None:
    np.cos(z, out)


def _step(z: Array, out: Array) -> None:
    np.heaviside(z, _ZERO[out.dtype], out)


def _step_derivative(z: Array, a: Array, out: Array) -> None:
    out.fill(0.0)


def _step_scalar(z: Any) -> Any:
    # The graph goes on to z, with a slope of 0: that is why nothing comes back.
    return 0.0 * z + (1.0 if z.data > 0 else 0.0)


def _softmax(z: Array, out: Array) -> None:
    np.subtract(z, np.maximum.reduce(z, 0), out)  # the largest becomes e^0, and nothing overflows
    np.exp(out, out)
    np.divide(out, np.add.reduce(out, 0), out)


def _softmax_derivative(z: Array, a: Array, out: Array) -> None:
    _sigmoid_derivative(z, a, out)  # the diagonal ∂a_j/∂z_j; the whole Jacobian is in Softmax.pull_back


ACTIVATIONS: Registry[Activation] = Registry(
    "activation",
    Activation("linear", r"z", r"1", _linear, _linear_derivative, lambda z: z),
    Activation(
        "sigmoid",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        r"a\,(1 - a)",
        _sigmoid,
        _sigmoid_derivative,
        lambda z: z.sigmoid(),
        output_range=(0.0, 1.0),
    ),
    Activation(
        "tanh",
        r"\tanh z",
        r"1 - a^2",
        np.tanh,
        _tanh_derivative,
        lambda z: z.tanh(),
        output_range=(-1.0, 1.0),
    ),
    Activation(
        "relu",
        r"\max(0, z)",
        r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        _relu,
        _relu_derivative,
        lambda z: z.relu(),
        kinks=(0.0,),
        output_range=(0.0, np.inf),
    ),
    Activation(
        "leaky_relu",
        r"\max(0.01\,z, z)",
        r"\begin{cases} 1 & z > 0 \\ 0.01 & z \le 0 \end{cases}",
        _leaky_relu,
        _leaky_relu_derivative,
        _leaky_relu_scalar,
        kinks=(0.0,),
    ),
    Activation(  # Clevert et al. 2015, with α = 1
        "elu",
        r"\begin{cases} z & z > 0 \\ e^z - 1 & z \le 0 \end{cases}",
        r"\begin{cases} 1 & z > 0 \\ a + 1 & z \le 0 \end{cases}",
        _elu,
        _elu_derivative,
        _elu_scalar,
        kinks=(0.0,),
        output_range=(-1.0, np.inf),
    ),
    Activation(
        "softplus",
        r"\ln(1 + e^z)",
        r"\sigma(z)",
        _softplus,
        _softplus_derivative,
        _softplus_scalar,
        output_range=(0.0, np.inf),
    ),
    Activation(  # Elfwing et al. 2017; also called swish
        "silu",
        r"z\,\sigma(z)",
        r"\sigma(z) + a\,(1 - \sigma(z))",
        _silu,
        _silu_derivative,
        lambda z: z * z.sigmoid(),
    ),
    Activation(  # Hendrycks and Gimpel 2016, section 2, the tanh form (PyTorch: approximate="tanh")
        "gelu",
        r"\frac{z}{2}\left(1 + t\right),\ t = \tanh\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)",
        r"\frac{1 + t}{2} + \frac{z}{2}(1 - t^2)\sqrt{2/\pi}\,(1 + 0.134145\,z^2)",
        _gelu,
        _gelu_derivative,
        _gelu_scalar,
    ),
    Activation(
        "sine", r"\sin z", r"\cos z", np.sin, _sine_derivative, lambda z: z.sin(), output_range=(-1.0, 1.0)
    ),
    Activation(  # Rosenblatt 1958: it fires or it does not. At the jump f' is taken as 0 too
        "step",
        r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        r"0",
        _step,
        _step_derivative,
        _step_scalar,
        kinks=(0.0,),
        output_range=(0.0, 1.0),
        is_flat=True,
    ),
    Softmax(
        "softmax",
        r"\frac{e^{z_j}}{\sum_k e^{z_k}}",
        r"\frac{\partial a_j}{\partial z_k} = a_j\,([j = k] - a_k)",
        _softmax,
        _softmax_derivative,
        lambda z: z.exp(),
        output_range=(0.0, 1.0),
        output_only=True,
    ),
)
