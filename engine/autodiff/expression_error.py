"""What a typed expression answers when it cannot be read or has no value: where, and what would be right."""

from engine.errors import BackpropLabError


class ExpressionError(BackpropLabError, ValueError):
    """A fault in a typed expression.

    The text of the error is one sentence that starts with the place. `problem` is the same without the
    place, `line` and `column` count characters from 1, `offset` from 0 over the whole text.
    """

    def __init__(self, problem: str, text: str, offset: int) -> None:
        before = text[:offset]
        self.problem = problem
        self.text = text
        self.offset = offset
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1
        super().__init__(f"Line {self.line}, column {self.column}: {problem}")

    @property
    def excerpt(self) -> str:
        """The faulty line and, under it, a caret at the column: two lines for a fixed-width font."""
        line = self.text.split("\n")[self.line - 1]
        # A tab above needs a tab below, or the caret would stand elsewhere.
        indent = "".join("\t" if character == "\t" else " " for character in line[: self.column - 1])
        return f"{line}\n{indent}^"

    def __reduce__(self) -> tuple[type["ExpressionError"], tuple[str, str, int]]:
        return type(self), (self.problem, self.text, self.offset)
