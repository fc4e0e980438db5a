"""Dropout: in every update a share of the hidden neurons sits out, others in each example.

The neurons that are kept are multiplied by 1/(1 − p), so that the mean over all masks is what the whole network says,
and the network that has learned is used whole (Srivastava et al. 2014, section 4 and section 10, "inverted" dropout).
The masks of an update follow from the seed and the number of the update alone, so any moment of a run can be returned
to without remembering the state of a generator.
"""

import numpy as np

from engine.arrays import Array
from engine.network import Network, Pass

_STREAM = 0xD80
"""Beside the seed, so that the masks have nothing to do with the order of the examples or the first weights."""

# How far apart two updates lie in the generator's period: its golden section, as in the order of the epochs.
_DISTANCE = 0x9E3779B97F4A7C15F39CC0605CEDC835


class Dropout:
    """The factors of the hidden neurons of `network`, each of which sits out with probability `rate` = p.

    A neuron that is switched off is 0 in all of them.

    Attributes:
        is_on: Whether any ever does.
    """

    def __init__(self, network: Network, rate: float, seed: int) -> None:
        self.is_on = rate > 0.0
        self._rate = rate
        self._kept = network.audible() / np.asarray(1.0 - rate, dtype=network.dtype)
        self._bits = np.random.PCG64([seed, _STREAM])
        self._generator = np.random.Generator(self._bits)
        self._start = self._bits.state

    def draw(self, update: int, out: Array) -> None:
        """Write the factors of that update, counted from 0, into `out` (H, N): 0, or 1/(1 − p) for who is kept."""
        self._bits.state = self._start
        self._bits.advance(update * _DISTANCE)
        np.multiply(self._generator.random(out.shape) >= self._rate, self._kept, out)

    def thin(self, passed: Pass, update: int) -> None:
        """Let a pass that has factors be that of an update."""
        assert passed.factors is not None
        self.draw(update, passed.factors)

    def thinned(self, network: Network, update: int, examples: int) -> Network:
        """The network as an update with so many examples uses it: the very same where nobody sits out."""
        return network.thinned(self.factors(update, examples)) if self.is_on else network

    def factors(self, update: int, examples: int) -> Array:
        """(H, N) the same as an array of its own."""
        out = np.empty((len(self._kept), examples), dtype=self._kept.dtype)
        self.draw(update, out)
        return out
