"""Records what PyTorch's optimizers do with given gradients, into optimizers.json beside this file.

    python tests/data/record_optimizers.py

The tests compare ours with the recorded figures, so that they need no PyTorch; those marked `referee` run
`record` again and compare live.
"""

import json
from pathlib import Path
from typing import Any

START = [0.5, -1.25, 3.0, 0.0, -0.001]
STEPS = 10

# Optimizer, learning rate, our options.
RUNS: list[tuple[str, float, dict[str, float]]] = [
    ("sgd", 0.1, {}),
    ("momentum", 0.05, {"momentum": 0.9}),
    ("nesterov", 0.05, {"momentum": 0.8}),
    ("adagrad", 0.1, {"epsilon": 1e-10}),
    ("rmsprop", 0.01, {"alpha": 0.99, "epsilon": 1e-8}),
    ("rmsprop", 0.01, {"alpha": 0.5, "epsilon": 0.1}),
    ("adam", 0.01, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", 0.1, {"beta1": 0.5, "beta2": 0.8, "epsilon": 0.01}),
    ("adamw", 0.05, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01}),
    ("adamw", 0.5, {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-4, "weight_decay": 1.0}),
]


def gradients() -> list[list[float]]:
    """Ten gradients of five components: growing, changing sign, tiny, huge, and zero at first."""
    return [
        [0.1 * step, (-1.0) ** step, 1e-6 * (step - 4), 1e3 / step, 0.0 if step < 4 else -2.0]
        for step in range(1, STEPS + 1)
    ]


def make(torch: Any, parameter: Any, key: str, rate: float, options: dict[str, float]) -> Any:
    """PyTorch's optimizer of that name."""
    optim = torch.optim
    if key in ("sgd", "momentum", "nesterov"):
        momentum = options.get("momentum", 0.0)
        return optim.SGD([parameter], lr=rate, momentum=momentum, nesterov=key == "nesterov")
    if key == "adagrad":
        return optim.Adagrad([parameter], lr=rate, eps=options["epsilon"])
    if key == "rmsprop":
        return optim.RMSprop([parameter], lr=rate, alpha=options["alpha"], eps=options["epsilon"])
    betas = (options["beta1"], options["beta2"])
    if key == "adam":
        return optim.Adam([parameter], lr=rate, betas=betas, eps=options["epsilon"])
    decay = options["weight_decay"]
    return optim.AdamW([parameter], lr=rate, betas=betas, eps=options["epsilon"], weight_decay=decay)


def record() -> dict[str, Any]:
    """Every run's parameters after each step, as plain lists."""
    import torch

    runs = []
    for key, rate, options in RUNS:
        parameter = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
        optimizer = make(torch, parameter, key, rate, options)
        parameters = []
        for gradient in gradients():
            parameter.grad = torch.tensor(gradient, dtype=torch.float64)
            optimizer.step()
            parameters.append(parameter.tolist())
        runs.append({"optimizer": key, "learning_rate": rate, "options": options, "parameters": parameters})
    version = torch.__version__.partition("+")[0]
    return {"torch": version, "start": START, "gradients": gradients(), "runs": runs}


if __name__ == "__main__":
    Path(__file__).with_name("optimizers.json").write_text(json.dumps(record(), indent=1) + "\n")
