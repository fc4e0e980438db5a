"""The array types used all over the engine."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
"""float64 or float32 values of any shape; the docstring at hand says which shape."""
