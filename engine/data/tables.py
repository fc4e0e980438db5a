"""A teacher's own table, from a CSV, TSV or Excel file, made into a dataset. Reading is done by pandas.

First `open_table`, whose columns can be looked at; then `Table.dataset`, which says which column is the target.
`read_table` does both at once.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import bounds
from engine.data.dataset import Dataset, Floats, Problem, one_hot
from engine.data.table_format import TableFormat, detect_format, has_header
from engine.errors import FileError, SpecError, choices

MAX_BYTES = 50 * 2**20
MAX_UNPACKED = 400 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 512
MAX_CLASSES = 50
PREVIEW_ROWS = 20

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
EXCEL_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = (*TEXT_SUFFIXES, *EXCEL_SUFFIXES)

MISSING_WORDS = ("?",)
"""Read as missing besides pandas' own: empty cells, NA, NaN, null and the like."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its name and its cells, numbers (N,) float64 with NaN for a missing one, or texts (N,)."""

    name: str
    numbers: Floats | None
    texts: NDArray[np.object_]
    missing: NDArray[np.bool_]

    @property
    def is_number(self) -> bool:
        """Whether every cell that is there is a number."""
        return self.numbers is not None

    @property
    def missing_count(self) -> int:
        """How many cells are empty."""
        return int(self.missing.sum())


@dataclass(frozen=True, eq=False)
class Table:
    """A table that was read: where from, how it is written, its columns."""

    source: str
    format: TableFormat
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0].missing)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def incomplete_rows(self) -> NDArray[np.bool_]:
        """(N,) rows with at least one missing cell."""
        incomplete: NDArray[np.bool_] = np.any([column.missing for column in self.columns], axis=0)
        return incomplete

    def preview(self, rows: int = PREVIEW_ROWS) -> list[list[str]]:
        """The first rows as texts, "" where a cell is missing."""
        return [[str(column.texts[row]) for column in self.columns] for row in range(min(rows, len(self)))]

    def dataset(
        self,
        target: str | None = None,
        inputs: Sequence[str] | None = None,
        problem: Problem | None = None,
        drop_missing: bool = False,
    ) -> Dataset:
        """The dataset of these choices.

        Args:
            target: Name of the target column; the last one by default.
            inputs: Names of the input columns; by default all columns of numbers but the target.
            problem: By default "regression" for numbers, "binary" or "classes" for texts.
            drop_missing: Leave out rows with missing cells in the chosen columns; else they are refused.

        Raises:
            FileError: a column that is not there or does not fit, missing cells, too many classes.
        """
        goal = self._column(target if target is not None else self.names[-1])
        sources = self._inputs(goal, inputs)
        missing = np.any([column.missing for column in (*sources, goal)], axis=0)
        if missing.any() and not drop_missing:
            raise FileError(f"{self.source} has {_gaps(missing)}.")
        kept = ~missing
        if kept.sum() < 2:
            raise FileError(
                f"{self.source} has {'one complete row' if kept.any() else 'no complete row'}; two are the least."
            )
        values = np.stack([_numbers(column)[kept] for column in sources], axis=1)
        names = tuple(column.name for column in sources)
        chosen = problem or _usual_problem(goal, kept)
        for column in (*sources, goal) if chosen == "regression" else sources:
            self._check_values(column, kept)
        targets, classes = self._targets(goal, kept, chosen)
        return Dataset(values, targets, chosen, names, classes)

    def _column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise FileError(f"{self.source} has no column {name!r}; its columns are {choices(self.names)}.")

    def _inputs(self, goal: Column, names: Sequence[str] | None) -> list[Column]:
        if names is None:
            chosen = [column for column in self.columns if column is not goal and column.is_number]
        else:
            chosen = [self._column(name) for name in names]
        if names is not None and not chosen:
            raise FileError("No input is chosen; a network needs at least one.")
        if not chosen:
            raise FileError(
                f"{self.source} has no column of numbers beside {goal.name!r}; inputs are numbers."
            )
        for column in chosen:
            if column is goal:
                raise FileError(f"The column {goal.name!r} is the target; an input is another column.")
            if not column.is_number:
                self._refuse_text(column)
        return chosen

    def _refuse_text(self, column: Column) -> None:
        for row, text in enumerate(column.texts):
            if not column.missing[row] and not _is_float(text):
                raise FileError(
                    f"The column {column.name!r} of {self.source} holds {text!r} in row {row + 1}; "
                    "an input takes numbers."
                )

    def _check_values(self, column: Column, kept: NDArray[np.bool_]) -> None:
        low, high = bounds.VALUE
        if column.numbers is None:
            return  # refused for another reason
        for row in np.flatnonzero(kept & ~((column.numbers >= low) & (column.numbers <= high))):
            raise FileError(
                f"The column {column.name!r} of {self.source} holds {column.numbers[row]:g} in row {row + 1}; "
                f"numbers from {low:g} to {high:g} are taken."
            )

    def _targets(
        self, goal: Column, kept: NDArray[np.bool_], problem: Problem
    ) -> tuple[Floats, tuple[str, ...]]:
        if problem == "regression":
            if not goal.is_number:
                self._refuse_text(goal)
            return _numbers(goal)[kept], ()
        names, labels = _classes(goal, kept)
        count = len(names)
        if not 2 <= count <= MAX_CLASSES or (problem == "binary" and count != 2):
            takes = "2" if problem == "binary" else f"2 to {MAX_CLASSES}"
            held = "one class" if count == 1 else f"{count} classes"
            raise FileError(f"The column {goal.name!r} of {self.source} holds {held}, but takes {takes}.")
        if problem == "binary":
            return np.where(labels == 1, 1.0, -1.0), names
        return one_hot(labels, count), names


