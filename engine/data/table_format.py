"""How a text table is written: its encoding, separator, decimal sign and heading, found by looking at it."""

import csv
import re
from dataclasses import dataclass

from engine.errors import FileError, SpecError

ENCODINGS = ("utf-8-sig", "cp1252")
"""Tried in this order; every text is readable as the last."""

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LINES = 200

_NUMBER = {
    ".": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"),
    ",": re.compile(r"[+-]?(\d+,?\d*|,\d+)$"),
}
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+$")


@dataclass(frozen=True)
class TableFormat:
    """How a table is written. For an Excel file only `has_header` and `sheet` matter.

    Attributes:
        encoding: Name of a Python codec.
        separator: One character between the cells.
        decimal: "." or ",".
        has_header: Whether the first row names the columns.
        sheet: Name of an Excel sheet; "" is the first.
    """

    encoding: str = "utf-8-sig"
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    sheet: str = ""

    def __post_init__(self) -> None:
        if len(self.separator) != 1:
            raise SpecError("separator", self.separator, "one character")
        if self.decimal not in (".", ","):
            raise SpecError("decimal", self.decimal, "a point or a comma")
        if self.decimal == self.separator:
            raise SpecError("decimal", self.decimal, "another sign than the separator")
        try:
            "".encode(self.encoding)
        except LookupError:
            raise SpecError("encoding", self.encoding, "a known one such as utf-8 or cp1252") from None


def detect_format(content: bytes, source: str) -> TableFormat:
    """The format of a text table, from its first lines; `FileError` if it is no text or has no lines."""
    encoding, text = _decoded(content, source)
    lines = [line for line in text.splitlines()[:SAMPLE_LINES] if line.strip()]
    if not lines:
        raise FileError(f"{source} is empty; a table has a row of names and rows of numbers.")
    separator = max(SEPARATORS, key=lambda candidate: _evenness(lines, candidate))
    cells = list(csv.reader(lines, delimiter=separator))
    decimal = _decimal(cells) if separator != "," else "."
    return TableFormat(encoding, separator, decimal, has_header(cells, decimal))


def has_header(cells: list[list[str]], decimal: str = ".") -> bool:
    """Whether the first row are names: none of its cells is a number."""
    return not any(is_number(cell, decimal) for cell in cells[0])


def is_number(cell: str, decimal: str) -> bool:
    """Whether a cell holds a number written with that decimal sign."""
    return _NUMBER[decimal].match(cell.strip()) is not None


def _decoded(content: bytes, source: str) -> tuple[str, str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise FileError(f"{source} is not a text table; choose a .csv, .tsv, .txt or .xlsx file.")
    for encoding in ENCODINGS:
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "latin-1", content.decode("latin-1")


def _evenness(lines: list[str], separator: str) -> float:
    """How well a separator cuts the lines into the same number of cells; 0 if it cuts nothing."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        return 0.0
    usual = max(set(counts), key=counts.count)
    return 0.0 if usual < 2 else counts.count(usual) / len(counts) + 0.001 * min(usual, 100)


def _decimal(cells: list[list[str]]) -> str:
    commas = sum(_WITH_COMMA.match(cell.strip()) is not None for row in cells for cell in row)
    points = sum("." in cell and is_number(cell, ".") for row in cells for cell in row)
    return "," if commas > points else "."
