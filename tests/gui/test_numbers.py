"""Numbers as a person reads and types them."""

import pytest
from PySide6.QtCore import QLocale

from gui import numbers


@pytest.fixture(params=["C", "de_DE", "fr_FR", "sv_SE"])
def locale(request):
    """The program in another country."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.parametrize("value", [0.03, 1e-5, 10.0, 0.123456, 1e6, -2.5, 0.0, 3])
def test_what_is_shown_can_be_typed(locale, value: float) -> None:
    assert numbers.parse_number(numbers.plain(value)) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.03", 0.03),
        ("0,03", 0.03),
        (" 7 ", 7.0),
        ("−1", -1.0),
        ("1e-3", 0.001),
        ("1/4", 0.25),
        ("1,5/3", 0.5),
    ],
)
def test_numbers_are_understood(text: str, value: float) -> None:
    assert numbers.parse_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,2,3", "1_000", "1/0", "/", "1/", "0x1", "1 2"])
def test_other_texts_are_not(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, the field says it in a sentence
        numbers.parse_number(text)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "000 000"), (123, "000 123"), (999_999, "999 999"), (1_234_567, "1 234 567")]
)
def test_counts_come_in_groups_of_three(number: int, text: str) -> None:
    assert numbers.count(number) == text.replace(" ", numbers.THIN_SPACE)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0, "0.0000"), (0.12345, "0.1235"), (1e30, "1e+30")),
        *((float("nan"), "–"), (float("inf"), "∞"), (float("-inf"), "−∞")),
    ],
)
def test_costs_are_short(value: float, text: str) -> None:
    assert numbers.cost(value) == text


@pytest.mark.parametrize("value", [0.0, 9.99996, 12.3456789, 123.456789, 999.9999, 1000.0, 123456.0, 1e100])
def test_no_cost_is_longer_than_the_room_it_has(value: float) -> None:
    assert len(numbers.cost(value)) <= len("0.0000")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1.0, "100"),
        (0.9999, "99"),
        (0.0, "0"),
        (0.58, "58"),
        (0.9375, "94"),
        (0.176, "18"),
        (float("nan"), "–"),
    ],
)
def test_a_hundred_percent_means_all(share: float, text: str) -> None:
    assert numbers.percent(share).removesuffix("%").strip() == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "+0.500"), (-0.25, "−0.250"), (0.0, "+0.000"), (1e-7, "+1.00e-07"), (-5e6, "−5.00e+06")],
)
def test_signed_values_show_their_sign(value: float, text: str) -> None:
    assert numbers.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0123456, "+0.01235"),
        (-0.5, "−0.5000"),
        (0.0, "+0.000"),
        (12345.0, "+1.234e+04"),
        (1234.5, "+1234"),
        (-1.5e-7, "−1.500e-07"),
        (float("nan"), "–"),
        (float("-inf"), "−∞"),
    ],
)
def test_significant_digits_keep_their_zeros(value: float, text: str) -> None:
    assert numbers.significant(value) == text


def test_more_significant_digits_can_be_asked_for(locale) -> None:
    assert numbers.parse_number(numbers.significant(-0.125, 6)) == -0.125
    assert len(numbers.significant(-0.125, 6)) == len("−0.125000")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0 s"),
        (8.4e-6, "8.40 µs"),
        (123.4e-6, "123 µs"),
        (999.6e-6, "1.00 ms"),
        (0.035, "35.0 ms"),
        (1.236, "1.24 s"),
        (9.996, "10.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1.00 min"),
        (3599.0, "1.00 h"),
        (7_200_000.0, "2000 h"),
        (float("nan"), "–"),
    ],
)
def test_times_have_three_digits_and_a_unit(seconds: float, text: str) -> None:
    assert numbers.duration(seconds) == text.replace(" ", numbers.THIN_SPACE)
