"""What a network gets wrong: is it alike among neighbours, so that there is something left to learn, or noise?"""

import numpy as np

from engine.arrays import Array

MOST_EXAMPLES = 300
"""Examples that are held against one another, n² pairs."""


def agreement_of_neighbours(inputs: Array, errors: Array) -> float:
    """How much the error at an example is that at the example nearest to it.

    About 0 where the errors are noise, 1 where neighbours err alike, about −1 where they err against each other. Far
    from 0 the errors follow the inputs, so that another network could have less of them. The nearest-neighbour form
    of the von Neumann ratio (von Neumann 1941; Geary 1954).

    Args:
        inputs: (N, n_0), each input on its own scale; at most `MOST_EXAMPLES` rows are looked at.
        errors: (N, n_L) of the same examples, such as δ of the last layer; scaled by any number they agree as much.
    """
    inputs, errors = inputs[:MOST_EXAMPLES], errors[:MOST_EXAMPLES]
    spread = inputs.std(axis=0)
    places = inputs / np.where(spread > 0.0, spread, 1.0)
    squares = (places**2).sum(axis=1)
    distances = squares[:, None] + squares - 2.0 * places @ places.T
    np.fill_diagonal(distances, np.inf)
    errors = errors - errors.mean(axis=0)
    whole = float((errors**2).sum())
    if len(errors) < 2 or not whole > 0.0:
        return 0.0
    return float((errors * errors[distances.argmin(axis=1)]).sum()) / whole
