"""Numbers too large for their type: on the way to divergence they are expected, and seen by what comes out."""

import numpy as np


def overflow_allowed() -> np.errstate:
    """A context, or a decorator, in which NumPy makes infinities and NaNs without a warning."""
    return np.errstate(over="ignore", invalid="ignore", under="ignore")
