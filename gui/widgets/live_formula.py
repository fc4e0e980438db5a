"""A formula in letters with its live numbers right below, each under the letter it stands for.

Every number can be asked for: a click on it, or Tab to it and Enter, says what was meant.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from gui.appearance import Theme, appearance, mix, number_font
from gui.numbers import MINUS
from gui.translation import tr
from gui.widgets.letters import Letter, box_of, draw_letters, tex_of

LETTER_SCALE = 1.3
GAP = 5.0
LINE_GAP = 7.0
INDENT = 22.0
PAD = 3.0


@dataclass(frozen=True)
class Token:
    """One place of a formula.

    Attributes:
        letters: What stands above.
        text: What stands below: a number, or a sign such as = or ·.
        reading: The letters in plain words.
        goal: What a click on the number means; None where nothing can be asked.
        breaks: Whether a line may begin here.
        tip: What the number is, for the mouse.
    """

    letters: tuple[Letter, ...]
    text: str
    reading: str = ""
    goal: Hashable | None = None
    breaks: bool = False
    tip: str = ""


def sign(tex: str, text: str, breaks: bool = False) -> Token:
    """A sign that stands in both lines."""
    return Token((Letter(tex),), text, text, breaks=breaks)


class LiveFormula(QWidget):
    """Lines of tokens, wrapped where they are too long.

    Ctrl+C copies it as TeX. Tab goes from number to number, Enter asks for one.

    Signals:
        chosen: The goal of the number a person asked for.
        pointed: The goal under the mouse, None for none.
    """

    chosen = Signal(object)
    pointed = Signal(object)

    own_keys = frozenset(int(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Right))

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._caption = caption
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Its height follows from its width and is set when that is known; a layout that asked would be told twice.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tokens: tuple[Token, ...] = ()
        self._floors: list[float] = []
        self._places: list[QRectF] = []
        self._lines: list[tuple[float, float]] = []  # the y of letters and of numbers, on their lines
        self._height = 0.0
        self._current = -1
        self._hovered = -1
        appearance().theme_changed.connect(self.apply_theme)

    # What is shown

    @property
    def tokens(self) -> tuple[Token, ...]:
        """What is shown, in order."""
        return self._tokens

    def show_tokens(self, tokens: Sequence[Token]) -> None:
        """Another formula, or other numbers; while only numbers change, nothing moves but to make room."""
        is_same = [token.letters for token in tokens] == [token.letters for token in self._tokens]
        if not is_same:
            self._floors = [0.0] * len(tokens)
            self._current = self._hovered = -1
        self._tokens = tuple(tokens)
        self.setAccessibleName(f"{self._caption}: {self.reading()}")
        self._arrange()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._arrange()
        self.update()

    def reading(self) -> str:
        """The whole formula in plain words and numbers."""
        parts = []
        for token in self._tokens:
            is_sign = not token.reading or token.reading == token.text
            parts.append(token.text if is_sign else f"{token.reading} {token.text}")
        return " ".join(" ".join(parts).split())

    def tex(self) -> str:
        """Letters and numbers as two aligned lines of TeX."""
        if not self._tokens:
            return ""
        letters = " ".join(tex_of(token.letters) for token in self._tokens)
        below = " ".join(_number_tex(token) for token in self._tokens)
        return f"\\begin{{aligned}}\n& {letters} \\\\\n& {below}\n\\end{{aligned}}"

    def place_of(self, index: int) -> QRectF:
        """Where the number of that token stands."""
        return self._number_rect(index)

    def sizeHint(self) -> QSize:
        return QSize(300, max(round(self._height + 0.5), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, max(round(self._height + 0.5), 1))

    # Where it stands

    def _arrange(self) -> None:
        self._places, self._lines, height = self._flow(float(max(self.width(), 120)))
        if height != self._height:
            self._height = height
            self.setFixedHeight(max(round(height + 0.5), 1))

    def _flow(self, width: float) -> tuple[list[QRectF], list[tuple[float, float]], float]:
        """Columns of the tokens, for each the lines of letters and numbers, and the height of all."""
        size, ratio = self._letter_size(), self.devicePixelRatioF()
        metrics = QFontMetricsF(number_font())
        boxes = [box_of(token.letters, size, ratio) for token in self._tokens]
        widths = []
        for index, (token, box) in enumerate(zip(self._tokens, boxes, strict=True)):
            room = metrics.horizontalAdvance(token.text) + (2.0 * PAD if token.goal is not None else 0.0)
            self._floors[index] = max(self._floors[index], room, box.width)
            widths.append(self._floors[index])
        places: list[QRectF] = []
        lines: list[tuple[float, float]] = []
        y = 0.0
        for row in self._rows(widths, width):
            above = max((boxes[at].above for at in row), default=0.0)
            below = max((boxes[at].below for at in row), default=0.0)
            height = above + below + 1.0 + metrics.height() + 2.0
            x = INDENT if places else 0.0
            for at in row:
                places.append(QRectF(x, y, widths[at], height))
                lines.append((y + above, y + above + below + 2.0 + metrics.ascent()))
                x += widths[at] + GAP
            y += height + LINE_GAP
        return places, lines, max(y - LINE_GAP, 0.0)

    def _rows(self, widths: Sequence[float], width: float) -> list[list[int]]:
        """Which tokens stand in one line: broken only where a token allows it."""
        groups: list[list[int]] = []
        for at, token in enumerate(self._tokens):
            if token.breaks or not groups:
                groups.append([])
            groups[-1].append(at)
        rows: list[list[int]] = []
        x = 0.0
        for group in groups:
            length = sum(widths[at] + GAP for at in group)
            if not rows or x + length > width + GAP:
                x = INDENT if rows else 0.0
                rows.append([])
            rows[-1].extend(group)
            x += length
        return rows

    def _letter_size(self) -> float:
        return QFontInfo(self.font()).pixelSize() * LETTER_SCALE

    def _number_rect(self, index: int) -> QRectF:
        metrics, place = QFontMetricsF(number_font()), self._places[index]
        width = metrics.horizontalAdvance(self._tokens[index].text) + 2.0 * PAD
        top = self._lines[index][1] - metrics.ascent() - 1.0
        return QRectF(place.center().x() - width / 2.0, top, width, metrics.height() + 2.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme, size, ratio = appearance().theme, self._letter_size(), self.devicePixelRatioF()
        for index, token in enumerate(self._tokens):
            place, (line, _) = self._places[index], self._lines[index]
            width = box_of(token.letters, size, ratio).width
            spot = QPointF(place.center().x() - width / 2.0, line)
            draw_letters(painter, spot, token.letters, size, theme.text)
            self._draw_number(painter, theme, index)
        painter.end()

    def _draw_number(self, painter: QPainter, theme: Theme, index: int) -> None:
        token, rect = self._tokens[index], self._number_rect(index)
        painter.setFont(number_font())
        if token.goal is not None:
            self._draw_ground(painter, theme, index, rect)
        painter.setPen(QColor(theme.accent if token.goal is not None else theme.muted))
        painter.drawText(
            QPointF(rect.left() + PAD, self._lines[index][1]),
            token.text,
        )

    def _draw_ground(self, painter: QPainter, theme: Theme, index: int, rect: QRectF) -> None:
        """What shows that a number can be asked: a line below it, and a ground where the mouse or the keyboard is."""
        if index == self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(rect, 3.0, 3.0)
        painter.setPen(QPen(QColor(mix(theme.surface, theme.accent, 0.45)), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(
            QPointF(rect.left() + PAD, rect.bottom()), QPointF(rect.right() - PAD, rect.bottom())
        )
        if index == self._current and self.hasFocus():
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1.0, -1.0, 1.0, 2.0), 3.0, 3.0)

    # By hand

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(self._tokens[index].goal)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._at(QPointF(event.pos()))
            if index >= 0 and self._tokens[index].tip:
                QToolTip.showText(event.globalPos(), self._tokens[index].tip, self)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.chosen.emit(self._tokens[self._current].goal)
        elif event.key() == Qt.Key.Key_Right:
            self._step(1)
        elif event.key() == Qt.Key.Key_Left:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return self._step(1 if is_next else -1) or super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        numbers = self._numbers()
        if event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._current = numbers[-1] if numbers else -1
        elif event.reason() == Qt.FocusReason.TabFocusReason or self._current not in numbers:
            self._current = numbers[0] if numbers else -1
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Copy as TeX"), lambda: QGuiApplication.clipboard().setText(self.tex()))
        menu.addAction(tr("Copy as text"), lambda: QGuiApplication.clipboard().setText(self.reading()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _step(self, way: int) -> bool:
        """To the next number that can be asked; False at the end."""
        numbers = self._numbers()
        if self._current not in numbers:
            return False
        at = numbers.index(self._current) + way
        if not 0 <= at < len(numbers):
            return False
        self._current = numbers[at]
        self.update()
        return True

    def _numbers(self) -> list[int]:
        return [index for index, token in enumerate(self._tokens) if token.goal is not None]

    def _at(self, point: QPointF) -> int:
        """The token whose letters or number are there and can be asked, −1 for none."""
        for index in self._numbers():
            if index < len(self._places) and self._places[index].adjusted(-1, 0, 1, 2).contains(point):
                return index
        return -1

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            shape = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.pointed.emit(self._tokens[index].goal if index >= 0 else None)
            self.update()


def _number_tex(token: Token) -> str:
    """A number as TeX writes it: without a leading +, negative ones in brackets."""
    if token.reading == token.text and len(token.letters) == 1:
        return token.letters[0].tex  # a sign
    point = QLocale().decimalPoint()
    text = (
        token.text.replace(point, "{,}" if point == "," else point)
        .replace(MINUS, "-")
        .removeprefix("+")
        .replace("\u221e", r"\infty")
    )
    size, has_power, power = text.partition("e")
    if has_power:
        text = f"{size} \\cdot 10^{{{int(power)}}}"
    return rf"\left({text}\right)" if text.startswith("-") else text
