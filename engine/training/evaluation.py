"""How good a network is on one part of the data, with buffers made once."""

import numpy as np

from engine.data import Dataset
from engine.network import LOSSES, Network, Pass
from engine.network.network import with_ones
from engine.training.targets import encode_targets, right_counter

NOTHING = (float("nan"), float("nan"))


class Evaluation:
    """Loss and accuracy of `network` on `dataset`, which may be empty (then both are NaN)."""

    def __init__(self, network: Network, dataset: Dataset, loss: str) -> None:
        self._empty = len(dataset) == 0
        if self._empty:
            return
        self._loss = LOSSES[loss]
        self._inputs_bar = with_ones(dataset.inputs, network.dtype).T
        encoded = encode_targets(dataset, network.spec, loss)
        self._targets = np.ascontiguousarray(encoded.T, dtype=network.dtype)
        self._derivative = np.empty_like(self._targets)
        self._pass = Pass(network.spec, network.parameters, len(dataset))
        self._count_right = right_counter(dataset, network.spec, loss)

    def measure(self) -> tuple[float, float]:
        """(mean cost c, share classified right) at the present parameters; NaN where without meaning."""
        if self._empty:
            return NOTHING
        passed = self._pass
        predictions = passed.forward(self._inputs_bar)
        self._loss.derivative(predictions, self._targets, self._derivative)
        total = self._loss.summed(passed.z, predictions, self._targets, self._derivative)
        return total / passed.size, self._count_right(predictions) / passed.size
