"""Seeing what a run does: who is taken for whom, runs side by side, values read off."""

import numpy as np
from journey_pages import rows_of_tabs
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.plots.diagram_keys import Spot


def tab_to(lab, name: str) -> None:
    for _ in range(200):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def whole_percent(count: int, total: int) -> int:
    """The nearest whole number, a half to the even one, but 100 only for all of them."""
    nearest = round(100 * count / total)
    return nearest if count == total else min(nearest, 99)


def test_confusion_of_iris_is_the_count_by_hand(lab, qtbot) -> None:
    lab.menu("Examples", "Iris")
    lab.menu("View", "Panels", "Answers")
    lab.training.choose("speed", "fastest")
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 20)
    lab.training.click("play")
    test, network = lab.session.trainer.test, lab.session.network
    counted = {(row, column): 0 for row in range(3) for column in range(3)}
    for inputs, target in zip(test.inputs, test.targets, strict=True):
        chances = network.predict(inputs[None])[0].tolist()
        counted[target.tolist().index(1.0), chances.index(max(chances))] += 1
    for (row, column), count in counted.items():
        said = lab.answers.hover(row, column)
        total = sum(counted[row, other] for other in range(3))
        assert f": {count} of {total} ({whole_percent(count, total)}\u2009%)" in said
    right = sum(counted[k, k] for k in range(3))
    QTest.mouseMove(lab.answers.find(object, "confusion"))
    assert whole_percent(right, len(test)) == lab.training.accuracy


def test_confusion_is_read_with_the_arrow_keys(lab, qtbot) -> None:
    lab.menu("Examples", "Iris")
    lab.menu("View", "Panels", "Answers")
    qtbot.waitUntil(lambda: lab.answers.text("note") != "")
    lab.window.activateWindow()  # off screen nobody does it when a menu has closed
    qtbot.waitUntil(lab.window.isActiveWindow)
    tab_to(lab, "answers.confusion")
    lab.press(Qt.Key.Key_Right)
    lab.press(Qt.Key.Key_Down)
    assert lab.answers.text("note").startswith("versicolor recognised")
    assert lab.training.step == 0
    lab.answers.choose("part", "Train examples")
    assert " of " in lab.answers.text("note")


def test_regression_shows_how_far_off(lab, qtbot) -> None:
    lab.menu("View", "Panels", "Answers")
    qtbot.waitUntil(lambda: lab.answers.text("note") != "")
    assert lab.answers.find(object, "confusion").isVisible()
    lab.menu("Examples", "Sine")
    assert lab.answers.find(object, "predictions").isVisible()
    before = lab.answers.text("note")
    for _ in range(5):
        lab.training.step_epoch()
    assert lab.answers.text("note") != before
    assert lab.answers.text("note").startswith("Root mean square error")


def test_kept_run_stays_after_reset_and_beside_the_next(lab) -> None:
    for _ in range(5):
        lab.training.step_epoch()
    cost = lab.loss.hover(5)["test"][0]
    lab.loss.click("keep")
    lab.training.click("reset")
    lab.training.choose_activation("ReLU")
    assert lab.loss.plot.key.texts() == ("train", "test", "Tanh")
    for _ in range(8):
        lab.training.step_epoch()
    assert lab.loss.hover(5)["Tanh"][0] == cost
    assert lab.loss.hover(5)["test"][0] != cost
    assert lab.loss.hover(8)["Tanh"][0] == "–"


def test_kept_runs_are_renamed_and_removed(lab) -> None:
    lab.training.step_epoch()
    lab.loss.click("keep")
    lab.training.step_epoch()
    lab.loss.click("keep")
    lab.loss.click("runs")
    name = lab.loss.find(QLineEdit, "run_name_1")
    QTest.keyClicks(name, "the first")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert lab.loss.plot.key.texts()[2] == "the first"
    lab.loss.click("run_remove_2")
    assert lab.loss.plot.key.texts() == ("train", "test", "the first")
    lab.loss.click("run_remove_1")
    assert QApplication.activePopupWidget() is None
    assert lab.loss.plot.key.texts() == ("train", "test")


