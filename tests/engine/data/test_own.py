"""Examples from outside stay within what the engine can count with; sizes are known before anything is dealt."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DATASETS, Dataset, DataSpec, OwnData, prepare, read_table
from engine.data.own import Deal
from engine.data.preparation import part_sizes
from engine.errors import FileError, SpecError

POINTS = Dataset(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([-1.0, 1.0]), "binary")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"dataset": replace(POINTS, inputs=POINTS.inputs * 1e13)}, "inputs of own examples"),
        ({"dataset": Dataset(POINTS.inputs, np.array([1.0, -1e13]))}, "targets of own examples"),
        ({"windows": ((-1.0, 1e300), (0.0, 1.0))}, "windows"),
        ({"windows": ((np.nan, 1.0), (0.0, 1.0))}, "windows"),
        ({"is_blank": True}, "rows of own examples"),
        ({"dataset": POINTS.take([])}, "rows of own examples"),
    ],
)
def test_what_cannot_be_own_examples_is_refused(changes, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        replace(OwnData("mine", POINTS), **changes)


@pytest.mark.parametrize(("fraction", "seed"), [(7.0, 0), (np.nan, 0), (0.5, -1)])
def test_a_deal_has_a_share_and_a_seed(fraction: float, seed: int) -> None:
    with pytest.raises(SpecError, match="of the deal"):
        Deal(np.array([True, False]), fraction, seed)


@pytest.mark.parametrize("problem", ["regression", "binary"])
def test_a_table_of_larger_numbers_is_refused_by_column_and_row(tmp_path, problem: str) -> None:
    table = tmp_path / "large.csv"
    table.write_text("a,b,y\n1,2,0\n3,-4e12,1\n5,6,0\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"'b' of large.csv holds -4e\+12 in row 2; numbers from -1e\+12 to"):
        read_table(table, "y", problem=problem)


@pytest.mark.parametrize("key", DATASETS)
@pytest.mark.parametrize("fraction", [0.01, 0.37, 1.0])
def test_the_sizes_of_both_parts_are_known_before_they_are_dealt(key: str, fraction: float) -> None:
    spec = DataSpec.of(key, train_fraction=fraction)
    data = prepare(spec)
    assert part_sizes(spec) == (len(data.train), len(data.test))


def test_the_sizes_of_dealt_points_follow_their_deal() -> None:
    own = OwnData("mine", POINTS, deal=Deal(np.array([False, False]), 0.5, 3))
    assert part_sizes(DataSpec.of_own(own, train_fraction=0.5, seed=3)) == (2, 0)
    assert part_sizes(DataSpec.of_own(own, train_fraction=0.5, seed=4)) == (1, 1)
