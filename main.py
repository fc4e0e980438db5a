"""Backprop Lab: start-up only. The window, on a project if one is named; `train` works in the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

# More threads make products of this size slower, and the result depend on the machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

PROJECT = ".backproplab"
"""How the name of a saved project ends."""

EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130  # what a shell says of a program stopped by Ctrl+C


class OneSentenceParser(argparse.ArgumentParser):
    """An argument parser whose complaint is one sentence, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_BAD_INPUT, f"{message[:1].upper()}{message[1:].rstrip('.')}.\n")


def main(argv: Sequence[str]) -> int:
    """Run the window or the terminal command; gives the exit code."""
    options = read_arguments(argv)
    from engine.errors import BackpropLabError

    try:
        return run(options)
    except BackpropLabError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the terminal
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def run(options: argparse.Namespace) -> int:
    """Do what the arguments ask for."""
    if options.command == "train":
        from gui.terminal import TrainCommand, run_train

        fields = {key: value for key, value in vars(options).items() if key not in ("command", "project")}
        return run_train(TrainCommand(**fields))
    if not has_display():
        from gui.terminal import run_without_display

        return run_without_display(options.project)
    from gui.app import run_window

    return run_window(sys.argv[:1], project=options.project)


def has_display() -> bool:
    """Whether a window can be shown: Linux says so in the environment, other systems always have one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def read_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What was asked for: a command, or the window with a `project` to open in it, None for none."""
    if len(argv) == 1 and argv[0].endswith(PROJECT):
        return argparse.Namespace(command=None, project=Path(argv[0]))
    return make_parser().parse_args(argv, argparse.Namespace(project=None))


def make_parser() -> argparse.ArgumentParser:
    """The arguments of the program."""
    parser = OneSentenceParser(
        prog="main.py",
        description=f"Backprop Lab. Without a command it opens the window, with the name of a {PROJECT} file"
        " on that project.",
    )
    commands = parser.add_subparsers(dest="command", parser_class=OneSentenceParser)
    train = commands.add_parser("train", help="train an experiment in the terminal")
    train.add_argument(
        "preset", help=f"name of a preset such as circle or iris, or a .json or {PROJECT} file"
    )
    train.add_argument("--epochs", type=whole_number, default=100, help="how many epochs (default 100)")
    train.add_argument(
        "--weights", type=Path, help="write the trained weights here (.npz, .safetensors or .json)"
    )
    train.add_argument("--picture", type=Path, help="write a picture of the window here (.png)")
    train.add_argument("--start-from", type=Path, help="begin with the weights in this file")
    train.add_argument("--learning-rate", type=positive_number, help="instead of the preset's")
    train.add_argument("--seed", type=int, help="for the first weights and the order of the batches")
    train.add_argument(
        "--json", dest="as_json", action="store_true", help="print the metrics as one JSON object"
    )
    return parser


def whole_number(text: str) -> int:
    """An argument that counts something."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of epochs; give a whole number from 1")
    return int(text)


def positive_number(text: str) -> float:
    """An argument that measures something."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0.0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no learning rate; give a positive number such as 0.03")
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
