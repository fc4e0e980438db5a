"""A grid over the inputs a person can see: two of them span a plane, one of them a line.

Inputs that do not span it stay at their mean over the training part. Nothing here depends on a network.
"""

from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Floats
from engine.data.preparation import DataSpec, PreparedData
from engine.errors import SpecError

MARGIN = 0.08
"""How far beyond the data a plane reaches, as a share of its range."""


@dataclass(frozen=True, eq=False)
class InputPlane:
    """Base inputs on a grid.

    Attributes:
        axes: The base inputs (counted from 0) along x and y; one axis only for a single input.
        extent: (low, high) of each axis, in the units of the base inputs.
        shape: (rows, columns) of the grid: row 0 is the lowest y. A line has one row.
        inputs: (rows · columns, n_base) the base inputs, row by row.
    """

    axes: tuple[int, ...]
    extent: tuple[tuple[float, float], ...]
    shape: tuple[int, int]
    inputs: Floats


def input_plane(
    spec: DataSpec, prepared: PreparedData, axes: tuple[int, ...] = (0, 1), resolution: int = 100
) -> InputPlane:
    """The plane through two base inputs, or the line along the only one, with `resolution` points an axis."""
    base = prepared.raw_train.inputs
    count = base.shape[1]
    chosen = axes[: min(count, 2)]
    if len(set(chosen)) != len(chosen) or not all(0 <= axis < count for axis in chosen):
        raise SpecError("axes", axes, f"two different inputs from 0 to {count - 1}")
    extent = tuple(_extent(spec, prepared, axis) for axis in chosen)
    ticks = [np.linspace(low, high, resolution) for low, high in extent]
    shape = (1, resolution) if len(chosen) == 1 else (resolution, resolution)
    grid = np.tile(base.mean(axis=0), (shape[0] * shape[1], 1))
    grid[:, chosen[0]] = np.tile(ticks[0], shape[0])
    if len(chosen) == 2:
        grid[:, chosen[1]] = np.repeat(ticks[1], shape[1])
    return InputPlane(chosen, extent, shape, grid)


def telling_axes(prepared: PreparedData) -> tuple[int, ...]:
    """The two base inputs that say most about the target by themselves, the better one first.

    Measured by the share of each input's variance that lies between the classes (the correlation ratio η²,
    Pearson 1905), or by its squared correlation with the target of a regression. Up to two inputs: all.
    """
    train = prepared.raw_train
    inputs, targets = train.inputs, train.targets
    count = inputs.shape[1]
    if count <= 2:
        return tuple(range(count))
    centred = inputs - inputs.mean(axis=0)
    total = np.square(centred).sum(axis=0)
    if train.problem == "regression":
        target = targets[:, 0] - targets[:, 0].mean()
        between = np.square(target @ centred) / max(float(target @ target), 1e-300)
    else:
        groups = [centred[train.labels == label] for label in np.unique(train.labels)]
        between = sum(len(group) * np.square(group.mean(axis=0)) for group in groups)
    share = np.divide(between, total, out=np.zeros_like(total), where=total > 0)
    order = np.argsort(-share, kind="stable")
    return int(order[0]), int(order[1])


def _extent(spec: DataSpec, prepared: PreparedData, axis: int) -> tuple[float, float]:
    if spec.own is not None and spec.own.windows:
        return spec.own.windows[axis]
    window = spec.kind.window
    if window is not None:
        return window
    columns = [part.inputs[:, axis] for part in (prepared.raw_train, prepared.raw_test) if len(part)]
    low, high = min(column.min() for column in columns), max(column.max() for column in columns)
    margin = MARGIN * (high - low) or 1.0
    return float(low - margin), float(high + margin)
