"""Epochs until the test loss is below 0.05, beside those measured for the browser playground.

    python benchmarks/playground_parity.py

Same data, network, initial weights, loss and optimizer as the playground's, over twelve seeds. The last column
holds the medians of an independent NumPy copy of the playground, and how many of its seeds arrived.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.data import FEATURES, DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import Trainer

SEEDS = range(12)
GOAL = 0.05


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    dataset: str
    hidden: tuple[int, ...]
    activation: str
    features: tuple[str, ...]
    cap: int
    anchor: str


PLAIN = ("x1", "x2")
ROWS = (
    Row("circle", (4, 2), "tanh", PLAIN, 800, "62 (42–261), 11 of 12"),
    Row("xor", (4, 2), "tanh", PLAIN, 800, "55 (35–297), 10 of 12"),
    Row("gauss", (4, 2), "tanh", PLAIN, 800, "4 (3–5)"),
    Row("circle", (4, 2), "relu", PLAIN, 800, "26"),
    Row("circle", (4, 2), "sigmoid", PLAIN, 800, "692, 9 of 12"),
    Row("circle", (4, 2), "linear", PLAIN, 100, "never"),
    Row("spiral", (8, 8), "tanh", tuple(FEATURES), 1500, "250, 8 of 12"),
)


def epochs_needed(row: Row, seed: int) -> int | None:
    """Epochs until the test loss is below the goal, or None if the cap comes first."""
    layers = (*(LayerSpec(size, row.activation) for size in row.hidden), LayerSpec(1, "tanh"))
    data = DataSpec(row.dataset, seed=seed, features=row.features)
    experiment = Experiment(data, NetworkSpec(len(row.features), layers), seed=seed)
    trainer = Trainer.from_experiment(experiment)
    for epoch in range(1, row.cap + 1):
        if trainer.run_epoch().test_loss < GOAL:
            return epoch
    return None


def main() -> None:
    print(f"{'dataset':8} {'hidden':7} {'activation':10} {'inputs':6}  {'ours':24} playground")
    for row in ROWS:
        needed = [epochs_needed(row, seed) for seed in SEEDS]
        arrived = sorted(epochs for epochs in needed if epochs is not None)
        ours = "never"
        if arrived:
            ours = f"{median(arrived):g} ({arrived[0]}–{arrived[-1]}), {len(arrived)} of {len(SEEDS)}"
        hidden = "-".join(map(str, row.hidden))
        print(f"{row.dataset:8} {hidden:7} {row.activation:10} {len(row.features):6}  {ours:24} {row.anchor}")


if __name__ == "__main__":
    main()
