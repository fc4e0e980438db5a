"""Whether errors follow the inputs, against hand calculation, scikit-learn's neighbours and noise of its own."""

import numpy as np
import pytest

from engine.training.left_over import agreement_of_neighbours

LINE = np.array([[0.0], [1.0], [3.0], [3.5]])  # in pairs of neighbours


@pytest.mark.parametrize(
    ("errors", "agreement"),
    [
        ([1.0, 1.0, -1.0, -1.0], 1.0),
        ([1.0, -1.0, 1.0, -1.0], -1.0),
        ([3.0, 1.0, 0.0, 0.0], 1.0 / 3.0),  # less their mean 2, 0, −1, −1: (2·0 + 0·2 + 1 + 1) / 6
    ],
)
def test_four_examples_by_hand(errors, agreement):
    found = agreement_of_neighbours(LINE, np.array(errors)[:, np.newaxis])
    assert found == pytest.approx(agreement, rel=1e-12)


def test_every_input_counts_on_its_own_scale():
    rng = np.random.default_rng(0)
    inputs, errors = rng.normal(size=(60, 3)), rng.normal(size=(60, 2))
    assert agreement_of_neighbours(inputs * [1.0, 1e6, 1e-6], 5.0 * errors) == pytest.approx(
        agreement_of_neighbours(inputs, errors), rel=1e-6
    )


def test_noise_does_not_agree_and_a_curve_does():
    rng = np.random.default_rng(1)
    inputs = rng.uniform(-1.0, 1.0, (300, 2))
    assert abs(agreement_of_neighbours(inputs, rng.normal(size=(300, 1)))) < 0.2
    assert agreement_of_neighbours(inputs, inputs[:, :1] * inputs[:, 1:]) > 0.8


def test_nothing_left_over_agrees_with_nothing():
    assert agreement_of_neighbours(LINE, np.full((4, 1), 0.3)) == 0.0
    assert agreement_of_neighbours(LINE[:1], np.ones((1, 1))) == 0.0


@pytest.mark.referee
def test_the_neighbours_are_those_of_scikit_learn():
    from sklearn.neighbors import NearestNeighbors
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(2)
    inputs, errors = rng.normal(size=(200, 4)) * [1.0, 10.0, 0.1, 3.0], rng.normal(size=(200, 3))
    errors -= errors.mean(axis=0)
    places = StandardScaler().fit_transform(inputs)
    nearest = NearestNeighbors(n_neighbors=2).fit(places).kneighbors(places)[1][:, 1]
    wanted = (errors * errors[nearest]).sum() / (errors**2).sum()
    assert agreement_of_neighbours(inputs, errors) == pytest.approx(wanted, rel=1e-9)
