"""Directions through parameter space worth looking along: random ones, and those a run has gone."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import Array
from engine.errors import SpecError
from engine.network import Network
from engine.network.overflow import overflow_allowed
from engine.training import Snapshots, TrainerState

# Below this share of the first the second direction is rounding, and the run has gone along one line.
_SMALLEST_SHARE = 1e-12


@overflow_allowed()
def filter_normalized(network: Network, generator: np.random.Generator) -> Array:
    """A random direction (P,) in which each neuron's part is as long as the neuron's own parameters.

    Normal numbers, scaled neuron by neuron: d_j ← d_j ‖θ_j‖ / ‖d_j‖ (Li et al. 2018, section 4), so that
    networks whose weights differ in scale can be compared. θ_j are a neuron's weights, those of long links to it
    among them, and its bias.
    """
    direction = generator.normal(size=network.layout.size)
    present = _neuron_lengths(network, network.parameters.astype(np.float64))
    drawn = _neuron_lengths(network, direction)
    for block, wanted, had in zip(network.layout.blocks(direction), present, drawn, strict=True):
        block *= (wanted / had)[:, np.newaxis]
    for place, link in enumerate(network.spec.long_links):
        at = link.layer - 1, link.neuron
        network.layout.long_links(direction)[place] *= present[at[0]][at[1]] / drawn[at[0]][at[1]]
    return direction


def _neuron_lengths(network: Network, vector: Array) -> list[Array]:
    """‖θ_j‖ (n_l,) of the neurons of each layer 1 … L, in a vector (P,)."""
    squares = [np.square(block).sum(axis=1) for block in network.layout.blocks(vector)]
    for link, number in zip(network.spec.long_links, network.layout.long_links(vector), strict=True):
        squares[link.layer - 1][link.neuron] += number**2
    return [np.sqrt(square) for square in squares]


@overflow_allowed()
def principal_directions(points: Array) -> tuple[Array, Array]:
    """The first two principal directions of points (T, P) as (2, P), and their shares of the variance, (2,).

    As Li et al. 2018, section 7, look at a run. The directions are orthonormal, with the sign that makes
    the run end on the positive side. `SpecError` unless the points span a plane.
    """
    centred = points - points.mean(axis=0)
    largest = np.abs(centred).max()
    if not np.isfinite(largest):
        raise SpecError("snapshots", "too far apart", "points whose distances can be written")
    centred = np.ldexp(centred, -np.frexp(largest)[1])  # exact, and now the squares can be written too
    # T points are few and P may be large: the T×T products hold the same variances as the P×P ones.
    variances, mixtures = np.linalg.eigh(centred @ centred.T)
    first, second = variances[-1], variances[-2]
    if not second > _SMALLEST_SHARE * first:
        raise SpecError("snapshots", f"{len(points)} points on one line", "points that span a plane")
    directions = mixtures[:, :-3:-1].T @ centred
    directions[0] /= np.linalg.norm(directions[0])
    directions[1] -= (directions[1] @ directions[0]) * directions[0]
    directions[1] /= np.linalg.norm(directions[1])
    directions *= np.where(directions @ centred[-1] < 0, -1.0, 1.0)[:, np.newaxis]
    return directions, np.array([first, second]) / centred.ravel().dot(centred.ravel())


def stacked(snapshots: Sequence[Array] | Snapshots) -> Array:
    """θ vectors, or those of a run, as rows (T, P) of float64.

    `SpecError` for fewer than three, or vectors of unequal length or with numbers that are not finite.
    """
    count = len(snapshots)
    moments = (snapshots[index] for index in range(count))
    points = [each.parameters if isinstance(each, TrainerState) else each for each in moments]
    if count < 3:
        raise SpecError("snapshots", f"{count} of them", "at least three")
    rows = [np.asarray(point, dtype=np.float64) for point in points]
    if rows[0].ndim != 1 or any(row.shape != rows[0].shape for row in rows):
        raise SpecError("snapshots", "vectors of several shapes", "vectors of one length")
    table = np.array(rows)
    if not np.isfinite(table).all():
        raise SpecError("snapshots", "not finite", "finite numbers")
    return table
