"""A person draws a dataset of their own, while the network learns it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from journey_hands import Keys
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier

Place = tuple[float, float]


class Hand:
    """Holds the mouse over the output plot; places are in its units."""

    def __init__(self, lab) -> None:
        self.lab = lab

    @property
    def _surface(self) -> QWidget:
        return self.lab.output.plot.viewport()

    def pixel(self, place: Place) -> QPoint:
        QApplication.processEvents()
        plot = self.lab.output.plot
        return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(*place)))

    def click(self, place: Place, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseClick(self._surface, button, NONE, self.pixel(place))

    def press(self, place: Place, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self._surface, button, held, self.pixel(place))

    def move(self, place: Place) -> None:
        QTest.mouseMove(self._surface, self.pixel(place))

    def release(self, place: Place, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseRelease(self._surface, button, NONE, self.pixel(place))

    def drag(self, places: Sequence[Place], button: Qt.MouseButton = LEFT, held=NONE) -> None:
        self.press(places[0], button, held)
        for start, end in pairwise(places):
            for share in np.linspace(0, 1, 9)[1:]:
                self.move(tuple(np.array(start) + share * (np.array(end) - start)))
        self.release(places[-1], button)


@pytest.fixture
def hand(lab) -> Hand:
    lab.output.click("draw")
    return Hand(lab)


@pytest.fixture
def examples(lab) -> Callable:
    """All points there are and their classes."""

    def now():
        prepared = lab.session.prepared
        parts = (prepared.raw_train, prepared.raw_test)
        return (
            np.concatenate([part.inputs for part in parts]),
            np.concatenate([part.targets for part in parts])[:, 0],
        )

    return now


def test_a_class_is_drawn_on_a_blank_sheet_and_learnt(lab, hand, examples, even_time) -> None:
    lab.output.click("clear")
    assert lab.output.says("note").startswith("The sheet is blank")
    assert lab.data.about == "no examples yet, two classes"
    lab.output.click("draw_1")
    hand.drag([(-5, -4), (-3, 4), (-1, -4)])
    lab.output.click("draw_2")
    hand.drag([(1, 4), (3, -4), (5, 4)])
    points, classes = examples()
    assert len(points) > 40
    assert (points[classes < 0][:, 0] < 0.5).all()
    assert (points[classes > 0][:, 0] > -0.5).all()
    assert f"{len(points)} examples" in lab.data.about
    assert lab.data.shown("dataset") == "Own points"
    lab.training.click("play")
    even_time.until(lambda: lab.training.accuracy == 100, 30)


def test_a_click_draws_exactly_one_point_where_it_was(lab, hand, examples) -> None:
    before, _ = examples()
    lab.output.click("draw_2")
    hand.click((5.0, 5.0))
    points, classes = examples()
    assert len(points) == len(before) + 1
    new = np.flatnonzero((np.abs(points - 5.0) < 0.05).all(axis=1))
    assert len(new) == 1
    assert classes[new[0]] == 1


def test_a_stroke_is_undone_as_one_step(lab, hand, examples) -> None:
    before, _ = examples()
    hand.drag([(-5, 5), (5, 5)])
    after, _ = examples()
    assert len(after) > len(before) + 20
    assert lab.session.undo_stack.count() == 1
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert np.array_equal(examples()[0], before)
    assert lab.data.shown("dataset") == "Circle"
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    assert np.array_equal(examples()[0], after)


@pytest.mark.parametrize(
    ("button", "held", "chip"), [(RIGHT, NONE, ""), (LEFT, SHIFT, ""), (LEFT, NONE, "eraser")]
)
def test_points_are_erased(lab, hand, examples, button, held, chip: str) -> None:
    if chip:
        lab.output.click(chip)
    hand.drag([(-2, 0), (2, 0)], button, held)
    points, _ = examples()
    assert 0 < len(points) < 500
    assert not ((np.abs(points[:, 1]) < 0.3) & (np.abs(points[:, 0]) < 2)).any()
    assert lab.session.undo_stack.undoText() == "Erase points"


def test_training_goes_on_while_a_hand_draws(lab, hand, even_time) -> None:
    lab.training.click("play")
    even_time.until(lambda: lab.training.epoch > 3, 5)
    trainer, step = lab.session.trainer, lab.training.step
    hand.press((-5, 5))
    for x in np.linspace(-5, 5, 12):
        hand.move((x, 5))
        reached = lab.session.trainer.step_count
        even_time.until(lambda reached=reached: lab.session.trainer.step_count > reached, 5)
    hand.release((5, 5))
    assert lab.training.is_playing
    assert lab.session.trainer is trainer
    assert lab.training.step > step
    assert lab.session.undo_stack.count() == 1
    lab.press_with("ctrl", Qt.Key.Key_Z)
    reached = trainer.step_count
    even_time.until(lambda: trainer.step_count > reached, 5)
    assert lab.session.trainer is trainer


def seen(lab) -> int:
    """How many points are on the screen."""
    return sum(len(layer.getData()[0]) for layer in lab.output.plot.points.layers.values())


@pytest.mark.parametrize(("button", "held"), [(RIGHT, NONE), (LEFT, SHIFT)])
def test_training_goes_on_while_a_hand_erases(lab, hand, examples, even_time, button, held) -> None:
    lab.training.click("play")
    even_time.until(lambda: lab.training.epoch > 3, 5)
    trainer, left = lab.session.trainer, [len(examples()[0])]
    hand.press((-3, 0), button, held)
    for end in (-1.5, 0, 1.5, 3):
        for x in np.linspace(end - 1.5, end, 6):
            hand.move((x, 0))
        reached = lab.session.trainer.step_count
        even_time.until(
            lambda reached=reached: (
                lab.session.trainer.step_count > reached and len(examples()[0]) < left[-1]
            ),
            5,
        )
        left.append(len(examples()[0]))
    hand.release((3, 0), button)
    assert lab.training.is_playing
    assert lab.session.trainer is trainer
    assert seen(lab) == len(examples()[0]) == len(trainer.data) + len(trainer.test) <= left[-1]
    assert lab.session.undo_stack.count() == 1
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert seen(lab) == 500
    assert lab.session.trainer is trainer
    assert lab.training.is_playing


def test_training_goes_on_while_keys_draw_and_erase(lab, examples, even_time) -> None:
    keys = Keys(lab)
    keys.push("output.draw")
    keys.push("training.play")
    even_time.until(lambda: lab.training.epoch > 3, 5)
    trainer, left = lab.session.trainer, 500
    keys.go_to("output.plot")
    for way in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        lab.press(way)
        lab.press(Qt.Key.Key_Delete)
        assert seen(lab) == len(examples()[0]) < left
        left, reached = seen(lab), trainer.step_count
        even_time.until(lambda reached=reached: trainer.step_count > reached, 5)
    lab.press(Qt.Key.Key_Return)
    assert seen(lab) == len(examples()[0]) == left + 1
    assert lab.training.is_playing
    assert lab.session.trainer is trainer
    assert lab.session.undo_stack.count() == 4
    for _ in range(4):
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert seen(lab) == 500
    assert lab.training.is_playing


def test_blank_sheet_says_that_there_is_nothing_to_train_on(lab, hand) -> None:
    lab.output.click("clear")
    lab.training.click("play")
    assert not lab.training.is_playing
    assert lab.message == "The sheet is blank; draw at least one point to train on."
    hand.click((1, 1))
    lab.training.click("step")
    assert lab.training.step == 1


def test_points_are_drawn_by_keys_alone(lab, hand, examples) -> None:
    before, _ = examples()
    for _ in range(120):
        if QApplication.focusWidget() is lab.output.plot:
            break
        lab.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is lab.output.plot
    for _ in range(8):
        lab.press(Qt.Key.Key_Right, SHIFT)
    lab.press(Qt.Key.Key_Up)
    lab.press(Qt.Key.Key_2)
    lab.press(Qt.Key.Key_Return)
    points, classes = examples()
    new = np.flatnonzero((np.abs(points - (6.0, 0.3)) < 1e-9).all(axis=1))
    assert classes[new].tolist() == [1.0]
    assert lab.training.step == 0
    lab.press(Qt.Key.Key_Delete)
    assert np.array_equal(examples()[0], before)
    lab.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not lab.output.plot


def test_numbers_are_drawn_where_numbers_are_learnt(lab, hand, examples) -> None:
    lab.data.choose("dataset", "Plane")
    lab.output.click("draw_3")
    hand.click((0.0, 0.0))
    points, values = examples()
    new = np.flatnonzero((np.abs(points) < 0.05).all(axis=1))
    assert 1.0 in values[new].tolist()


def test_values_are_drawn_by_keys(lab, examples) -> None:
    keys = Keys(lab)
    keys.menu("x", "Plane")
    keys.push("output.draw")
    keys.go_to("output.plot")
    step = np.diff(lab.output.plot.plotItem.vb.viewRange()[0])[0] / 40
    before = len(examples()[0])
    lab.press(Qt.Key.Key_Right, SHIFT)
    lab.press(Qt.Key.Key_Right)
    for key, value in ((Qt.Key.Key_3, 1.0), (Qt.Key.Key_1, -1.0)):
        lab.press(key)
        lab.press(Qt.Key.Key_Return)
        points, values = examples()
        new = np.flatnonzero((np.abs(points - (6 * step, 0.0)) < 1e-9).all(axis=1))
        assert value in values[new].tolist()
    keys.go_to("output.draw_1")
    lab.press(Qt.Key.Key_Right)
    keys.go_to("output.plot")
    lab.press(Qt.Key.Key_Return)
    points, values = examples()
    new = np.flatnonzero((np.abs(points - (6 * step, 0.0)) < 1e-9).all(axis=1))
    assert sorted(values[new].tolist()) == [-1.0, 0.0, 1.0]
    assert len(points) == before + 3
    keys.go_to("output.draw_2")
    for name in ("output.draw_3", "output.eraser"):
        lab.press(Qt.Key.Key_Right)
        assert QApplication.focusWidget().objectName() == name
    keys.go_to("output.plot")
    lab.press(Qt.Key.Key_Return)
    assert len(examples()[0]) <= before
    assert lab.training.step == 0


def test_pencil_is_put_away(lab, hand) -> None:
    lab.output.click("draw")
    assert not lab.output.has("eraser")
    hand.click((5, 5))
    hand.drag([(-5, 5), (5, 5)])
    assert lab.session.experiment.data.own is None
    lab.data.choose("dataset", "Sine")
    assert not lab.output.has("draw")


def test_drawn_points_live_in_the_file(lab, hand, examples, tmp_path) -> None:
    hand.drag([(-5, 5), (5, 5)])
    before = examples()
    lab.files.place = tmp_path / "drawn.backproplab"
    lab.menu("File", "Save")
    lab.menu("File", "New")
    lab.menu("File", "Open…")
    after = examples()
    assert np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])
    assert lab.data.shown("dataset") == "Own points"
    hand.click((5, -5))
    assert len(examples()[0]) == len(before[0]) + 1


def test_discretised_output_is_one_step_away_and_remembered(lab, launch) -> None:
    assert not lab.output.has("discrete")
    lab.output.click("more")
    before = lab.picture(lab.output.plot)
    lab.output.tick("discrete")
    assert not np.array_equal(lab.picture(lab.output.plot), before)
    lab.output.tick("discrete")
    assert np.array_equal(lab.picture(lab.output.plot), before)
    lab.window.close()
    assert launch().output.has("discrete")
