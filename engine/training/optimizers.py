"""Optimizers: how a gradient becomes an update of θ.

Each holds named state vectors shaped like θ, and changes θ in place by a handful of whole-vector
operations. Rules and defaults are PyTorch's where PyTorch has them. g is the gradient of the whole cost,
η the learning rate, t the number of the update, counted from 1.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import DTypeLike

from engine.arrays import Array
from engine.limits import number
from engine.registry import Registry
from engine.training.options import Option, resolve_options

MAX_LEARNING_RATE = 1e6


class Optimizer(ABC):
    """One optimizer at work on vectors of length `size`.

    Attributes:
        state: The named vectors it remembers between updates, all zero at the start.
        squares: Those of them that are made of squares, and so never below 0.
        count: Updates made so far.
        learning_rate: η of the next update.
    """

    state_names: ClassVar[tuple[str, ...]] = ()
    squares: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, options: Mapping[str, float], learning_rate: float, size: int, dtype: DTypeLike
    ) -> None:
        self.count = 0
        self.learning_rate = learning_rate
        self.state = {name: np.zeros(size, dtype=dtype) for name in self.state_names}
        self._scratch = np.empty(size, dtype=dtype)
        self._options = dict(options)
        # NumPy multiplies by a 0-d array of the right type twice as fast as by a Python float.
        self._constants = {key: np.array(value, dtype=dtype) for key, value in options.items()}
        self._rate = np.array(learning_rate, dtype=dtype)
        self.prepare()

    def prepare(self) -> None:  # noqa: B027 - a hook that may stay empty, not an abstract method
        """Bind state and constants to short names for `change`."""

    def update(self, parameters: Array, gradient: Array) -> None:
        """Change `parameters` (P,) in place by one update with `gradient` (P,), which is left as it is."""
        self.count += 1
        self._rate[()] = self.learning_rate
        self.change(parameters, gradient)

    @abstractmethod
    def change(self, parameters: Array, gradient: Array) -> None:
        """The rule itself."""

    def derived(self) -> dict[str, Array]:
        """Named numbers of the last update that follow from the state and are not part of it."""
        return {}

    def copy(self) -> "Optimizer":
        """An optimizer of its own in the same state."""
        twin = type(self)(self._options, self.learning_rate, len(self._scratch), self._rate.dtype)
        twin.restore(self.count, self.state)
        return twin

    def restore(self, count: int, state: Mapping[str, Array]) -> None:
        """Return to a remembered count and state, whose vectors are copied."""
        self.count = count
        for name, vector in self.state.items():
            vector[...] = state[name]

    def explain(self, parameters: Array, gradient: Array) -> dict[str, Array]:
        """The named numbers (each (P,)) of the update that `update` would make, without making it.

        "gradient", then the state as it will be, what is derived from it, and last "step", the change of θ.
        """
        twin, moved = self.copy(), parameters.copy()
        twin.update(moved, gradient)
        return {"gradient": gradient.copy(), **twin.state, **twin.derived(), "step": moved - parameters}


class Sgd(Optimizer):
    """θ ← θ − η g"""

    def change(self, parameters: Array, gradient: Array) -> None:
        np.multiply(gradient, self._rate, self._scratch)
        np.subtract(parameters, self._scratch, parameters)


class Momentum(Optimizer):
    """v ← μ v + g;  θ ← θ − η v  (Polyak 1964, as PyTorch writes it)"""

    state_names = ("velocity",)

    def prepare(self) -> None:
        self._velocity = self.state["velocity"]
        self._mu = self._constants["momentum"]

    def change(self, parameters: Array, gradient: Array) -> None:
        velocity = self._velocity
        np.multiply(velocity, self._mu, velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, self._rate, self._scratch)
        np.subtract(parameters, self._scratch, parameters)


class Nesterov(Momentum):
    """v ← μ v + g;  θ ← θ − η (g + μ v)  (Nesterov 1983, as PyTorch writes it)"""

    def change(self, parameters: Array, gradient: Array) -> None:
        velocity, scratch = self._velocity, self._scratch
        np.multiply(velocity, self._mu, velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, self._mu, scratch)
        np.add(scratch, gradient, scratch)
        np.multiply(scratch, self._rate, scratch)
        np.subtract(parameters, scratch, parameters)


class Adagrad(Optimizer):
    """s ← s + g²;  θ ← θ − η g / (√s + ε)  (Duchi et al. 2011)"""

    state_names = squares = ("squared_sum",)

    def prepare(self) -> None:
        self._sum = self.state["squared_sum"]
        self._eps = self._constants["epsilon"]

    def change(self, parameters: Array, gradient: Array) -> None:
        scratch = self._scratch
        np.multiply(gradient, gradient, scratch)
        np.add(self._sum, scratch, self._sum)
        np.sqrt(self._sum, scratch)
        np.add(scratch, self._eps, scratch)
        np.divide(gradient, scratch, scratch)
        np.multiply(scratch, self._rate, scratch)
        np.subtract(parameters, scratch, parameters)


class RmsProp(Optimizer):
    """s ← α s + (1 − α) g²;  θ ← θ − η g / (√s + ε)  (Tieleman and Hinton 2012)"""

    state_names = squares = ("squared_average",)

    def prepare(self) -> None:
        self._average = self.state["squared_average"]
        self._alpha = self._constants["alpha"]
        self._rest = np.array(1.0 - self._options["alpha"], dtype=self._rate.dtype)
        self._eps = self._constants["epsilon"]

    def change(self, parameters: Array, gradient: Array) -> None:
        average, scratch = self._average, self._scratch
        np.multiply(average, self._alpha, average)
        np.multiply(gradient, gradient, scratch)
        np.multiply(scratch, self._rest, scratch)
        np.add(average, scratch, average)
        np.sqrt(average, scratch)
        np.add(scratch, self._eps, scratch)
        np.divide(gradient, scratch, scratch)
        np.multiply(scratch, self._rate, scratch)
        np.subtract(parameters, scratch, parameters)


class Adam(Optimizer):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  θ ← θ − η m̂ / (√v̂ + ε)

    with the corrected moments m̂ = m / (1 − β₁^t) and v̂ = v / (1 − β₂^t) (Kingma and Ba 2014, algorithm 1).
    """

    state_names = ("first_moment", "second_moment")
    squares = ("second_moment",)

    def prepare(self) -> None:
        dtype = self._rate.dtype
        self._first, self._second = self.state["first_moment"], self.state["second_moment"]
        self._beta1, self._beta2 = self._constants["beta1"], self._constants["beta2"]
        self._rest1 = np.array(1.0 - self._options["beta1"], dtype=dtype)
        self._rest2 = np.array(1.0 - self._options["beta2"], dtype=dtype)
        self._eps = np.array(0.0, dtype=dtype)

    def change(self, parameters: Array, gradient: Array) -> None:
        first, second, scratch = self._first, self._second, self._scratch
        np.multiply(first, self._beta1, first)
        np.multiply(gradient, self._rest1, scratch)
        np.add(first, scratch, first)
        np.multiply(second, self._beta2, second)
        np.multiply(gradient, gradient, scratch)
        np.multiply(scratch, self._rest2, scratch)
        np.add(second, scratch, second)
        # η m̂ / (√v̂ + ε), multiplied out as the paper advises: the corrections become numbers, not vectors.
        correction1, correction2 = self._corrections()
        root = sqrt(correction2)
        self._rate[()] = self.learning_rate * root / correction1
        self._eps[()] = self._options["epsilon"] * root
        np.sqrt(second, scratch)
        np.add(scratch, self._eps, scratch)
        np.divide(first, scratch, scratch)
        np.multiply(scratch, self._rate, scratch)
        np.subtract(parameters, scratch, parameters)

    def derived(self) -> dict[str, Array]:
        correction1, correction2 = self._corrections()
        return {
            "corrected_first_moment": self._first / correction1,
            "corrected_second_moment": self._second / correction2,
        }

    def _corrections(self) -> tuple[float, float]:
        options = self._options
        return 1.0 - options["beta1"] ** self.count, 1.0 - options["beta2"] ** self.count


