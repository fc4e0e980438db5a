"""What the engine refuses, said to a person: its sentence, with the numbers written as everywhere on the screen."""

import re
from numbers import Real

from engine.errors import SpecError
from gui import numbers

_NUMBER = re.compile(r"(?<![\w.'])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*\w)")


def sentence_of(error: Exception) -> str:
    """The sentence of an error; of a design that makes no sense by its parts, so that names stay as they are."""
    if not isinstance(error, SpecError):
        return str(error)
    got, takes = repr(error.got), _NUMBER.sub(_rewritten, error.takes)
    if isinstance(error.got, Real) and not isinstance(error.got, bool):
        got = numbers.in_words(float(error.got))
    return f"{error.field} is {got}, but takes {takes}."


def _rewritten(found: re.Match[str]) -> str:
    return numbers.in_words(float(found.group()))
