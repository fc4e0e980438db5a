"""A running number stands still."""

from gui.numbers import cost, count
from gui.widgets.readout import Readout
from gui.widgets.throttle import Throttle


def test_width_is_that_of_the_widest_text(show) -> None:
    readout = Readout("a.b", "000 000")
    show(readout)
    for number in (0, 1, 123, 111_111, 999_999):
        readout.setText(count(number))
        assert readout.sizeHint().width() <= readout.minimumWidth()


def test_figures_are_of_one_width(show) -> None:
    readout = Readout("a.b", "0.0000")
    show(readout)
    widths = set()
    for value in (0.1111, 0.4747, 0.0, 9.9999):
        readout.setText(cost(value))
        widths.add(readout.sizeHint().width())
    assert len(widths) == 1


def test_throttle_without_interval_never_waits() -> None:
    throttle = Throttle(0.0)
    assert [throttle.due() for _ in range(3)] == [True, True, True]


def test_throttle_says_yes_once_in_its_interval() -> None:
    throttle = Throttle(1000.0)
    assert [throttle.due() for _ in range(3)] == [True, False, False]
