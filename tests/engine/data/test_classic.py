"""The real datasets against published facts, and tables that are missing or broken."""

import shutil

import numpy as np
import pytest

from engine.data import classic, make_dataset
from engine.errors import FileError


def test_iris_has_fishers_class_means():
    # Fisher (1936), table 2: observed means of the three species, in centimetres.
    data = make_dataset("iris")
    assert data.inputs.shape == (150, 4)
    means = [data.inputs[data.labels == species].mean(axis=0).tolist() for species in range(3)]
    assert means[0] == pytest.approx([5.006, 3.428, 1.462, 0.246])
    assert means[1] == pytest.approx([5.936, 2.770, 4.260, 1.326])
    assert means[2] == pytest.approx([6.588, 2.974, 5.552, 2.026])
    assert data.class_names == ("setosa", "versicolor", "virginica")


def test_iris_follows_the_paper_where_the_repository_does_not():
    inputs = make_dataset("iris").inputs
    assert inputs[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert inputs[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_wine_counts_and_ranges():
    data = make_dataset("wine")
    assert data.inputs.shape == (178, 13)
    assert np.bincount(data.labels).tolist() == [59, 71, 48]
    proline = data.inputs[:, data.input_names.index("proline")]
    assert (proline.min(), proline.max()) == (278, 1680)
    alcohol = data.inputs[:, data.input_names.index("alcohol")]
    assert (alcohol.min(), alcohol.max()) == pytest.approx((11.03, 14.83))


def test_breast_cancer_counts_and_ranges():
    data = make_dataset("breast_cancer")
    assert data.inputs.shape == (569, 30)
    assert dict(zip(data.class_names, np.bincount(data.labels), strict=True)) == {
        "benign": 357,
        "malignant": 212,
    }
    radius = data.inputs[:, data.input_names.index("mean radius")]
    assert (radius.min(), radius.max()) == (6.981, 28.11)
    assert data.inputs[:, data.input_names.index("worst area")].max() == 4254


def test_digits_counts_and_values():
    # The repository's own count of the test part, digit by digit.
    data = make_dataset("digits")
    assert data.inputs.shape == (1797, 64)
    assert np.bincount(data.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.unique(data.inputs).tolist() == list(range(17))


@pytest.mark.referee
@pytest.mark.parametrize("key", ["iris", "wine", "breast_cancer", "digits"])
def test_every_number_is_that_of_scikit_learn(key):
    datasets = pytest.importorskip("sklearn.datasets")
    theirs = getattr(datasets, f"load_{key}")()
    ours = make_dataset(key)
    assert np.array_equal(ours.inputs, theirs.data)
    # Their class 0 of the breast cancer data is malignant, our +1.
    assert np.array_equal(ours.labels, 1 - theirs.target if key == "breast_cancer" else theirs.target)


BREAKS = {
    "header": lambda lines: ["a,b,c,d,class", *lines[1:]],
    "rows": lambda lines: lines[:-1],
    "nothing": lambda lines: [],
    "word": lambda lines: [lines[0], "5.1,wide,1.4,0.2,setosa", *lines[2:]],
    "class": lambda lines: [lines[0], "5.1,3.5,1.4,0.2,rose", *lines[2:]],
    "short line": lambda lines: [lines[0], "5.1,setosa", *lines[2:]],
    "empty line": lambda lines: [lines[0], "", *lines[2:]],
    "nan": lambda lines: [lines[0], "5.1,nan,1.4,0.2,setosa", *lines[2:]],
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_table_is_refused_in_one_sentence(case, tmp_path):
    lines = (classic.TABLES / "iris.csv").read_text(encoding="utf-8").splitlines()
    broken = BREAKS[case](lines)
    (tmp_path / "iris.csv").write_text("\n".join(broken), encoding="utf-8")
    with pytest.raises(FileError, match=r"^iris\.csv cannot be used: [^\n]*\.$"):
        classic.IRIS.load(tmp_path)


def test_an_unreadable_table_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"^iris\.csv cannot be read: [^\n]*\.$"):
        classic.IRIS.load(tmp_path)
    (tmp_path / "iris.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match=r"^iris\.csv cannot be used: [^\n]*\.$"):
        classic.IRIS.load(tmp_path)


def test_a_table_may_have_windows_line_ends(tmp_path):
    shutil.copy(classic.TABLES / "iris.csv", tmp_path)
    text = (tmp_path / "iris.csv").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "iris.csv").write_bytes(text)
    assert len(classic.IRIS.load(tmp_path)) == 150
