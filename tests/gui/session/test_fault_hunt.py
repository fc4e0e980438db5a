"""The fault hunt: training really goes by the fault, and leaving brings the person's own work back bit for bit."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec
from engine.data.points import blank_sheet
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import FAULTS, OptimizerSpec, TrainingSpec, check_gradients, encode_targets
from gui.session import Session, TrainingState, WorkFile
from gui.session.own_points import change_points
from gui.session.weights_file import export_weights, import_weights

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made


@pytest.fixture
def adam(small: Experiment) -> Experiment:
    """An experiment whose optimizer has a memory."""
    training = TrainingSpec(optimizer=OptimizerSpec("adam", learning_rate=0.01), batch_size=10)
    return replace(small, training=training)


@pytest.fixture
def trained(application, adam: Experiment) -> Session:
    """A session that has been worked with: trained, edited, an edit taken back, another run kept."""
    session = Session(adam)
    session.advance(20)
    session.runs.keep(session.experiment, session.run.history)
    session.attempt(lambda present: present.with_learning_rate(0.02), "Rate")
    session.advance(7)
    session.set_parameter(3, 0.25)
    session.undo_stack.undo()
    session.advance(4)
    return session


@pytest.fixture
def file(trained: Session) -> Iterator[WorkFile]:
    """The file of that work."""
    yield WorkFile(trained)
    trained.undo_stack.setClean()  # a stack that goes away must not have to say that it is clean


def everything(session: Session) -> dict[str, object]:
    """All that must come back, as values that can be compared."""
    run, state = session.run, session.run.state()
    return {
        "experiment": session.experiment,
        "run": id(run),
        "shown": id(session.trainer),
        "parameters": state.parameters.tobytes(),
        "optimizer": {name: vector.tobytes() for name, vector in state.optimizer_state.items()},
        "counts": (state.step, state.epoch, state.position, state.optimizer_count),
        "history": (run.history.steps.tobytes(), run.history.ranges.tobytes()),
        "snapshots": [(kept.step, kept.parameters.tobytes()) for kept in run.snapshots],
        "undo": (session.undo_stack.count(), session.undo_stack.index(), session.undo_stack.isClean()),
        "undo_texts": [session.undo_stack.text(row) for row in range(session.undo_stack.count())],
        "runs": [(run.slot, id(run.history)) for run in session.runs.kept],
        "state": session.state,
        "past": session.is_in_the_past,
        "prepared": id(session.prepared),
        "work": id(session.work.trainer),
    }


@pytest.mark.parametrize("key", FAULTS)
def test_leaving_restores_everything(trained: Session, key: str) -> None:
    before = everything(trained)
    trained.fault_hunt.start(key)
    trained.advance(25)
    trained.fault_hunt.leave()
    assert everything(trained) == before


def test_the_run_goes_on_as_if_there_had_been_no_hunt(application, adam: Experiment) -> None:
    hunted, plain = Session(adam), Session(adam)
    for session in (hunted, plain):
        session.advance(13)
    hunted.fault_hunt.start("wrong_sign")
    hunted.advance(40)
    hunted.fault_hunt.leave()
    for session in (hunted, plain):
        session.advance(30)
    np.testing.assert_array_equal(hunted.network.parameters, plain.network.parameters)


def test_whatever_is_done_in_a_hunt_is_undone_by_leaving(trained: Session, tmp_path) -> None:
    before = everything(trained)
    hunt = trained.fault_hunt
    hunt.start("no_batch_mean")
    trained.advance(30)
    trained.attempt(lambda present: present.with_learning_rate(0.001), "Rate")
    trained.advance(10)
    trained.look_back(12)
    trained.advance(3)  # goes on from there
    trained.runs.keep(trained.experiment, trained.run.history)
    trained.reset()
    hunt.name("wrong_sign")
    hunt.start("wrong_sign")  # one after the other, without leaving between
    trained.play()
    hunt.leave()
    assert everything(trained) == before


def test_a_step_that_is_looked_back_at_comes_back_too(trained: Session) -> None:
    trained.look_back(9)
    before, shown = everything(trained), trained.network.parameters.copy()
    trained.fault_hunt.start("wrong_sign")
    assert not trained.is_in_the_past
    trained.advance(4)
    trained.fault_hunt.leave()
    assert everything(trained) == before
    assert trained.trainer.step_count == 9
    np.testing.assert_array_equal(trained.network.parameters, shown)


def test_a_diverged_run_comes_back_diverged(application, explosive: Experiment) -> None:
    session = Session(explosive)
    session.advance(200)
    assert session.state is TrainingState.DIVERGED
    told = session.divergence
    session.fault_hunt.start("bias_gradient_lost")
    assert session.state is TrainingState.PAUSED
    session.fault_hunt.leave()
    assert session.state is TrainingState.DIVERGED
    assert session.divergence is told


# What is planted


@pytest.mark.parametrize("key", FAULTS)
def test_training_goes_by_the_fault_from_the_first_weights(trained: Session, key: str) -> None:
    first = trained.run.snapshots[0].parameters
    trained.fault_hunt.start(key)
    run = trained.run
    np.testing.assert_array_equal(run.network.parameters, first)
    assert run.step_count == 0
    faulty = FAULTS[key].backprop(run.network, *run.next_batch(), run.spec.loss)
    trained.step()
    np.testing.assert_array_equal(run.gradient, faulty)


def test_surprises_follow_from_their_seed(session: Session) -> None:
    def drawn() -> list[str]:
        keys = []
        for seed in range(12):
            session.fault_hunt.start(seed=seed)
            keys.append(session.fault_hunt.planted)
        return keys

    first = drawn()
    assert first == drawn()
    assert len(set(first)) > 3
    assert session.fault_hunt.is_surprise


def test_only_what_shows_is_offered(application) -> None:
    def offered(layers: tuple[LayerSpec, ...], batch: int) -> set[str]:
        training = TrainingSpec(batch_size=batch)
        return set(
            Session(Experiment(DataSpec(samples=60), NetworkSpec(2, layers), training)).fault_hunt.offered
        )

    deep = (LayerSpec(3, "tanh"), LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))
    assert offered(deep, 10) == set(FAULTS)
    assert offered(deep, 1) == set(FAULTS) - {"no_batch_mean", "stale_activations"}
    assert offered((LayerSpec(1, "linear"),), 10) == set(FAULTS) - {
        "missing_derivative",
        "transposed_weights",
    }


def test_a_fault_without_effect_is_not_planted(
    application, complaints, session: Session, is_one_sentence
) -> None:
    session.attempt(lambda present: present.with_hidden(()), "No hidden layer")
    session.fault_hunt.start("transposed_weights")
    assert not session.fault_hunt.is_on
    assert len(complaints) == 1
    assert is_one_sentence(complaints[0])


# What is refused


def test_the_design_stays_in_a_hunt(trained: Session, is_one_sentence, tmp_path) -> None:
    said: list[str] = []
    trained.complained.connect(said.append)
    path = tmp_path / "own.npz"
    assert export_weights(trained, path)
    trained.fault_hunt.start("wrong_sign")
    before = everything(trained)
    attempts = (
        lambda: trained.attempt(lambda present: present.with_hidden(()), "Layers"),
        lambda: trained.new_start(),
        lambda: trained.set_parameter(0, 1.0),
        lambda: trained.set_frozen(0, True),
        lambda: trained.set_silenced(1, 0, True),
        lambda: change_points(trained, blank_sheet, "Erase"),
        lambda: import_weights(trained, path),
        lambda: export_weights(trained, tmp_path / "faulty.npz"),
    )
    for number, attempt in enumerate(attempts, start=1):
        attempt()
        assert len(said) == number, f"attempt {number} went through"
        assert is_one_sentence(said[-1])
    assert everything(trained) == before
    assert trained.run.backprop is not None
    assert not (tmp_path / "faulty.npz").exists()


def test_data_of_another_kind_is_refused_in_a_hunt(application, is_one_sentence) -> None:
    """Their loss does not fit the output of the present network, nor its loss theirs."""
    session = Session(Experiment().with_data(DataSpec.of("iris")))
    session.fault_hunt.start("wrong_sign")
    said: list[str] = []
    session.complained.connect(said.append)
    design = session.experiment
    for number, key in enumerate(("circle", "sine", "wine"), start=1):
        session.attempt(lambda present, key=key: present.with_data(DataSpec.of(key)), "Other data")
        assert len(said) == number
        assert is_one_sentence(said[-1])
        assert session.experiment is design
    assert session.fault_hunt.is_on


def test_the_way_of_training_may_change_as_long_as_the_fault_shows(trained: Session) -> None:
    said: list[str] = []
    trained.complained.connect(said.append)
    trained.fault_hunt.start("no_batch_mean")
    undo = trained.undo_stack.count()

    def batch(size: int) -> None:
        trained.attempt(
            lambda present: replace(present, training=replace(present.training, batch_size=size)), "Batch"
        )

    batch(5)
    assert trained.run.spec.batch_size == 5
    assert said == []
    batch(1)
    assert trained.run.spec.batch_size == 5
    assert len(said) == 1
    assert trained.undo_stack.count() == undo


def test_the_stages_of_a_true_step_are_not_shown_for_a_faulty_one(trained: Session) -> None:
    trained.stepping.open()
    assert trained.stepping.is_open
    trained.fault_hunt.start("wrong_sign")
    assert not trained.stepping.is_open
    assert not trained.stepping.open()
    assert "fault" in trained.stepping.word
    trained.fault_hunt.leave()
    assert trained.stepping.open()


# Files


def test_saving_in_a_hunt_saves_the_own_work(trained: Session, file: WorkFile, tmp_path) -> None:
    mine = trained.network.parameters.copy()
    trained.fault_hunt.start("wrong_sign")
    trained.advance(9)
    assert file.save(tmp_path / "mine.backproplab")
    other = Session()
    assert WorkFile(other).open(tmp_path / "mine.backproplab") is not None
    np.testing.assert_array_equal(other.network.parameters, mine)
    assert other.run.backprop is None


def test_a_hunt_does_not_count_as_unsaved_work(trained: Session, file: WorkFile, tmp_path) -> None:
    file.save(tmp_path / "mine.backproplab")
    trained.fault_hunt.start("wrong_sign")
    trained.advance(9)
    assert not file.is_modified
    trained.fault_hunt.leave()
    assert not file.is_modified
    trained.advance(1)
    assert file.is_modified


def test_opening_other_work_ends_the_hunt(trained: Session, small: Experiment) -> None:
    trained.fault_hunt.start("wrong_sign")
    trained.open_experiment(small)
    assert not trained.fault_hunt.is_on
    assert trained.run.backprop is None
    assert trained.experiment == small
    assert trained.work.trainer is trained.run
    trained.fault_hunt.leave()
    assert trained.experiment == small


def test_a_file_that_cannot_be_opened_leaves_the_hunt_as_it_is(
    trained: Session, file: WorkFile, tmp_path
) -> None:
    trained.fault_hunt.start("wrong_sign")
    broken = tmp_path / "broken.backproplab"
    broken.write_bytes(b"no project")
    assert file.open(broken) is None
    assert trained.fault_hunt.is_on


# Naming it


def test_names_are_counted(session: Session) -> None:
    hunt = session.fault_hunt
    hunt.start("wrong_sign")
    assert not hunt.name("no_batch_mean")
    assert not hunt.is_solved
    assert hunt.name("wrong_sign")
    assert hunt.is_solved
    hunt.name("no_batch_mean")  # it is known by now
    assert (hunt.found, hunt.attempts) == (1, 2)
    hunt.leave()
    assert not hunt.name("wrong_sign")
    assert (hunt.found, hunt.attempts) == (1, 2)


# The gradient check


def checked(session: Session, even_time) -> dict[int, str]:
    check = session.fault_hunt.check
    check.start()
    even_time.until(lambda: check.is_finished, 20)
    return {each.index: each.verdict for each in check.derivatives}


@pytest.mark.parametrize("key", [None, *FAULTS])
def test_the_check_says_of_training_what_the_engine_says(
    session: Session, even_time, key: str | None
) -> None:
    if key is not None:
        session.fault_hunt.start(key)
    session.advance(5)
    found = checked(session, even_time)
    run = session.run
    batch = run.data.take(np.arange(run.spec.batch_size))
    targets = encode_targets(batch, run.network.spec, run.spec.loss)
    expected = check_gradients(run.network, batch.inputs, targets, loss=run.spec.loss, backprop=run.backprop)
    assert found == {each.index: each.verdict for each in expected.derivatives}
    assert expected.passed == (key is None)


def test_a_check_ends_with_what_it_is_about(session: Session, even_time) -> None:
    hunt = session.fault_hunt
    checked(session, even_time)
    assert not hunt.check.is_out_of_date
    session.advance(1)
    assert hunt.check.is_out_of_date
    assert hunt.check.is_finished
    hunt.start("wrong_sign")
    assert not hunt.check.derivatives
    hunt.check.start()
    hunt.leave()
    assert not hunt.check.is_running
    assert not hunt.check.derivatives


def test_too_many_parameters_are_sampled(application, even_time, monkeypatch) -> None:
    monkeypatch.setattr("gui.session.gradient_checking.MOST_PARAMETERS", 200)
    layers = (LayerSpec(30, "tanh"), LayerSpec(30, "tanh"), LayerSpec(1, "tanh"))
    session = Session(Experiment(DataSpec(samples=60), NetworkSpec(2, layers)))
    found = checked(session, even_time)
    assert len(found) == 200
    assert session.fault_hunt.check.is_sample
    assert set(found.values()) == {"right"}


def test_a_blank_sheet_cannot_be_checked(session: Session, complaints: list[str], is_one_sentence) -> None:
    change_points(session, blank_sheet, "Erase")
    assert session.experiment.data.own.is_blank
    session.fault_hunt.check.start()
    session.fault_hunt.start()
    assert not session.fault_hunt.is_on
    assert len(complaints) == 2
    assert all(is_one_sentence(sentence) for sentence in complaints)