def open_table(path: str | Path, table_format: TableFormat | None = None, sheet: str = "") -> Table:
    """Read a table as it is; `table_format` replaces what would be found by looking.

    Without it `sheet` says which sheet of an Excel file to look at; "" is the first.

    Raises:
        FileError: no such file, an unknown kind, a file that is no table, or one past the limits
            (50 MB, 20 000 rows, 512 columns).
    """
    source = Path(path)
    suffix = source.suffix.lower()
    if suffix not in (*TEXT_SUFFIXES, *EXCEL_SUFFIXES):
        raise FileError(f"{source.name} is no table; choose a {choices((*TEXT_SUFFIXES, '.xlsx'))} file.")
    content = _content(source)
    if suffix in EXCEL_SUFFIXES:
        found, frame = _read_excel(content, source.name, table_format, sheet)
    else:
        found, frame = _read_text(content, source.name, table_format)
    if len(frame) == 0:
        raise FileError(f"{source.name} has no rows under its names; a table has at least two.")
    if len(frame) > MAX_ROWS or len(frame.columns) > MAX_COLUMNS:
        raise FileError(
            f"{source.name} has {len(frame)} rows and {len(frame.columns)} columns; "
            f"at most {MAX_ROWS} and {MAX_COLUMNS} are taken."
        )
    return Table(source.name, found, tuple(_columns(frame, found.has_header)))


def sheet_names(path: str | Path) -> tuple[str, ...]:
    """The sheets of an Excel file, () for a text table; `FileError` as `open_table`."""
    source = Path(path)
    if source.suffix.lower() not in EXCEL_SUFFIXES:
        return ()
    import pandas

    content = _content(source)
    _refuse_bomb(content, source.name)
    try:
        with pandas.ExcelFile(io.BytesIO(content), engine="openpyxl") as book:
            return tuple(map(str, book.sheet_names))
    except Exception as error:  # openpyxl raises whatever its own parts raise
        raise FileError(f"{source.name} is not an Excel table ({_first_line(error)}).") from error


def read_table(
    path: str | Path,
    target: str | None = None,
    inputs: Sequence[str] | None = None,
    problem: Problem | None = None,
    drop_missing: bool = False,
    table_format: TableFormat | None = None,
) -> Dataset:
    """`open_table` and `Table.dataset` in one: a file straight to a dataset."""
    return open_table(path, table_format).dataset(target, inputs, problem, drop_missing)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(f"{path.name} is larger than {MAX_BYTES >> 20} MB, the most that is taken.")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read ({(error.strerror or '').lower()}).") from error


def _read_text(content: bytes, source: str, given: TableFormat | None) -> tuple[TableFormat, Any]:
    import pandas

    found = given or detect_format(content, source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pandas.errors.ParserWarning)  # of cells that would be lost
            frame = pandas.read_csv(
                io.BytesIO(content),
                sep=found.separator,
                decimal=found.decimal,
                encoding=found.encoding,
                header=0 if found.has_header else None,
                na_values=list(MISSING_WORDS),
                skipinitialspace=True,
                index_col=False,
            )
    except pandas.errors.ParserWarning as error:
        raise FileError(
            f"{source} is not an even table: rows have more cells than there are names."
        ) from error
    except (ValueError, UnicodeError) as error:  # pandas' own errors are ValueErrors
        raise FileError(f"{source} is not an even table ({_first_line(error)}).") from error
    return found, frame


