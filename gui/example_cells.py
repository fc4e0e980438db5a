"""Examples as the cells of a table: their headings and numbers, and what is typed or pasted, read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from engine.data import Dataset, PreparedData
from engine.data.dataset import Floats
from engine.errors import BackpropLabError, choices
from gui import numbers
from gui.translation import tr
from gui.wording import class_name, input_name

SEPARATORS = ("\t", ";", ",")
"""What may stand between pasted cells; a comma only where that gives as many cells as there should be."""

Cells: TypeAlias = list[str]


class CellError(BackpropLabError):
    """What stands in a cell is no such thing; the sentence says what would be."""


@dataclass(frozen=True)
class PastedRows:
    """Rows read from a text: inputs (n, inputs), targets (n, m), and (n,) which only test, where that is said."""

    inputs: Floats
    targets: Floats
    is_test: np.ndarray | None


def side_words() -> tuple[str, str]:
    """What the parts are called: that which is trained on, that which only tests."""
    return tr("train"), tr("test")


def target_headings(data: Dataset) -> tuple[str, ...]:
    """What stands over the target, or over each of several."""
    if data.problem != "regression":
        return (tr("class"),)
    count = data.targets.shape[1]
    if count == 1:
        return (tr("target"),)
    return tuple(tr("target {number}", number=number) for number in range(1, count + 1))


def cells_of(prepared: PreparedData) -> np.ndarray:
    """(N, columns) inputs, target or number of the class, and 1 for what only tests; the training part first."""
    whole = prepared.raw
    targets = whole.targets if whole.problem == "regression" else whole.labels[:, np.newaxis]
    is_test = np.arange(len(whole)) >= len(prepared.raw_train)
    return np.column_stack([whole.inputs, targets, is_test]).astype(float)


def read_number(name: str, text: str) -> float:
    """A typed number; `CellError` names the column."""
    if not text.strip():
        raise CellError(tr("{name} is empty, but takes a number such as 0.03.", name=name))
    try:
        return numbers.parse_number(text)
    except ValueError:
        said = tr("{name} is “{typed}”, but takes a number such as 0.03.", name=name, typed=_short(text))
        raise CellError(said) from None


def read_class(data: Dataset, text: str) -> Floats:
    """(m,) the target of a class by its name, however a number is spelt; `CellError` lists the names."""
    label = _place_of(text, data.class_names)
    if data.problem == "binary":
        return np.array([2.0 * label - 1.0])
    target: Floats = np.eye(len(data.class_names))[label]
    return target


def read_side(text: str) -> bool:
    """Whether that says that a row only tests."""
    words = side_words()
    for number, word in enumerate(words):
        if text.strip().casefold() == word.casefold():
            return bool(number)
    raise CellError(tr("The part is “{typed}”, but takes {words}.", typed=_short(text), words=choices(words)))


def read_rows(data: Dataset, text: str) -> PastedRows:
    """Rows of a spreadsheet: the inputs, the target, and maybe the part; a line of headings is passed over.

    `CellError` names the line that does not fit, and nothing of the text is taken then.
    """
    needed = len(data.input_names) + len(target_headings(data))
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    rows = [_split(line, needed) for line in lines]
    first = 1 if _is_heading(rows[0], len(data.input_names)) else 0
    if len(rows) == first:
        raise CellError(tr("Only headings were copied; there is no row to paste."))
    width = len(rows[first])
    has_side = width == needed + 1
    inputs, targets, sides = [], [], []
    for line, cells in enumerate(rows[first:], first + 1):
        if len(cells) != needed + has_side:
            raise CellError(
                tr(
                    "Line {line} of what is pasted has {count} cells, but takes {needed}: {names}.",
                    line=line,
                    count=len(cells),
                    needed=needed + has_side,
                    names=_named(data, has_side),
                )
            )
        try:
            values, target = _read_cells(data, cells)
            sides += [read_side(cells[-1])] if has_side else []
        except CellError as error:
            raise CellError(tr("Line {line} of what is pasted: {fault}", line=line, fault=error)) from None
        inputs.append(values)
        targets.append(target)
    return PastedRows(np.array(inputs), np.array(targets), np.array(sides) if has_side else None)


def _read_cells(data: Dataset, cells: Cells) -> tuple[list[float], Sequence[float] | Floats]:
    """The inputs and the target of a row."""
    names, goals = data.input_names, target_headings(data)
    values = [read_number(input_name(name), cells[place]) for place, name in enumerate(names)]
    if data.problem != "regression":
        return values, read_class(data, cells[len(names)])
    return values, [read_number(name, cells[len(names) + place]) for place, name in enumerate(goals)]


def _split(line: str, needed: int) -> Cells:
    for separator in SEPARATORS[:2]:
        if separator in line:
            return line.rstrip("\n").split(separator)
    cells = line.split(SEPARATORS[2])
    return cells if len(cells) in (needed, needed + 1) else [line]


def _is_heading(cells: Cells, inputs: int) -> bool:
    """Whether none of the cells that should be inputs is a number, though something stands in them."""
    return not any(map(_is_number, cells[:inputs])) and any(cell.strip() for cell in cells[:inputs])


def _is_number(text: str) -> bool:
    try:
        numbers.parse_number(text)
    except ValueError:
        return False
    return True


def _place_of(text: str, names: tuple[str, ...]) -> int:
    wanted = text.strip().casefold()
    for spelt in (names, tuple(map(class_name, names))):
        folded = [name.casefold() for name in spelt]
        if wanted in folded:
            return folded.index(wanted)
    if _is_number(text):
        for place, name in enumerate(names):
            if _is_number(name) and numbers.parse_number(name) == numbers.parse_number(text):
                return place
    shown = choices(map(class_name, names))
    raise CellError(tr("The class is “{typed}”, but takes {names}.", typed=_short(text), names=shown))


def _named(data: Dataset, with_side: bool) -> str:
    names = [*map(input_name, data.input_names), *target_headings(data), *([tr("part")] if with_side else [])]
    return ", ".join(names) if len(names) <= 6 else f"{', '.join(names[:3])}, … {', '.join(names[-2:])}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
