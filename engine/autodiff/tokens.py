"""The words of a typed expression: numbers, names, operators, and the ends of statements.

A statement ends at `;` or at the end of a line, unless a parenthesis is open; `#` starts a comment.
"""

import re
from dataclasses import dataclass
from typing import Literal

from engine.autodiff.expression_error import ExpressionError

MAX_LENGTH = 10_000

Kind = Literal["number", "name", "operator", "end of statement", "end of text"]

# How the signs of a word processor or a blackboard are typed.
SPELLINGS = {"**": "^", "−": "-", "·": "*", "×": "*"}

_WORD = re.compile(
    r"""
    (?P<skip> [^\S\n]+ | \#[^\n]* )
  | (?P<number> (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<name> [^\W\d] [\w]* )
  | (?P<operator> \*\* | [-+*/^(),=−·×] )
  | (?P<end> [;\n] )
    """,
    re.VERBOSE,
)
_BEYOND_LETTERS = set("_0123456789₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text: its kind, its spelling (`^` for `**`), and where it starts."""

    kind: Kind
    text: str
    offset: int

    def __str__(self) -> str:
        """How a message quotes it."""
        if self.kind == "end of statement" and self.text == "\n":
            return "the line ends"
        return "the text ends" if self.kind == "end of text" else f"found “{self.text}”"


def tokenize(text: str) -> list[Token]:
    """The words of `text`, the last one of kind "end of text".

    Raises `ExpressionError` at a character that is no part of the language, or if the text is longer than
    MAX_LENGTH characters.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters.", text, MAX_LENGTH)
    tokens: list[Token] = []
    offset = open_parentheses = 0
    while offset < len(text):
        word = _WORD.match(text, offset)
        if word is None:
            raise _unknown(text, offset)
        spelling = SPELLINGS.get(word[0], word[0])
        match word.lastgroup:
            case "number":
                tokens.append(Token("number", spelling, offset))
            case "name":
                _check_letters(text, word)
                tokens.append(Token("name", spelling, offset))
            case "operator":
                open_parentheses += (spelling == "(") - (spelling == ")")
                tokens.append(Token("operator", spelling, offset))
            case "end" if spelling == ";" or open_parentheses <= 0:
                tokens.append(Token("end of statement", spelling, offset))
                open_parentheses = 0
        offset = word.end()
    tokens.append(Token("end of text", "", len(text)))
    return tokens


def _check_letters(text: str, word: re.Match[str]) -> None:
    # Python counts ² among the word characters: x² would be a name, and nobody means that.
    for offset in range(word.start(), word.end()):
        if not text[offset].isalpha() and text[offset] not in _BEYOND_LETTERS:
            raise _unknown(text, offset)


def _unknown(text: str, offset: int) -> ExpressionError:
    expected = "expected a number, a name, an operator or a parenthesis"
    return ExpressionError(f"{expected}, but found “{text[offset]}”.", text, offset)
