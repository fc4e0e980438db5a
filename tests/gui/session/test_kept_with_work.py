"""Kept runs belong to the work: saved with it, brought by it, and asked about before they are lost."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.kept_run import LONGEST_NAME, MOST_RUNS, KeptRun
from gui.session import Session, WorkFile


@pytest.fixture
def file(session: Session) -> Iterator[WorkFile]:
    """The file of the session's work."""
    yield WorkFile(session)
    session.undo_stack.setClean()  # a stack that goes away must not have to say that it is clean


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "lesson.backproplab"


def keep(session: Session) -> None:
    session.runs.keep(session.document.experiment, session.run.history)


def kept(session: Session) -> list[tuple[object, ...]]:
    """All that is to be seen of the kept runs."""
    return [
        (run.slot, run.name, run.experiment, run.history.epochs.tolist(), run.history.ranges.tobytes())
        for run in session.runs.kept
    ]


def two_kept(session: Session) -> None:
    session.advance(9)
    keep(session)
    session.advance(9)
    keep(session)
    session.runs.rename(0, "the first")


def test_what_is_kept_is_saved_and_opened_in_its_order(session: Session, file: WorkFile, place: Path) -> None:
    two_kept(session)
    session.runs.remove(0)
    session.advance(6)
    keep(session)  # in the slot that was given up, behind the other
    assert file.save(place)
    other = Session(session.experiment)
    keep(other)  # gives way to those of the file
    opened = WorkFile(other)
    assert opened.open(place) is not None
    assert [run.slot for run in other.runs.kept] == [1, 0]
    assert kept(other) == kept(session)
    assert not opened.is_modified
    other.undo_stack.setClean()


def test_keeping_renaming_and_removing_leave_something_to_save(
    session: Session, file: WorkFile, place: Path
) -> None:
    heard: list[bool] = []
    file.changed.connect(lambda: heard.append(file.is_modified))
    keep(session)
    assert file.is_modified
    file.save(place)
    assert not file.is_modified
    session.runs.rename(0, "the first")
    assert file.is_modified
    file.save(place)
    session.runs.rename(0, "the first")  # as it is called already
    session.runs.rename(3, "nobody")
    assert not file.is_modified
    session.runs.remove(0)
    assert file.is_modified
    file.save(place)
    assert heard == [True, False, True, False, True, False]


def test_a_run_kept_and_removed_again_leaves_nothing_to_save(session: Session, file: WorkFile) -> None:
    keep(session)
    session.runs.remove(0)
    assert not file.is_modified


def test_an_undone_fork_leaves_nothing_to_save(session: Session, file: WorkFile, place: Path) -> None:
    session.advance(30)
    file.save(place)
    session.look_back(10)
    session.go_on_from_here()
    assert len(session.runs.kept) == 1
    assert file.is_modified
    session.undo_stack.undo()
    assert session.run.step_count == 30
    assert session.runs.kept == ()
    assert not file.is_modified


def test_other_work_begins_without_what_was_kept(session: Session, file: WorkFile, small: Experiment) -> None:
    for begin in (file.new, lambda: file.adopt(small)):
        two_kept(session)
        begin()
        assert session.runs.kept == ()
        assert not file.is_modified


def test_undo_and_edits_leave_what_is_kept(session: Session, file: WorkFile, place: Path) -> None:
    two_kept(session)
    file.save(place)
    before = kept(session)
    session.new_start()
    session.undo_stack.undo()
    session.undo_stack.redo()
    session.reset()
    assert kept(session) == before


def test_a_file_with_a_lie_about_a_kept_run_changes_nothing(
    session: Session, file: WorkFile, place: Path, complaints: list[str], is_one_sentence
) -> None:
    two_kept(session)
    file.save(place)
    with zipfile.ZipFile(place) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(members["project.json"])
    described["runs"][1]["slot"] = described["runs"][0]["slot"]
    members["project.json"] = json.dumps(described).encode()
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    session.advance(3)
    before, parameters = kept(session), session.network.parameters.copy()
    assert file.open(place) is None
    (sentence,) = complaints
    assert is_one_sentence(sentence.replace(str(place), "it"))
    assert kept(session) == before
    np.testing.assert_array_equal(session.network.parameters, parameters)
    assert file.is_modified


def test_runs_of_a_fault_hunt_are_not_saved(session: Session, file: WorkFile, place: Path) -> None:
    two_kept(session)
    file.save(place)
    own = kept(session)
    session.fault_hunt.start("wrong_sign")
    session.advance(12)
    keep(session)
    assert len(session.runs.kept) == 3
    assert not file.is_modified
    session.runs.rename(0, "mine, renamed in the hunt")
    assert file.is_modified
    session.runs.rename(0, "the first")
    assert file.save(place)
    other = Session(session.experiment)
    opened = WorkFile(other)
    assert opened.open(place) is not None
    assert kept(other) == own
    session.fault_hunt.leave()
    assert kept(session) == own
    assert not file.is_modified
    other.undo_stack.setClean()


def test_opening_in_a_hunt_brings_the_files_runs(session: Session, file: WorkFile, place: Path) -> None:
    two_kept(session)
    file.save(place)
    own = kept(session)
    session.runs.remove(0)
    session.fault_hunt.start("wrong_sign")
    session.advance(12)
    keep(session)
    assert file.open(place) is not None
    assert not session.fault_hunt.is_on
    assert kept(session) == own


@pytest.mark.parametrize(
    ("typed", "name"), [(" wide\nstep ", "wide step"), ("x" * 500, "x" * LONGEST_NAME), ("\ud83d", "")]
)
def test_whatever_is_typed_makes_a_name_that_can_be_saved(
    session: Session, file: WorkFile, place: Path, typed: str, name: str
) -> None:
    keep(session)
    session.runs.rename(0, typed)
    assert session.runs.kept[0].name == name
    assert file.save(place)
    assert file.open(place) is not None
    assert session.runs.kept[0].name == name


def test_runs_that_cannot_be_together_are_not_taken(session: Session) -> None:
    keep(session)
    before = session.runs.kept
    twice = [KeptRun(0, session.experiment, session.run.history)] * 2
    many = [
        KeptRun(slot % MOST_RUNS, session.experiment, session.run.history) for slot in range(MOST_RUNS + 1)
    ]
    for wrong in (twice, many):
        with pytest.raises(SpecError):
            session.runs.take(wrong)
        assert session.runs.kept is before


def test_a_reset_to_the_first_weights_of_the_file_leaves_nothing_to_save(
    session: Session, file: WorkFile, place: Path
) -> None:
    file.save(place)
    session.advance(20)
    assert file.is_modified
    session.reset()
    assert not file.is_modified
    session.new_start()
    assert file.is_modified, "other first weights"
    session.undo_stack.undo()
    assert not file.is_modified
    session.undo_stack.undo()
    assert file.is_modified, "the trained run is back"
    session.reset()
    session.set_parameters(np.array([0]), np.array([0.5]), "Set a weight")
    assert file.is_modified
    session.reset()
    assert not file.is_modified
    file.save(place)
    session.advance(3)
    file.save(place)
    session.reset()
    assert file.is_modified, "in the file it is trained"
