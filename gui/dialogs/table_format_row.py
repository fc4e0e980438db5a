"""How a table is written: the row of an import dialog that says what was found, and lets it be put right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from engine.data import TableFormat
from gui.translation import tr
from gui.widgets.captioned import Captioned
from gui.widgets.choice import Choice

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1", "utf-16")


class TableFormatRow(QWidget):
    """Separator, decimal sign and encoding of a text, or the sheet of a book; and the heading.

    Signals:
        changed: A person says that it is written otherwise.
        sheet_chosen: Another sheet is to be looked at.
    """

    changed = Signal()
    sheet_chosen = Signal(str)

    def __init__(self, sheets: tuple[str, ...]) -> None:
        super().__init__()
        self._separator = Choice("import.separator", tr("The sign between two cells"))
        self._separator.offer(SEPARATORS, _separator_name)
        self._decimal = Choice("import.decimal", tr("The sign before the decimals of a number"))
        self._decimal.offer((".", ","), lambda key: tr("Point: 0.5") if key == "." else tr("Comma: 0,5"))
        self._encoding = Choice(
            "import.encoding", tr("How letters are stored; change it where they look wrong")
        )
        self._encoding.offer(ENCODINGS, _encoding_name)
        self._sheet = Choice("import.sheet", tr("The sheet of the Excel file"))
        self._sheet.offer(sheets, str)
        self._header = QCheckBox(tr("First row names the columns"))
        self._header.setObjectName("import.header")
        self._header.setChecked(True)
        self._header.setToolTip(tr("Whether the first row holds names and not an example"))
        self._header.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange(is_book=bool(sheets))
        for choice in (self._separator, self._decimal, self._encoding):
            choice.chosen.connect(self.changed)
        self._sheet.chosen.connect(lambda key: self.sheet_chosen.emit(key))
        self._header.clicked.connect(self.changed)

    def show_format(self, found: TableFormat) -> None:
        """Show how a table was read."""
        self._separator.show_key(found.separator)
        self._decimal.show_key(found.decimal)
        if self._encoding.findData(found.encoding) < 0:
            self._encoding.addItem(found.encoding, found.encoding)
        self._encoding.show_key(found.encoding)
        self._sheet.show_key(found.sheet or self._sheet.itemData(0))
        self._header.setChecked(found.has_header)

    def table_format(self) -> TableFormat:
        """What is chosen; `SpecError` where it makes no sense together."""
        return TableFormat(
            self._encoding.key or ENCODINGS[0],
            self._separator.key or SEPARATORS[0],
            self._decimal.key or ".",
            self._header.isChecked(),
            self._sheet.key or "",
        )

    def _arrange(self, is_book: bool) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        text = (
            (tr("Separator"), self._separator),
            (tr("Decimal sign"), self._decimal),
            (tr("Letters"), self._encoding),
        )
        for caption, choice in ((tr("Sheet"), self._sheet),) if is_book else text:
            line.addWidget(Captioned(caption, choice))
        line.addStretch(1)
        line.addWidget(self._header, 0, Qt.AlignmentFlag.AlignBottom)


def _separator_name(key: str) -> str:
    return {",": tr("Comma ,"), ";": tr("Semicolon ;"), "\t": tr("Tab"), "|": tr("Bar |")}[key]


def _encoding_name(key: str) -> str:
    return {
        "utf-8-sig": tr("UTF-8"),
        "cp1252": tr("Windows (Western)"),
        "latin-1": tr("Latin 1"),
        "utf-16": tr("UTF-16"),
    }[key]
