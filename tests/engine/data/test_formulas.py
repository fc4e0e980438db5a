"""Data sets of a typed formula: on the right side of the curve, drawn by the seed, kept in files, refused by name."""

import json
import zipfile

import numpy as np
import pytest

from engine.autodiff import ExpressionError
from engine.data import DATASETS, DataSpec, formulas, make_dataset, prepare
from engine.errors import FileError, SpecError
from engine.experiment import Experiment
from engine.files import decode_experiment, encode_experiment, load_project, project_of, save_project
from engine.training import Trainer

CURVES = {
    "2*sin(x)": lambda x: 2 * np.sin(x),
    "x^3/9 - x": lambda x: x**3 / 9 - x,
    "abs(x) - 2": lambda x: np.abs(x) - 2,
    "x^2/4 - 3": lambda x: x**2 / 4 - 3,
    "y = max(x, 0); y - 1": lambda x: np.maximum(x, 0) - 1,
    "1.5": lambda x: np.full_like(x, 1.5),
}


@pytest.mark.parametrize("formula", CURVES)
def test_points_have_the_class_of_their_side(formula):
    data = make_dataset("curve", 400, formula=formula)
    across, up = data.inputs.T
    assert data.targets[:, 0].tolist() == np.where(up > CURVES[formula](across), 1, -1).tolist()
    assert 50 < (data.targets > 0).sum() < 350
    assert np.abs(data.inputs).max() <= 5


@pytest.mark.parametrize("formula", CURVES)
def test_numbers_lie_on_the_curve(formula):
    data = make_dataset("function", 60, formula=formula)
    np.testing.assert_allclose(data.targets, CURVES[formula](data.inputs), rtol=1e-14, atol=1e-14)
    assert np.abs(data.inputs).max() <= 3
    noise = (
        formulas.on_curve(formula, 20_000, 0.3, 0).targets - formulas.on_curve(formula, 20_000, 0, 0).targets
    )
    assert noise.std() == pytest.approx(0.3, rel=0.03)


def test_noise_relabels_only_near_the_curve():
    clean, noisy = (make_dataset("curve", 5000, noise, formula="x") for noise in (0.0, 0.2))
    assert np.array_equal(clean.inputs, noisy.inputs)
    off = np.abs(clean.inputs[:, 1] - clean.inputs[:, 0])
    changed = (clean.targets != noisy.targets)[:, 0]
    assert changed.any()
    assert off[changed].max() <= 5 * 0.2
    # At a distance d < 1 the shake, even from -1 to 1, carries a point across with probability (1 - d) / 2.
    near = (off > 0.4) & (off < 0.6)
    assert changed[near].mean() == pytest.approx(0.25, abs=0.06)


def test_examples_lie_only_where_the_curve_has_a_value():
    for key, reach in (("curve", 5), ("function", 3)):
        data = make_dataset(key, 300, formula="log(x)")
        across = data.inputs[:, 0]
        assert len(data) == 300
        assert across.min() > 0
        assert np.histogram(across, bins=3, range=(0, reach))[0].min() > 70
    assert np.abs(make_dataset("function", 300, formula="1e12*x").targets).max() <= 1e12


@pytest.mark.parametrize("formula", ["log(-1 - x^2)", "0*x/0", "x + 1e300"])
def test_curve_without_a_value_is_refused_by_its_formula(formula):
    for key, reach in (("curve", 5), ("function", 3)):
        with pytest.raises(SpecError) as refused:
            prepare(DataSpec.of(key, formula=formula))
        assert str(refused.value) == (
            f"formula is {formula!r}, but takes one that has values, "
            f"below 5e+11 in size, for x from -{reach} to {reach}."
        )


def test_every_curve_to_begin_with_has_two_sides():
    for formula in DATASETS["curve"].formulas:
        share = (make_dataset("curve", 500, formula=formula).targets > 0).mean()
        assert 0.25 < share < 0.75
    for formula in DATASETS["function"].formulas:
        assert np.ptp(make_dataset("function", 100, formula=formula).targets) > 0.5


@pytest.mark.parametrize(
    ("key", "formula", "said"),
    [
        ("curve", "x +", "Line 1, column 4: expected a number"),
        ("curve", "2x", "Line 1, column 2: expected an operator"),
        ("function", "z", "Line 1, column 1: expected the variable x, but"),
        ("curve", "x = 3", "Line 1, column 1: expected a name other than the variable x."),
        ("curve", "+".join("x" * 101), "length of the formula is 201, but takes at most 200 characters."),
        ("curve", None, "formula is None, but takes a text."),
        ("circle", "x", "formula is 'x', but takes '' for circle, which has none."),
    ],
)
def test_what_is_no_formula_is_refused_in_one_sentence(key, formula, said):
    with pytest.raises((ExpressionError, SpecError)) as refused:
        DataSpec.of(key, formula=formula)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_design_keeps_the_formula_it_is_drawn_by():
    spec = DataSpec.of("curve")
    assert spec.formula == "2*sin(x)"
    assert DataSpec.of("curve", formula=" abs(x) ").formula == "abs(x)"
    assert DataSpec.of("circle").formula == ""
    drawn = prepare(DataSpec.of("curve", formula="x^3/9 - x", seed=4, samples=30, noise=0.1)).raw
    same = make_dataset("curve", 30, 0.1, 4, "x^3/9 - x")
    assert set(map(tuple, drawn.inputs.tolist())) == set(map(tuple, same.inputs.tolist()))
    assert drawn.targets.sum() == same.targets.sum()


@pytest.mark.parametrize("key", ["curve", "function"])
def test_formula_is_in_experiments_and_projects(tmp_path, key):
    experiment = Experiment().with_data(DataSpec.of(key, formula="x^3/9 - x", samples=50))
    assert decode_experiment(encode_experiment(experiment), "it") == experiment
    data = experiment.prepare_data()
    trainer = Trainer(experiment.make_network(), data.train, experiment.training, test=data.test)
    trainer.run(7)
    again = load_project(save_project(project_of(experiment, data, trainer), tmp_path / "it.backproplab"))
    assert again.experiment == experiment
    assert np.array_equal(again.make_trainer().data.inputs, data.train.inputs)


def test_project_written_before_there_were_formulas_opens(tmp_path):
    experiment = Experiment()
    data = experiment.prepare_data()
    trainer = Trainer(experiment.make_network(), data.train, experiment.training, test=data.test)
    written = save_project(project_of(experiment, data, trainer), tmp_path / "new.backproplab")
    with zipfile.ZipFile(written) as new, zipfile.ZipFile(tmp_path / "old.backproplab", "w") as old:
        for name in new.namelist():
            content = new.read(name)
            if name == "project.json":
                assert b'"formula"' in content
                content = json.dumps(without("formula", json.loads(content))).encode()
            old.writestr(name, content)
    assert load_project(tmp_path / "old.backproplab").experiment == experiment


def without(key, described):
    """A piece of JSON without that field, wherever it stands."""
    if isinstance(described, dict):
        return {name: without(key, value) for name, value in described.items() if name != key}
    return [without(key, each) for each in described] if isinstance(described, list) else described


@pytest.mark.parametrize("formula", ["x +", "x" * 201, 3])
def test_formula_in_a_file_that_makes_no_sense_is_named(formula):
    whole = json.loads(encode_experiment(Experiment().with_data(DataSpec.of("curve"))))
    whole["experiment"]["data"]["formula"] = formula
    with pytest.raises(FileError, match=r"^it is not an experiment: .*\$\.experiment\.data.*\.$"):
        decode_experiment(json.dumps(whole), "it")
