"""What is refused is said with numbers as they stand everywhere on the screen."""

import pytest
from PySide6.QtCore import QLocale

from engine.errors import FileError, SpecError
from gui.session.refusals import sentence_of


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            SpecError("Rate", -1.0, "a number from 0 to 1e+06"),
            "Rate is −1, but takes a number from 0 to 1000000.",
        ),
        (
            SpecError("Rate", 1e7, "a number from 0 to 0.5"),
            "Rate is 10000000, but takes a number from 0 to 0.5.",
        ),
        (
            SpecError("x1", 2e12, "numbers from -1e+12 to 3"),
            "x1 is 2e+12, but takes numbers from −1e+12 to 3.",
        ),
        (SpecError("Rate", float("-inf"), "a number"), "Rate is −∞, but takes a number."),
        (
            SpecError("kind", "float 1.0", "x1, w_12 or float64"),
            "kind is 'float 1.0', but takes x1, w_12 or float64.",
        ),
        (SpecError("on", True, "a word"), "on is True, but takes a word."),
        (FileError("run-1.0.csv is empty."), "run-1.0.csv is empty."),
    ],
)
def test_numbers_in_a_refusal(error: Exception, said: str) -> None:
    assert sentence_of(error) == said


def test_they_have_the_decimal_sign_of_the_country() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        error = SpecError("Rate", 2.5, "a number from 0 to 0.5")
        assert sentence_of(error) == "Rate is 2,5, but takes a number from 0 to 0,5."
    finally:
        QLocale.setDefault(before)
