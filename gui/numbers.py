"""Numbers as a person reads and types them: their locale on screen, a width that stays, commas welcome."""

import re
from math import isfinite

from PySide6.QtCore import QLocale

COST_LENGTH = 6
"""Characters of the longest cost, so that a running number never needs more room: 0.1234, 123456, 1e+100."""

LONGEST_WHOLE = 1e9
"""From here on a whole number in a sentence is written by a power of ten."""

UNITS = (
    (1e-6, "µs", 1000.0),
    (1e-3, "ms", 1000.0),
    (1.0, "s", 60.0),
    (60.0, "min", 60.0),
    (3600.0, "h", float("inf")),
)
"""Of a time: seconds, its sign, and how many of them are written by the next one."""

THIN_SPACE = "\u2009"
MINUS = "\u2212"


def parse_number(text: str) -> float:
    """A typed number, with decimal point or comma, or a fraction such as 1/3.

    Raises:
        ValueError: the text is not a number.
    """
    if "_" in text:
        raise ValueError(f"{text!r} is no number")  # Python's own spelling, nobody else's
    cleaned = text.strip().replace(MINUS, "-").replace("\u00a0", "").replace(THIN_SPACE, "")
    if "," in cleaned and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    upper, slash, lower = cleaned.partition("/")
    if not slash:
        return float(cleaned)
    if float(lower) == 0.0:
        raise ValueError(f"{text!r} divides by zero")
    return float(upper) / float(lower)


def count(number: int) -> str:
    """A whole number of at least six digits in groups of three: 000 123."""
    digits = f"{number:06d}"
    groups = [digits[max(end - 3, 0) : end] for end in range(len(digits), 0, -3)]
    return THIN_SPACE.join(reversed(groups))


def cost(value: float) -> str:
    """A cost with four decimals, or as many as fit; a dash where there is none."""
    if value != value:
        return "–"
    if not isfinite(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    texts = (f"{value:.{decimals}f}" for decimals in (4, 3, 2, 1, 0))
    return _local(next((text for text in texts if len(text) <= COST_LENGTH), f"{value:.0e}"))


def percent(share: float) -> str:
    """A share of 1 in whole percent, but 100 % only for all of it; a dash where there is none."""
    if share != share:
        return "–"
    return f"{100 if share >= 1.0 else min(round(share * 100.0), 99)}{THIN_SPACE}%"


def duration(seconds: float) -> str:
    """A time in three significant digits and the unit that suits it: 12.3 µs, 1.24 s; a dash where it is unknown."""
    if seconds != seconds:
        return "–"
    if seconds <= 0.0:
        return f"0{THIN_SPACE}s"
    texts = (_three_digits(seconds / length, limit) for length, _, limit in UNITS)
    text, unit = next((text, unit) for text, (_, unit, _) in zip(texts, UNITS, strict=True) if text)
    return f"{_local(text)}{THIN_SPACE}{unit}"


def signed(value: float) -> str:
    """A value with its sign and four significant decimals."""
    sign = "+" if value >= 0 else MINUS
    size = abs(value)
    form = ".3f" if 0.0005 <= size < 1000 or size == 0 else ".2e"
    return f"{sign}{_local(format(size, form))}"


def significant(value: float, digits: int = 4) -> str:
    """A value with its sign and that many significant digits, the zeros at the end too; a dash where there is none."""
    if value != value:
        return "–"
    sign = MINUS if value < 0 else "+"
    return (
        f"{sign}∞"
        if not isfinite(value)
        else f"{sign}{_local(f'{abs(value):#.{digits}g}'.removesuffix('.'))}"
    )


def plain(value: float) -> str:
    """A setting as short as it can be written: 0.03, 1e-05; a whole number with all its digits."""
    if isinstance(value, int):
        return str(value)
    return _local(f"{value:.6g}")


def in_words(value: float) -> str:
    """A number in a sentence: a whole one with all its digits, unless it is very long."""
    if not isfinite(value):
        return "nan" if value != value else f"{MINUS if value < 0 else ''}∞"
    if value.is_integer() and abs(value) < LONGEST_WHOLE:
        return f"{value:.0f}".replace("-", MINUS if value else "")
    return plain(value).replace("-", MINUS)


def in_text(text: str) -> str:
    """A sentence or line of the engine's, its numbers with the decimal point of the person's country."""
    return _POINT.sub(QLocale().decimalPoint(), text)


def in_tex(tex: str) -> str:
    """The same in TeX, where a bare comma would be followed by a gap."""
    point = QLocale().decimalPoint()
    return tex if point == "." else _POINT.sub("{,}" if point == "," else point, tex)


_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")


def _three_digits(value: float, limit: float) -> str:
    """A positive number in three digits; "" where, so rounded, it would reach the limit."""
    texts = (f"{value:.{decimals}f}" for decimals in (2, 1, 0))
    text = next((text for text in texts if len(text) <= 4), f"{value:.0f}")
    return text if float(text) < limit else ""


def _local(text: str) -> str:
    """A number with the decimal point of the person's country; nothing else of it, so that it can be typed."""
    return text.replace(".", QLocale().decimalPoint())