class AdamW(Adam):
    """θ ← θ − η λ θ, then Adam  (Loshchilov and Hutter 2017: the decay does not pass through the moments)"""

    def change(self, parameters: Array, gradient: Array) -> None:
        np.multiply(parameters, 1.0 - self.learning_rate * self._options["weight_decay"], parameters)
        super().change(parameters, gradient)


@dataclass(frozen=True)
class OptimizerKind:
    """One optimizer of the registry: how it is made, its options, and a learning rate to start with.

    `rules` gives each named number of `Optimizer.explain`, in its order, the TeX by which it is computed.
    `edge` gives, from the options, the largest η λ at which it does not swing ever wider in a bowl of curvature
    λ: 2 for plain descent, 2 (1 + μ) for momentum (Polyak 1964), 2 (1 + μ) / (1 + 2 μ) for Nesterov's; None for
    methods that divide by the gradient's own size, whose steps stay bounded.
    """

    key: str
    formula: str
    make: Callable[[Mapping[str, float], float, int, DTypeLike], Optimizer]
    learning_rate: float
    options: tuple[Option, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    edge: Callable[[Mapping[str, float]], float] | None = None


_MOMENTUM = (Option("momentum", 0.9, 0.0, 0.9999),)
_EPSILON = Option("epsilon", 1e-8, 1e-16, 1.0)
_ADAM = (Option("beta1", 0.9, 0.0, 0.9999), Option("beta2", 0.999, 0.0, 0.999999), _EPSILON)
_ADAM_FORMULA = r"\theta - \eta\,\hat m / (\sqrt{\hat v} + \epsilon)"

_GRADIENT = {"gradient": r"g = \nabla C(\theta)"}
_VELOCITY = {"velocity": r"v \leftarrow \mu\,v + g"}
_ADAM_RULES = {
    **_GRADIENT,
    "first_moment": r"m \leftarrow \beta_1 m + (1 - \beta_1)\,g",
    "second_moment": r"v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2",
    "corrected_first_moment": r"\hat m = \frac{m}{1 - \beta_1^t}",
    "corrected_second_moment": r"\hat v = \frac{v}{1 - \beta_2^t}",
    "step": r"\Delta\theta = -\eta\,\frac{\hat m}{\sqrt{\hat v} + \epsilon}",
}
_ROOT_STEP = {"step": r"\Delta\theta = -\eta\,\frac{g}{\sqrt{s} + \epsilon}"}

OPTIMIZERS: Registry[OptimizerKind] = Registry(
    "optimizer",
    OptimizerKind(
        "sgd",
        r"\theta - \eta\,g",
        Sgd,
        0.03,
        rules={**_GRADIENT, "step": r"\Delta\theta = -\eta\,g"},
        edge=lambda options: 2.0,
    ),
    OptimizerKind(
        "momentum",
        r"\theta - \eta\,v,\ v = \mu v + g",
        Momentum,
        0.01,
        _MOMENTUM,
        {**_GRADIENT, **_VELOCITY, "step": r"\Delta\theta = -\eta\,v"},
        lambda options: 2.0 * (1.0 + options["momentum"]),
    ),
    OptimizerKind(
        "nesterov",
        r"\theta - \eta\,(g + \mu v),\ v = \mu v + g",
        Nesterov,
        0.01,
        _MOMENTUM,
        {**_GRADIENT, **_VELOCITY, "step": r"\Delta\theta = -\eta\,(g + \mu\,v)"},
        lambda options: 2.0 * (1.0 + options["momentum"]) / (1.0 + 2.0 * options["momentum"]),
    ),
    OptimizerKind(
        "adagrad",
        r"\theta - \eta\,g / (\sqrt{s} + \epsilon),\ s = s + g^2",
        Adagrad,
        0.01,
        (Option("epsilon", 1e-10, 1e-16, 1.0),),
        {**_GRADIENT, "squared_sum": r"s \leftarrow s + g^2", **_ROOT_STEP},
    ),
    OptimizerKind(
        "rmsprop",
        r"\theta - \eta\,g / (\sqrt{s} + \epsilon),\ s = \alpha s + (1 - \alpha) g^2",
        RmsProp,
        0.01,
        (Option("alpha", 0.99, 0.0, 0.9999), _EPSILON),
        {
            **_GRADIENT,
            "squared_average": r"s \leftarrow \alpha\,s + (1 - \alpha)\,g^2",
            **_ROOT_STEP,
        },
    ),
    OptimizerKind("adam", _ADAM_FORMULA, Adam, 0.001, _ADAM, _ADAM_RULES),
    OptimizerKind(
        "adamw",
        _ADAM_FORMULA + r" - \eta\lambda\theta",
        AdamW,
        0.001,
        (*_ADAM, Option("weight_decay", 0.01, 0.0, 10.0)),
        {
            **_ADAM_RULES,
            "step": r"\Delta\theta = -\eta\,\frac{\hat m}{\sqrt{\hat v} + \epsilon} - \eta\lambda\,\theta",
        },
    ),
)


@dataclass(frozen=True)
class OptimizerSpec:
    """Which optimizer, with which learning rate and options; what is left out takes the registry's defaults."""

    key: str = "sgd"
    learning_rate: float | None = None
    options: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = OPTIMIZERS.find(self.key)
        rate = kind.learning_rate if self.learning_rate is None else self.learning_rate
        object.__setattr__(self, "learning_rate", number("learning rate", rate, (0.0, MAX_LEARNING_RATE)))
        object.__setattr__(self, "options", resolve_options("optimizer", kind.options, self.options))

    @property
    def rate(self) -> float:
        """η, resolved."""
        assert self.learning_rate is not None
        return self.learning_rate

    def make(self, size: int, dtype: DTypeLike) -> Optimizer:
        """A fresh optimizer for vectors of that length."""
        return OPTIMIZERS[self.key].make(self.options, self.rate, size, dtype)
