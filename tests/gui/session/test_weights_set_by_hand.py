"""A weight is set by hand: what θ cannot hold is refused in one sentence, and what it holds already is no edit."""

from dataclasses import replace

import numpy as np
import pytest

from gui.session import Session


@pytest.fixture
def single(session: Session) -> Session:
    """In single precision."""
    session.edit(replace(session.experiment, precision="float32"), "precision")
    return session


@pytest.mark.parametrize(
    ("value", "said"), [(float("nan"), "nan"), (float("inf"), "∞"), (float("-inf"), "−∞")]
)
def test_what_is_not_finite_is_refused(
    session: Session, complaints, is_one_sentence, value: float, said: str
) -> None:
    before = session.network.parameters.copy()
    session.set_parameter(3, value)
    assert complaints == [f"A weight is {said}, but takes a finite number."]
    assert is_one_sentence(complaints[0])
    np.testing.assert_array_equal(session.network.parameters, before)
    assert session.undo_stack.count() == 0


def test_what_single_precision_cannot_hold_is_refused(single: Session, complaints) -> None:
    before, count = single.network.parameters.copy(), single.undo_stack.count()
    single.set_parameter(3, 1e39)
    assert complaints == ["A weight is 1e+39, but in single precision takes at most 3.4e+38."]
    np.testing.assert_array_equal(single.network.parameters, before)
    assert single.undo_stack.count() == count
    single.set_parameter(3, 3.4e38)
    assert len(complaints) == 1
    assert np.isfinite(single.network.parameters).all()


def test_the_same_number_again_is_no_second_step(single: Session) -> None:
    single.set_parameter(3, 0.1)
    count = single.undo_stack.count()
    single.set_parameter(3, 0.1)
    assert single.undo_stack.count() == count
