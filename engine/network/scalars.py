"""Numbers as 0-d arrays, one for each precision.

At the sizes of a small network most of a NumPy call is getting ready; with a 0-d array of the right type it
gets ready twice as fast as with a Python float. So the functions of a training step take theirs from here.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.arrays import Array


def scalars(value: float) -> Mapping[np.dtype[Any], Array]:
    """dtype → `value` as a 0-d array of that dtype, for float64 and float32."""
    return {np.dtype(kind): np.array(value, dtype=kind) for kind in (np.float64, np.float32)}
