"""What the engine says when it cannot do what it was asked: one sentence, what was wrong and what would be right."""

from collections.abc import Iterable


class BackpropLabError(Exception):
    """Any refusal of ours. Its text is one sentence that can be shown to a person as it is."""


class SpecError(BackpropLabError, ValueError):
    """A design that makes no sense: names the field, what it got and what it takes."""

    def __init__(self, field: str, got: object, takes: str) -> None:
        super().__init__(f"{field} is {got!r}, but takes {takes}.")
        self.field = field
        self.got = got
        self.takes = takes

    def __reduce__(self) -> tuple[type["SpecError"], tuple[str, object, str]]:
        return type(self), (self.field, self.got, self.takes)


class FileError(BackpropLabError, ValueError):
    """A file that cannot be read or written as asked; nothing already there was changed."""


class Diverged(BackpropLabError, ArithmeticError):
    """Training met a loss or gradient that is not finite; the last finite parameters are kept.

    `step` counts the updates made before, `loss` is the batch loss that was met.
    """

    def __init__(self, step: int, loss: float) -> None:
        super().__init__(
            f"Training diverged at step {step}: the loss became {loss:g}. "
            "The last finite weights are kept; a smaller learning rate would help."
        )
        self.step = step
        self.loss = loss

    def __reduce__(self) -> tuple[type["Diverged"], tuple[int, float]]:
        return type(self), (self.step, self.loss)


def choices(keys: Iterable[str]) -> str:
    """Keys as a readable list: ``a, b or c``."""
    *first, last = keys
    return f"{', '.join(first)} or {last}" if first else last
