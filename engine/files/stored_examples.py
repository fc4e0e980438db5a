"""The examples in a project, held against the design and against what is made of them here.

They lie in the file as they were, because elsewhere the same design may be drawn, dealt or rounded otherwise. What
follows from them is made again; the file's own must be the same up to rounding.
"""

from collections.abc import Iterable

import numpy as np

from engine.data import Dataset, DataSpec, PreparedData, prepare
from engine.data.dataset import Floats
from engine.data.own import check_values
from engine.data.preparation import DRAWN_BY, part_sizes, prepared_from
from engine.errors import FileError, SpecError

ROUNDING = 1e-9
"""Of the largest number of a column: how far another machine may be off."""


def drawn_by(examples: Iterable[tuple[DataSpec, PreparedData]]) -> str:
    """`DRAWN_BY` if all these are what their designs draw here, else "" for what cannot be known."""
    try:
        for design, prepared in examples:
            believed(design, prepared, DRAWN_BY)
    except (SpecError, FileError):
        return ""
    return DRAWN_BY


def believed(design: DataSpec, stored: PreparedData, by: str) -> PreparedData:
    """The examples of a design out of a file, made ready here.

    Drawn `by` the same as here they are what the design draws, else anything of that shape and number.
    `SpecError` names what cannot be.
    """
    if stored.features != design.features:
        raise SpecError("features of the data", stored.features, f"{design.features}, as the design says")
    sizes = part_sizes(design)
    for part, raw, size in zip(("training", "test"), (stored.raw_train, stored.raw_test), sizes, strict=True):
        _check_raw(f"{part} part as it is plotted", raw, size, design)
    if by == DRAWN_BY:
        _check_drawn(design, stored)
    elif design.own is not None and not _same_rows(stored.raw, design.own.dataset):
        raise SpecError("examples of the data", "of other rows", "the rows of the design's own examples")
    again = prepared_from(design, stored.raw_train, stored.raw_test)
    reach = np.abs(again.shift) + again.scale * _largest(again.train.inputs, again.test.inputs)
    _check_close("shift of the data", stored.shift, again.shift, reach)
    _check_close("scale of the data", stored.scale, again.scale, reach)
    for part, seen, made in (
        ("training part", stored.train, again.train),
        ("test part", stored.test, again.test),
    ):
        _check_same(f"{part} of the data", seen, made, reach / again.scale)
    return again


def _check_raw(name: str, raw: Dataset, size: int, design: DataSpec) -> None:
    kind, takes = design.kind, "as the design says"
    if raw.problem != kind.problem:
        raise SpecError(f"problem of the {name}", raw.problem, f"{kind.problem}, {takes}")
    shapes = (size, len(kind.input_names)), (size, kind.outputs)
    got = raw.inputs.shape, raw.targets.shape
    if got != shapes:
        raise SpecError(
            f"inputs and targets of the {name}", _said(*got), f"tables of {_said(*shapes)}, {takes}"
        )
    for field in ("input_names", "class_names"):
        if getattr(raw, field) != getattr(kind, field):
            raise SpecError(f"{field} of the {name}", getattr(raw, field), f"{getattr(kind, field)}, {takes}")
    check_values(f"inputs of the {name}", raw.inputs)
    check_values(f"targets of the {name}", raw.targets)


def _check_drawn(design: DataSpec, stored: PreparedData) -> None:
    try:
        drawn = prepare(design)
    except FileError:
        return  # a table of the program is missing: what was read from it is in the project
    for part, got, made in (
        ("training", stored.raw_train, drawn.raw_train),
        ("test", stored.raw_test, drawn.raw_test),
    ):
        reach = _largest(drawn.raw_train.inputs, drawn.raw_test.inputs)
        _check_same(f"{part} part as it is plotted", got, made, reach)


def _check_same(name: str, got: Dataset, made: Dataset, reach: Floats) -> None:
    for field in ("problem", "input_names", "class_names"):
        if getattr(got, field) != getattr(made, field):
            raise SpecError(f"{field} of the {name}", getattr(got, field), repr(getattr(made, field)))
    _check_close(f"inputs of the {name}", got.inputs, made.inputs, reach)
    _check_close(f"targets of the {name}", got.targets, made.targets, _largest(made.targets))


def _check_close(name: str, got: Floats, made: Floats, reach: Floats) -> None:
    """Whether the same up to rounding, `reach` being the largest number of each column."""
    if got.dtype != np.float64 or got.shape != made.shape:
        raise SpecError(name, f"{got.dtype} in {got.shape}", f"float64 numbers in {made.shape}")
    wrong = np.argwhere(~(np.abs(got - made) <= ROUNDING * reach))  # NaN is never close
    if len(wrong):
        place = tuple(wrong[0])
        at = ", ".join(map(str, place))
        takes = f"{made[place].item()}, which follows from the design and the plotted examples"
        raise SpecError(f"{name} at [{at}]", got[place].item(), takes)


def _largest(*parts: Floats) -> Floats:
    """(columns,) the largest size of any number of each column."""
    largest: Floats = np.max([np.abs(part).max(axis=0, initial=0.0) for part in parts], axis=0)
    return largest


def _same_rows(one: Dataset, other: Dataset) -> bool:
    """Whether two datasets have the same rows, in any order."""
    rows = (sorted(map(bytes, np.hstack([each.inputs, each.targets]))) for each in (one, other))
    return next(rows) == next(rows)


def _said(*shapes: tuple[int, ...]) -> str:
    return " and ".join(map(str, shapes))
