"""The loss on a 48×48 plane, ours beside PyTorch's `vmap` and beside one evaluation a point, in one run.

    python benchmarks/plane.py

All have one thread, the same numbers and the same precision, and their results are compared first. The
repeats take turns, so that a busy machine slows all.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch
from torch.func import functional_call, vmap

from engine.arrays import Array
from engine.data import Dataset, make_dataset
from engine.descent import Plane
from engine.network import LayerSpec, Network, NetworkSpec

SIZES = (2, 8, 8, 1)
EXAMPLES = 250
RESOLUTION = 48
REPEATS = 9
NEEDED = {"PyTorch vmap": 8.0, "PyTorch, a point at a time": 30.0, "ours, a point at a time": None}


def a_point_at_a_time(plane: Plane, network: Network, data: Dataset) -> Callable[[], Array]:
    """What one would write first: move the network's parameters, ask for the loss, for every point."""
    scratch, ticks = network.copy(), np.linspace(-1.0, 1.0, RESOLUTION)

    def loss(x: float, y: float) -> float:
        scratch.parameters[...] = plane.at(x, y)
        return scratch.loss(data.inputs, data.targets)

    return lambda: np.array([[loss(x, y) for x in ticks] for y in ticks])


class Theirs:
    """The same plane in PyTorch: a function of (x, y), over all points at once or one by one."""

    def __init__(
        self, plane: Plane, network: Network, data: Dataset, activation: type[torch.nn.Module]
    ) -> None:
        dtype = getattr(torch, str(network.dtype))
        modules: list[torch.nn.Module] = []
        for weights in network.weights:
            modules += [torch.nn.Linear(weights.shape[1], weights.shape[0], dtype=dtype), activation()]
        modules[-1] = torch.nn.Tanh()
        self.model = torch.nn.Sequential(*modules)
        names = [name for name, _ in self.model.named_parameters()]
        self.vectors = [
            dict(zip(names, self._pieces(network, vector, dtype), strict=True))
            for vector in (plane.origin, *plane.directions)
        ]
        self.inputs, self.targets = (torch.tensor(each, dtype=dtype) for each in (data.inputs, data.targets))
        ticks = torch.linspace(-1.0, 1.0, RESOLUTION, dtype=dtype)
        up, across = torch.meshgrid(ticks, ticks, indexing="ij")
        self.points = across.ravel(), up.ravel()

    def loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        origin, across, up = self.vectors
        parameters = {name: origin[name] + x * across[name] + y * up[name] for name in origin}
        predictions = functional_call(self.model, parameters, (self.inputs,))
        return ((predictions - self.targets) ** 2).mean()

    def at_once(self) -> Array:
        return vmap(self.loss)(*self.points).reshape(RESOLUTION, RESOLUTION).numpy()

    def one_by_one(self) -> Array:
        losses = [float(self.loss(x, y)) for x, y in zip(*self.points, strict=True)]
        return np.array(losses).reshape(RESOLUTION, RESOLUTION)

    @staticmethod
    def _pieces(network: Network, vector: Array, dtype: torch.dtype) -> list[torch.Tensor]:
        return [torch.tensor(part, dtype=dtype) for pair in network.split(vector) for part in pair]


def seconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def measure(activation: str, precision: str) -> None:
    layers = (*(LayerSpec(size, activation) for size in SIZES[1:-1]), LayerSpec(SIZES[-1], "tanh"))
    network = Network(NetworkSpec(SIZES[0], layers), dtype=precision)
    data = make_dataset("circle", samples=EXAMPLES)
    plane = Plane.random(network)
    theirs = Theirs(plane, network, data, {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation])
    runs: dict[str, Callable[[], Array]] = {
        "ours": lambda: plane.losses(network, data)[2],
        "PyTorch vmap": theirs.at_once,
        "PyTorch, a point at a time": theirs.one_by_one,
        "ours, a point at a time": a_point_at_a_time(plane, network, data),
    }
    with torch.no_grad():
        expected = runs["ours"]()
        for run in runs.values():
            np.testing.assert_allclose(run(), expected, rtol=1e-9 if precision == "float64" else 1e-3)
        spent: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(REPEATS):
            for name, run in runs.items():
                spent[name].append(seconds(run))
    ours = median(spent["ours"])
    print(f"{activation}, {precision}: ours {ours * 1e3:.1f} ms")
    for name, needed in NEEDED.items():
        ratio = median(spent[name]) / ours
        wanted = "" if needed is None else f"{needed:6.1f}×{'' if ratio >= needed else '  below'}"
        print(f"    {name:28} {median(spent[name]) * 1e3:8.1f} ms {ratio:7.1f}× {wanted}")


def main() -> None:
    torch.set_num_threads(1)
    print(f"loss on a {RESOLUTION}×{RESOLUTION} plane, {'-'.join(map(str, SIZES))}, {EXAMPLES} examples")
    for activation in ("tanh", "relu"):
        for precision in ("float64", "float32"):
            measure(activation, precision)


if __name__ == "__main__":
    main()