def _read_excel(
    content: bytes, source: str, given: TableFormat | None, looked_at: str
) -> tuple[TableFormat, Any]:
    import pandas

    _refuse_bomb(content, source)
    sheet: str | int = (given.sheet if given else looked_at) or 0
    try:
        raw = pandas.read_excel(
            io.BytesIO(content),
            sheet_name=sheet,
            header=None,
            na_values=list(MISSING_WORDS),
            engine="openpyxl",
        )
    except Exception as error:  # openpyxl raises whatever its own parts raise
        raise FileError(f"{source} is not an Excel table ({_first_line(error)}).") from error
    raw = raw.dropna(how="all").reset_index(drop=True)
    if len(raw) == 0:
        raise FileError(f"{source} is empty; a table has a row of names and rows of numbers.")
    sample = [[str(cell) for cell in row] for row in raw.head(50).itertuples(index=False)]
    found = given or replace(TableFormat(), has_header=has_header(sample), sheet=looked_at)
    if found.has_header:
        raw.columns = [str(cell) for cell in raw.iloc[0]]
        raw = raw.iloc[1:].reset_index(drop=True).infer_objects()
    return found, raw


def _refuse_bomb(content: bytes, source: str) -> None:
    from zipfile import ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except Exception as error:  # broken bytes: a zip of another age, a list of parts that ends too soon
        raise FileError(f"{source} is not an Excel file; save it again as .xlsx or as .csv.") from error
    if unpacked > MAX_UNPACKED:
        raise FileError(f"{source} unpacks to more than {MAX_UNPACKED >> 20} MB, the most that is taken.")


def _columns(frame: Any, has_names: bool) -> list[Column]:
    import pandas

    columns: list[Column] = []
    for position in range(frame.shape[1]):
        cells = frame.iloc[:, position]
        name = str(frame.columns[position]).strip() if has_names else f"column {position + 1}"
        missing = np.asarray(cells.isna(), dtype=bool)
        numbers = pandas.to_numeric(cells, errors="coerce").astype("float64").to_numpy()
        is_number = bool(np.isfinite(numbers[~missing]).all()) and not missing.all()
        texts = np.array(
            ["" if gone else _text(cell) for cell, gone in zip(cells, missing, strict=True)], dtype=object
        )
        name = _unused(name, [column.name for column in columns])
        columns.append(Column(name, numbers if is_number else None, texts, missing))
    return columns


def _unused(name: str, used: Sequence[str]) -> str:
    """The name, with a number behind it if another column has it already."""
    if name not in used:
        return name
    return next(f"{name} ({count})" for count in range(2, len(used) + 2) if f"{name} ({count})" not in used)


def _text(cell: Any) -> str:
    """A cell as a person wrote it: 3, not 3.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _gaps(missing: NDArray[np.bool_]) -> str:
    """Where cells are missing, and what can be done."""
    count, first = int(missing.sum()), int(missing.argmax()) + 1
    if count == 1:
        return f"a row with missing cells (row {first}); leave it out or fill it in"
    return f"{count} rows with missing cells (the first is row {first}); leave them out or fill them in"


def _usual_problem(goal: Column, kept: NDArray[np.bool_]) -> Problem:
    if goal.is_number:
        return "regression"
    return "binary" if len(set(goal.texts[kept])) == 2 else "classes"


def _classes(goal: Column, kept: NDArray[np.bool_]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The names of the classes, numbers in their own order, and the index of each kept row's."""
    names, labels = np.unique(goal.texts[kept].astype(str), return_inverse=True)
    order = np.argsort(names.astype(float)) if goal.is_number else np.arange(len(names))
    rank = np.argsort(order)
    return tuple(str(name) for name in names[order]), rank[labels]


def _numbers(column: Column) -> Floats:
    if column.numbers is None:
        raise SpecError("column", column.name, "numbers")
    return column.numbers


def _is_float(text: Any) -> bool:
    try:
        float(text)
    except (TypeError, ValueError):
        return False
    return True


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
