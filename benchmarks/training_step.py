"""How long a training step takes, ours beside PyTorch's ordinary loop, as ratios measured in one run.

    python benchmarks/training_step.py

Ours is `Trainer.run` with all it does besides: shuffling, measuring loss and accuracy on both parts of the
data for the history, snapshots, the check for divergence. PyTorch's is the bare eager loop on batches cut
beforehand. Both have one thread. The repeats take turns, so that a busy machine slows both.
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
import torch

from engine.data import Dataset, make_dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, Trainer, TrainingSpec, encode_targets

REPEATS = 31
SECONDS = 0.03  # of one repeat, or longer if that is fewer than
OUR_STEPS = 512  # steps of ours, so that measuring at the ends of epochs has its true share
THEIR_STEPS = 20


@dataclass(frozen=True)
class Case:
    """One row of the table; `needed` is how many times faster than PyTorch we want to be."""

    sizes: tuple[int, ...]
    batch: int
    optimizer: str
    precision: str
    needed: float

    @property
    def name(self) -> str:
        return f"{'-'.join(map(str, self.sizes))}, batch {self.batch}, {self.optimizer}, {self.precision}"

    @property
    def is_small(self) -> bool:
        return self.sizes[0] == 2


SMALL = [
    Case(sizes, batch, optimizer, precision, needed)
    for sizes, batch in (((2, 4, 2, 1), 10), ((2, 8, 8, 1), 32))
    for optimizer, needed in (("sgd", 11.0), ("adam", 13.0))
    for precision in ("float64", "float32")
]
LARGE = [
    Case(sizes, batch, optimizer, "float32", needed)
    for sizes, batch, needed in (((64, 64, 32, 10), 64, 4.5), ((784, 128, 64, 10), 128, 1.4))
    for optimizer in ("sgd", "adam")
]


def large_digits() -> Dataset:
    """The 8×8 digits drawn on 28×28 pixels, as wide an input as the classic benchmark's."""
    digits = make_dataset("digits")
    nearest = np.arange(28) * 8 // 28
    pictures = digits.inputs.reshape(-1, 8, 8)[:, nearest][:, :, nearest]
    return Dataset(pictures.reshape(-1, 784), digits.targets, "classes")


def data_for(case: Case) -> tuple[Dataset, Dataset]:
    """(train, test) with as many inputs as the case has."""
    sources: dict[int, Callable[[], Dataset]] = {
        2: lambda: make_dataset("circle"),
        64: lambda: make_dataset("digits"),
        784: large_digits,
    }
    return sources[case.sizes[0]]().split(0.5 if case.is_small else 0.7, seed=0)


def our_trainer(case: Case, train: Dataset, test: Dataset) -> Trainer:
    """Tanh and mean squared error for two inputs, ReLU with softmax and cross-entropy for digits."""
    hidden, output, loss = ("tanh", "tanh", "mse") if case.is_small else ("relu", "softmax", "cross_entropy")
    layers = (*(LayerSpec(size, hidden) for size in case.sizes[1:-1]), LayerSpec(case.sizes[-1], output))
    network = Network(NetworkSpec(case.sizes[0], layers), dtype=case.precision)
    optimizer = OptimizerSpec(case.optimizer, learning_rate=0.001)
    return Trainer(network, train, TrainingSpec(loss, optimizer, case.batch), test=test)


def their_loop(case: Case, trainer: Trainer) -> Callable[[int], None]:
    """The same training in PyTorch: a function that makes that many steps."""
    dtype = getattr(torch, case.precision)
    network = trainer.network
    modules: list[torch.nn.Module] = []
    for weights, biases in zip(network.weights, network.biases, strict=True):
        linear = torch.nn.Linear(weights.shape[1], weights.shape[0], dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights.copy()))
            linear.bias.copy_(torch.from_numpy(biases.copy()))
        modules += [linear, torch.nn.Tanh() if case.is_small else torch.nn.ReLU()]
    if not case.is_small:
        modules.pop()  # its cross-entropy takes the weighted sums
    model = torch.nn.Sequential(*modules)
    criterion = torch.nn.MSELoss() if case.is_small else torch.nn.CrossEntropyLoss()
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    optimizer = kinds[case.optimizer](model.parameters(), lr=0.001)
    targets = encode_targets(trainer.data, network.spec, trainer.spec.loss)
    inputs_in_batches = torch.from_numpy(trainer.data.inputs).to(dtype).split(case.batch)
    targets_in_batches = torch.from_numpy(targets).to(dtype).split(case.batch)
    batches = list(zip(inputs_in_batches, targets_in_batches, strict=True))

    def run(steps: int) -> None:
        for step in range(steps):
            inputs, targets = batches[step % len(batches)]
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()

    return run


def seconds_a_step(run: Callable[[int], object], steps: int) -> float:
    start = perf_counter()
    run(steps)
    return (perf_counter() - start) / steps


def measure(case: Case) -> tuple[float, float]:
    """Median seconds of a step, (ours, theirs)."""
    trainer = our_trainer(case, *data_for(case))
    runs = (trainer.run, their_loop(case, trainer))
    for run in runs:
        run(50)  # first calls make buffers
    counts = [
        max(least, round(SECONDS / seconds_a_step(run, 50)))
        for run, least in zip(runs, (OUR_STEPS, THEIR_STEPS), strict=True)
    ]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for run, steps, spent in zip(runs, counts, times, strict=True):
            spent.append(seconds_a_step(run, steps))
    return median(times[0]), median(times[1])


def main() -> None:
    torch.set_num_threads(1)
    print(f"{'a training step':48} {'ours':>9} {'PyTorch':>9} {'ratio':>7} {'needed':>7}")
    for case in SMALL + LARGE:
        ours, theirs = measure(case)
        ratio = theirs / ours
        mark = "" if ratio >= case.needed else "  below"
        print(
            f"{case.name:48} {ours * 1e6:6.1f} µs {theirs * 1e6:6.0f} µs"
            f" {ratio:6.1f}× {case.needed:6.1f}×{mark}"
        )


if __name__ == "__main__":
    main()