def test_hovering_the_curve_reads_off_the_history(lab) -> None:
    for _ in range(6):
        lab.training.step_epoch()
    history = lab.session.trainer.history
    for row, epoch in enumerate(history.epochs.tolist()):
        box = lab.loss.hover(epoch - 0.2 if epoch else 0.2)
        assert lab.loss.box_epoch() == epoch
        for name, part in (("train", "train_cost"), ("test", "test_cost")):
            assert float(box[name][0]) == np.round(history.range_of(part)[row, 0], 4)
    lab.training.click("reset")
    assert lab.loss.box_epoch() == 0


def test_curve_is_read_off_with_the_arrow_keys_and_training_waits(lab) -> None:
    for _ in range(3):
        lab.training.step_epoch()
    step = lab.training.step
    tab_to(lab, "loss.reading")
    lab.press(Qt.Key.Key_Left)
    assert lab.loss.box_epoch() == 2
    lab.press(Qt.Key.Key_Right)
    lab.press(Qt.Key.Key_Right)
    assert lab.loss.box_epoch() == 3
    assert lab.training.step == step
    lab.press(Qt.Key.Key_Tab)
    assert lab.loss.box() == {}


def test_hovering_a_neuron_enlarges_its_heatmap(lab) -> None:
    lab.training.step_epoch()
    output = lab.output.plot.field_image.image.copy()
    title = lab.dock("output")
    for layer, neuron in ((1, 2), (2, 0), (0, 1)):
        lab.network.point_at(lab.network.diagram.spot_center(Spot(layer, neuron)))
        expected = lab.session.field.activation(layer)[neuron]
        assert np.array_equal(lab.output.plot.field_image.image, expected)
        name = "x₂" if layer == 0 else f"Neuron {neuron + 1}, layer {layer}"
        assert title.text("title") == name
    lab.training.click("step")
    assert np.array_equal(lab.output.plot.field_image.image, lab.session.field.activation(0)[1])
    lab.training.click("reset")
    lab.training.step_epoch()
    QApplication.sendEvent(lab.network.diagram, QEvent(QEvent.Type.Leave))
    assert np.array_equal(lab.output.plot.field_image.image, output)
    assert title.text("title") == "Output"


def test_weight_under_the_mouse_enlarges_nothing(lab) -> None:
    output = lab.output.plot.field_image.image.copy()
    lab.network.point_at(lab.network.diagram.spot_center(Spot(1, 0, 0)))
    assert lab.session.peek is None
    assert np.array_equal(lab.output.plot.field_image.image, output)


def test_neuron_that_goes_is_no_longer_looked_at(lab) -> None:
    lab.network.point_at(lab.network.diagram.spot_center(Spot(1, 3)))
    lab.session.edit(lab.session.experiment.with_hidden(()), "No hidden layer")
    assert lab.dock("output").text("title") == "Output"
    assert np.allclose(lab.output.plot.field_image.image, lab.session.field.output()[0])


def test_no_row_of_a_single_tab_is_left_on_the_window(lab, launch, qtbot) -> None:
    def lone_on_window(window) -> list[str]:
        bars = [bar for bar in rows_of_tabs(window) if bar.parent() is window]
        assert bars
        inside = window.rect()
        return [bar.tabText(0) for bar in bars if bar.count() < 2 and inside.intersects(bar.geometry())]

    lab.menu("View", "Panels", "Answers")
    lab.menu("View", "Panels", "Layers")
    qtbot.waitUntil(lambda: lab.window.panels["layers"].is_shown)
    assert lone_on_window(lab.window) == []
    lab.window.close()
    again = launch()
    qtbot.waitUntil(lambda: lone_on_window(again.window) == [])
    again.menu("View", "Panels", "Layers")
    again.menu("View", "Panels", "Answers")
    qtbot.waitUntil(lambda: lone_on_window(again.window) == [])
