"""The terminal command: train an experiment without a screen, or the same window off screen for a picture."""

import json
import os
import sys
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engine.arrays import Array
from engine.errors import BackpropLabError, Diverged, FileError
from engine.experiment import Experiment
from engine.files import FORMATS, load_weights, save_weights
from engine.training import Metrics, Trainer
from gui.presets import FIRST, load_preset

FIRST_EPOCHS = 100

OUT = Path("out")
"""The one folder that is made where it is missing."""


@dataclass(frozen=True)
class TrainCommand:
    """What `python main.py train` was asked for; paths and rates that were left out are None."""

    preset: str
    epochs: int = 100
    weights: Path | None = None
    picture: Path | None = None
    start_from: Path | None = None
    learning_rate: float | None = None
    seed: int | None = None
    as_json: bool = False


def run_train(command: TrainCommand) -> int:
    """Train, write what was asked for, print the final metrics; gives the exit code.

    Raises:
        BackpropLabError: one sentence for the terminal, exit code 2.
    """
    experiment = _experiment_of(command)
    check_places(command)
    trainer = Trainer.from_experiment(experiment)
    if command.start_from is not None:
        trainer.start_from(_matching_weights(command.start_from, trainer))
    metrics = _train(trainer, command)
    if command.weights is not None:
        save_weights(trainer.network, command.weights)
    if command.picture is not None:
        draw_window(experiment, trainer, command.picture)
    report(command, trainer, metrics)
    return 0


def run_without_display(project: Path | None = None) -> int:
    """What `make run` does where there is no display: the first experiment, its picture and its weights.

    Raises:
        BackpropLabError: a `project` was to be opened.
    """
    if project is not None:
        raise BackpropLabError(
            f"There is no display, so {project} cannot be opened; `train` works without one."
        )
    command = TrainCommand(
        FIRST, FIRST_EPOCHS, weights=OUT / f"{FIRST}.safetensors", picture=OUT / f"{FIRST}.png"
    )
    Console(stderr=True).print(
        "There is no display, so the first experiment runs through the same window off screen.\n"
        "`python main.py train --help` shows what else can be done without a display."
    )
    return run_train(command)


def check_places(command: TrainCommand) -> None:
    """Refuse a place that cannot be written before training, not after."""
    for path, suffixes in ((command.weights, tuple(FORMATS)), (command.picture, (".png",))):
        if path is None:
            continue
        if path.suffix not in suffixes:
            raise FileError(f"{path.name} ends in no known suffix; end it in {' or '.join(suffixes)}.")
        if path.is_dir():
            raise FileError(f"{path} is a folder; choose the name of a file.")
        if path.parent == OUT:
            _make_out()
        if not path.parent.is_dir():
            raise FileError(f"The folder {path.parent} does not exist; choose one that does.")
        if not os.access(path.parent, os.W_OK):
            raise FileError(f"The folder {path.parent} cannot be written to; choose one that can.")


def draw_window(experiment: Experiment, trainer: Trainer, path: Path) -> None:
    """A picture of the window showing that run, drawn off screen if there is no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.app import create_application, create_window
    from gui.pictures import save_picture

    application = create_application()
    window = create_window(experiment)
    window.session.show_run(trainer)
    window.resize(1280, 720)
    window.show()
    application.processEvents()
    save_picture(window, path)
    window.close()


def report(command: TrainCommand, trainer: Trainer, metrics: Metrics) -> None:
    """The final metrics: one JSON object, or a line for people."""
    numbers = {
        "preset": command.preset,
        "epochs": trainer.epoch,
        "steps": trainer.step_count,
        "train_loss": _known(metrics.train_loss),
        "test_loss": _known(metrics.test_loss),
        "penalty": _known(metrics.penalty),
        "train_accuracy": _known(metrics.train_accuracy),
        "test_accuracy": _known(metrics.test_accuracy),
    }
    if command.as_json:
        _say(json.dumps(numbers, allow_nan=False))
        return
    parts = [
        f"{name.replace('_', ' ')} {_short(value)}" for name, value in numbers.items() if value is not None
    ]
    _say(" · ".join(parts))
    for path in (command.weights, command.picture):
        if path is not None:
            _say(f"Written: {path}")


def _say(line: str) -> None:
    """A line of the result, as it is: rich would read brackets in a path as its own marks."""
    sys.stdout.write(f"{line}\n")


def _make_out() -> None:
    try:
        OUT.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(f"The folder {OUT} cannot be made here; choose another place.") from error


def _experiment_of(command: TrainCommand) -> Experiment:
    experiment = load_preset(command.preset)
    if command.seed is not None:
        experiment = replace(experiment, seed=command.seed)
    if command.learning_rate is not None:
        optimizer = replace(experiment.training.optimizer, learning_rate=command.learning_rate)
        experiment = replace(experiment, training=replace(experiment.training, optimizer=optimizer))
    return experiment


def _matching_weights(path: Path, trainer: Trainer) -> Array:
    loaded = load_weights(path)
    if loaded.spec.sizes != trainer.network.spec.sizes:
        raise FileError(
            f"{path} holds a network of {_sizes(loaded.spec.sizes)} neurons, but the preset needs "
            f"{_sizes(trainer.network.spec.sizes)}."
        )
    return loaded.parameters


def _sizes(sizes: tuple[int, ...]) -> str:
    return "-".join(map(str, sizes))


def _train(trainer: Trainer, command: TrainCommand) -> Metrics:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("cost {task.fields[cost]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=command.as_json) as progress:
        task = progress.add_task(command.preset, total=command.epochs, cost="–")
        for _ in range(command.epochs):
            try:
                metrics = trainer.run_epoch()
            except Diverged as error:
                raise BackpropLabError(
                    f"Training diverged at step {error.step}, so nothing was written; "
                    "try a smaller --learning-rate."
                ) from error
            progress.update(task, advance=1, cost=f"{metrics.train_cost:.4f}")
    return trainer.evaluate()


def _known(value: float) -> float | None:
    """NaN means the quantity has no meaning here; JSON has neither NaN nor infinity."""
    return value if isfinite(value) else None


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
