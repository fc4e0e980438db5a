"""How the cost of each tool grows with its work: what twice the grid, the examples or the parameters costs.

    python benchmarks/tools.py

A tool does well if twice the work costs at most about twice the time (four times where the work is a square:
a grid of twice the resolution has four times the points, and a check of twice the parameters probes twice as
many of them in a network that takes twice as long). The repeats of a case take turns with those of its double.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from engine.autodiff import trace_network
from engine.data import Dataset, make_dataset
from engine.descent import SURFACES, Plane, walk
from engine.network import LayerSpec, Network, NetworkSpec, gradients_per_example, paths_to_cost
from engine.training import OptimizerSpec, Trainer, check_gradients, diagnose, find_learning_rate

REPEATS = 7
SECONDS = 0.05  # of one repeat


@dataclass(frozen=True)
class Size:
    """How much work there is: hidden layers are `width` wide, a grid is `resolution` squared."""

    examples: int = 250
    width: int = 8
    resolution: int = 48
    steps: int = 300

    @property
    def network(self) -> Network:
        layers = (LayerSpec(self.width, "tanh"), LayerSpec(self.width, "tanh"), LayerSpec(1, "tanh"))
        return Network(NetworkSpec(2, layers))

    @property
    def data(self) -> Dataset:
        return make_dataset("circle", samples=self.examples)


def plane_losses(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    plane = Plane.random(network)
    return lambda: plane.losses(network, data, resolution=size.resolution)


def plane_gradient(size: Size) -> Callable[[], object]:
    network = size.network
    cost = Plane.random(network).over(network, size.data)
    return lambda: cost.gradient_at(0.3, -0.2)


def principal_plane(size: Size) -> Callable[[], object]:
    points = np.random.default_rng(0).normal(size=(size.steps, size.network.layout.size))
    return lambda: Plane.principal(points)


def surface_walk(size: Size) -> Callable[[], object]:
    surface, optimizer = SURFACES["rosenbrock"], OptimizerSpec("adam", 0.05)
    return lambda: list(walk(surface, optimizer, (-1.2, 1.0), size.steps))


def plane_walk(size: Size) -> Callable[[], object]:
    network = size.network
    cost, optimizer = Plane.random(network).over(network, size.data), OptimizerSpec("adam", 0.05)
    return lambda: list(walk(cost, optimizer, (0.5, 0.5), size.steps // 10))


def gradient_check(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    return lambda: check_gradients(network, data)


def learning_rates(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    return lambda: find_learning_rate(network, data, count=size.steps)


def diagnosis(size: Size) -> Callable[[], object]:
    trainer = Trainer(size.network, size.data)
    return lambda: diagnose(trainer)


def example_gradients(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    return lambda: gradients_per_example(network, data.inputs, data.targets)


def path_sum(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    return lambda: paths_to_cost(network, data.inputs[0], data.targets[0], 0)


def network_trace(size: Size) -> Callable[[], object]:
    network, data = size.network, size.data
    return lambda: trace_network(network, data.inputs[0], data.targets[0]).gradient()


BASE = Size()
# Twice the parameters: the block between the two hidden layers, w² of them, is what grows.
WIDER = Size(width=12)
ROWS: list[tuple[str, Callable[[Size], Callable[[], object]], str, Size, Size, float]] = [
    ("plane, 48×48", plane_losses, "2× the grid", BASE, Size(resolution=96), 4.0),
    ("plane, 48×48", plane_losses, "2× the examples", BASE, Size(examples=500), 2.0),
    ("plane, 48×48", plane_losses, "2× the parameters", BASE, WIDER, 2.0),
    ("slope on a plane", plane_gradient, "2× the examples", BASE, Size(examples=500), 2.0),
    ("principal plane, 300 moments", principal_plane, "2× the parameters", BASE, WIDER, 2.0),
    ("walk on a surface, 300 steps", surface_walk, "2× the steps", BASE, Size(steps=600), 2.0),
    ("walk on a plane, 30 steps", plane_walk, "2× the steps", BASE, Size(steps=600), 2.0),
    ("walk on a plane, 30 steps", plane_walk, "2× the examples", BASE, Size(examples=500), 2.0),
    ("gradient check", gradient_check, "2× the examples", BASE, Size(examples=500), 2.0),
    ("gradient check", gradient_check, "2× the parameters", BASE, WIDER, 4.0),
    ("learning rates, 300", learning_rates, "2× the rates", BASE, Size(steps=600), 2.0),
    ("learning rates, 300", learning_rates, "2× the parameters", BASE, WIDER, 2.0),
    ("diagnosis", diagnosis, "2× the examples", BASE, Size(examples=500), 2.0),
    ("diagnosis", diagnosis, "2× the parameters", BASE, WIDER, 2.0),
    ("gradients of examples", example_gradients, "2× the examples", BASE, Size(examples=500), 2.0),
    ("gradients of examples", example_gradients, "2× the parameters", BASE, WIDER, 2.0),
    ("paths of a weight", path_sum, "2× the parameters", BASE, WIDER, 2.0),
    ("trace with its gradient", network_trace, "2× the parameters", BASE, WIDER, 2.0),
]


def seconds(run: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        run()
    return (perf_counter() - start) / times


def measure(pair: tuple[Callable[[], object], Callable[[], object]]) -> tuple[float, float]:
    """Median seconds of the work and of its double."""
    for run in pair:
        run()  # first calls make buffers
    counts = [max(1, round(SECONDS / seconds(run, 1))) for run in pair]
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for run, times, found in zip(pair, counts, spent, strict=True):
            found.append(seconds(run, times))
    return median(spent[0]), median(spent[1])


def main() -> None:
    print("2-8-8-1, 250 examples, where nothing else is said")
    print(f"{'tool':30} {'time':>10}   {'grown by':20} {'costs':>6} {'work':>6}")
    for name, tool, growth, small, large, work in ROWS:
        once, twice = measure((tool(small), tool(large)))
        print(f"{name:30} {once * 1e3:7.2f} ms   {growth:20} {twice / once:5.1f}× {work:5.1f}×")


if __name__ == "__main__":
    main()
