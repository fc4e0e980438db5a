"""The penalty as a term of the cost of one network: what it adds, and its gradient."""

import numpy as np

from engine.arrays import Array
from engine.network import PENALTIES, Network
from engine.training.spec import TrainingSpec


class PenaltyTerm:
    """The penalty of a way of training, at the present parameters of a network.

    Attributes:
        is_on: Whether it adds anything at all.
    """

    def __init__(self, network: Network, spec: TrainingSpec) -> None:
        self._network = network
        self._penalty = PENALTIES[spec.penalty]
        self._strength = (network.layout.is_weight() * spec.penalty_rate).astype(network.dtype)
        self._scratch = np.empty_like(network.parameters)
        self.is_on = spec.penalty != "none" and spec.penalty_rate > 0.0

    def value(self) -> float:
        """What it adds to the cost."""
        return self._penalty.value(self._network.parameters, self._strength)

    def gradient(self) -> Array:
        """(P,) its gradient, an array of its own."""
        out = np.zeros_like(self._network.parameters)
        self._penalty.derivative(self._network.parameters, self._strength, out)
        return out

    def add_to(self, gradient: Array) -> float:
        """Add its gradient to `gradient` (P,) in place; gives what it adds to the cost."""
        self._penalty.derivative(self._network.parameters, self._strength, self._scratch)
        np.add(gradient, self._scratch, gradient)
        return self.value()
