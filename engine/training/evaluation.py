"""How good a network is on the parts of its data, with buffers made once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.data import Dataset
from engine.network import LOSSES, Loss, Network
from engine.network.network import with_ones
from engine.training.targets import encode_targets, right_counter

NOTHING = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class _Part:
    """Where one part of the examples stands in the pass of all: (n_L, N) views of its z and a."""

    z: Array
    a: Array
    targets: Array
    derivative: Array
    count_right: Callable[[Array], float]

    def measure(self, loss: Loss) -> tuple[float, float]:
        loss.derivative(self.a, self.targets, self.derivative)
        total = loss.summed(self.z, self.a, self.targets, self.derivative)
        size = self.a.shape[1]
        return total / size, self.count_right(self.a) / size


class Evaluation:
    """Loss and accuracy of `network` on `train` and `test`, which may be empty, in one pass for both."""

    def __init__(self, network: Network, train: Dataset, test: Dataset, loss: str) -> None:
        self._loss = LOSSES[loss]
        inputs = np.concatenate([train.inputs, test.inputs])
        self._inputs_bar = with_ones(inputs, network.dtype).T
        self._pass = network.make_pass(len(inputs))
        self._train = self._part(network, train, slice(0, len(train)))
        self._test = self._part(network, test, slice(len(train), None)) if len(test) else None

    def measure(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(mean cost c, share classified right) of each part now; NaN where without meaning."""
        self._pass.forward(self._inputs_bar)
        return (
            self._train.measure(self._loss),
            self._test.measure(self._loss) if self._test is not None else NOTHING,
        )

    def _part(self, network: Network, data: Dataset, columns: slice) -> _Part:
        encoded = encode_targets(data, network.spec, self._loss.key)
        targets = np.ascontiguousarray(encoded.T, dtype=network.dtype)
        return _Part(
            z=self._pass.z[:, columns],
            a=self._pass.a[:, columns],
            targets=targets,
            derivative=np.empty_like(targets),
            count_right=right_counter(data, network.spec, self._loss.key),
        )
