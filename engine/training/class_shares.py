"""What several outputs say of an example, as shares from 0 to 1."""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.network import NetworkSpec
from engine.training.targets import class_values


def class_shares(predictions: Array, spec: NetworkSpec, loss: str) -> NDArray[np.float64]:
    """Predictions (N, K) between "no" at 0 and "yes" at 1; of a softmax output they are the probabilities."""
    low, high = class_values(spec, loss)
    shares = (np.asarray(predictions, dtype=np.float64) - low) / (high - low)
    return np.clip(np.nan_to_num(shares), 0.0, 1.0)
