"""The Race panel shows how it stands with every runner, and says in words what went wrong and where."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from engine.descent import EXPRESSION, MOST_RUNNERS, NETWORK, STORIES, SURFACES
from engine.training import OPTIMIZERS, OptimizerSpec
from gui.panels.race_panel import AFTERWARDS, RacePanel
from gui.session import Session
from gui.session.landscape_frame import PlaneChoice
from gui.widgets.expression_field import ExpressionField
from gui.widgets.formula import Formula
from gui.wording import story_sentence

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot) -> RacePanel:
    panel = RacePanel(session)
    qtbot.addWidget(panel)
    panel.resize(560, 560)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    panel.setFocus()
    return panel


def note(panel: RacePanel) -> str:
    return panel.findChild(QLabel, "race.note").text()


def row_of(panel: RacePanel, row: int) -> list[str]:
    return [panel.table.item(row, column).text() for column in range(panel.table.columnCount())]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def click(panel: RacePanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, f"race.{name}"), LEFT)


def type_in(panel: RacePanel, name: str, text: str) -> None:
    field = panel.findChild(QWidget, f"race.{name}")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def steps(panel: RacePanel, count: int) -> None:
    for _ in range(count):
        panel.session.race.step()


def test_the_table_says_where_everyone_stands(panel: RacePanel) -> None:
    """SGD on the ravine by hand: x ← 0.982 x, y ← −0.8 y."""
    steps(panel, 4)
    name, count, x, y, cost, slope, distance, state = row_of(panel, 0)
    at = np.array([-3.6 * 0.982**4, 0.9 * 0.8**4])
    assert (name, count, state) == ("SGD", "4", "")
    assert [number(x), number(y)] == pytest.approx(at, abs=5e-5)
    assert number(cost) == pytest.approx((at[0] ** 2 + 100 * at[1] ** 2) / 2, rel=1e-3)
    assert number(slope) == pytest.approx(np.hypot(at[0], 100 * at[1]), rel=1e-3)
    assert number(distance) == pytest.approx(np.hypot(*at), abs=5e-5)


def test_numbers_keep_their_width(panel: RacePanel) -> None:
    """Whatever the race does, no number is cut and no column moves."""
    panel.session.race.set_entrant(0, lambda spec: replace(spec, learning_rate=0.0201))
    widths = [panel.table.columnWidth(column) for column in range(8)]
    metrics = panel.table.fontMetrics()
    for _ in range(60):
        steps(panel, 5)
        for row in range(3):
            if panel.table.columnSpan(row, 2) == 1:
                for column, text in enumerate(row_of(panel, row)[1:7], start=1):
                    assert metrics.horizontalAdvance(text) <= widths[column] - 6, text
        assert [panel.table.columnWidth(column) for column in range(8)] == widths


@pytest.mark.parametrize("key", STORIES)
def test_a_story_says_what_to_watch(panel: RacePanel, key: str) -> None:
    panel.session.race.tell(key)
    assert note(panel) == story_sentence(key)
    assert panel.findChild(QWidget, "race.story").key == key
    assert panel.findChild(QWidget, "race.surface").key == STORIES[key].spec.terrain
    minima = SURFACES[STORIES[key].spec.terrain].minima
    np.testing.assert_array_equal(panel.plot.marks.minima, [(each.x, each.y) for each in minima])


def test_the_surface_fills_the_whole_picture(panel: RacePanel) -> None:
    for terrain in ("ravine", "two_wells", "rosenbrock"):
        panel.session.race.choose_terrain(terrain)
        grid, view = panel.session.race.ground.grid, panel.plot.view
        assert (grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]) == pytest.approx(view)
        whole = SURFACES[terrain].window
        assert view.x0 <= whole.x0 < whole.x1 <= view.x1
        assert view.width / view.height == pytest.approx(panel.plot._aspect(), rel=1e-6)


def test_the_levels_are_those_of_what_is_worth_drawing(panel: RacePanel) -> None:
    """Beside the two wells the surface rises to a hundred; the wells lie between −5.5 and 0."""
    panel.session.race.tell("two_wells")
    below_zero = [level for level in panel.plot.levels.values if level < 0]
    assert len(below_zero) >= 2


def test_divergence_is_said_in_words_and_leads_back(panel: RacePanel) -> None:
    race = panel.session.race
    type_in(panel, "rate", "0.021")
    assert race.spec.entrants[0].rate == 0.021
    back = panel.findChild(QAbstractButton, "race.back")
    assert not back.isEnabled()
    while not race.race.standing(0).diverged:
        race.step()
    step = race.race.count
    assert row_of(panel, 0)[1:4] == [str(step), f"diverged at step {step}", ""]
    assert note(panel).startswith(f"SGD diverged at step {step}:")
    assert "below 0.02." in note(panel)
    drawn = next(line for line in panel.plot.lines_of_runners.runners if line.slot == 0)
    assert len(drawn.path) == 4 + AFTERWARDS + 1  # it left at step 4; the picture stays readable
    click(panel, "back")
    assert race.race.count == 3
    assert number(row_of(panel, 0)[3]) == pytest.approx(-0.9 * 1.1**3, abs=5e-5)
    assert note(panel) != ""
    assert "diverged" not in note(panel)
    assert not back.isEnabled()


def test_a_hole_in_the_surface_is_another_reason(panel: RacePanel) -> None:
    race = panel.session.race
    race.choose_terrain(EXPRESSION)
    race.type_expression("log(x) + y^2")
    race.set_start(0.5, 0.0)
    race.set_entrant(0, lambda spec: OptimizerSpec("sgd", 1.0))
    race.step()
    assert "no finite number" in note(panel)
    assert panel.plot.bands.has_gaps  # the hole is drawn as one


# Typed surfaces


def test_a_fault_is_shown_where_it_is(panel: RacePanel) -> None:
    panel.session.race.choose_terrain(EXPRESSION)
    field = panel.findChild(ExpressionField, "race.expression")
    assert field.isVisible()
    type_in(panel, "expression", "x^2 + 3*zed")
    assert field.text() == "x^2 + 3*zed"
    assert field.fault_offset == 8
    assert note(panel).startswith("Column 9:")
    assert "zed" in note(panel)
    type_in(panel, "expression", "x^2 + 3*y^2")
    assert field.fault_offset is None
    assert "Column" not in note(panel)
    grid = panel.session.race.ground.grid
    assert grid.costs[3, 7] == pytest.approx(grid.xs[7] ** 2 + 3 * grid.ys[3] ** 2)


def test_the_field_is_there_only_for_an_own_expression(panel: RacePanel) -> None:
    field = panel.findChild(ExpressionField, "race.expression")
    assert not field.isVisible()
    panel.session.race.choose_terrain(EXPRESSION)
    assert field.isVisible()
    panel.session.race.choose_terrain("bowl")
    assert not field.isVisible()


# Who takes part


def test_the_settings_are_those_of_the_selected_runner(panel: RacePanel) -> None:
    for row, spec in enumerate(panel.session.race.spec.entrants):
        panel.table.setCurrentCell(row, 0)
        shown = {
            key
            for kind in OPTIMIZERS.values()
            for key in (option.key for option in kind.options)
            if panel.findChild(QWidget, f"race.option_{key}").isVisible()
        }
        assert shown == set(spec.options)
        assert number(panel.findChild(QWidget, "race.rate").text()) == spec.rate


def test_an_option_is_set_and_a_wrong_one_refused(panel: RacePanel, complaints: list[str]) -> None:
    race = panel.session.race
    panel.table.setCurrentCell(1, 0)
    type_in(panel, "option_momentum", "0.5")
    assert race.spec.entrants[1].options["momentum"] == 0.5
    type_in(panel, "option_momentum", "7")
    assert race.spec.entrants[1].options["momentum"] == 0.5
    assert panel.findChild(QWidget, "race.option_momentum").text() == "0.5"
    type_in(panel, "rate", "fast")
    assert len(complaints) == 2
    assert "fast" in complaints[1]


def test_runners_come_and_go(panel: RacePanel) -> None:
    menu = panel.findChild(QAbstractButton, "race.add").menu()
    assert len(menu.actions()) == len(OPTIMIZERS)
    for action in menu.actions()[3:5]:
        action.trigger()
    assert [row_of(panel, row)[0] for row in range(panel.table.rowCount())] == [
        "SGD",
        "Momentum",
        "Adam",
        "Adagrad",
        "RMSprop",
    ]
    assert panel.session.race.selected == 4
    click(panel, "remove")
    panel.table.setCurrentCell(0, 0)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert [row_of(panel, row)[0] for row in range(panel.table.rowCount())] == ["Momentum", "Adam", "Adagrad"]


def test_eight_runners_leave_room_for_the_picture(panel: RacePanel) -> None:
    for _ in range(MOST_RUNNERS - 3):
        panel.session.race.add("adamw")
    assert panel.table.rowCount() == MOST_RUNNERS
    assert panel.plot.height() > 200
    assert panel.width() == 560


# The picture


def test_a_click_sets_the_start_and_the_keys_move_it(panel: RacePanel) -> None:
    race = panel.session.race
    pixel = panel.plot.pixel_of(2.0, 0.5).toPoint()
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=pixel)
    width, height = panel.plot.view.width, panel.plot.view.height
    assert race.spec.start == pytest.approx((2.0, 0.5), abs=width / 300)
    x, y = race.spec.start
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    QTest.keyClick(panel.plot, Qt.Key.Key_Up)
    assert race.spec.start == pytest.approx((x - width / 40, y + height / 40))
    assert panel.plot.marks.place == race.spec.start


def test_zooming_shows_the_surface_there(panel: RacePanel) -> None:
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Plus)
    view, grid = panel.plot.view, panel.session.race.ground.grid
    assert view.width < SURFACES["ravine"].window.x1 - SURFACES["ravine"].window.x0
    assert (grid.xs[0], grid.ys[-1]) == pytest.approx((view.x0, view.y1))
    QTest.keyClick(panel.plot, Qt.Key.Key_0)
    assert panel.plot.view.x0 <= -4.0


# Slow motion


def test_slow_motion_shows_number_formula_and_arrow(panel: RacePanel) -> None:
    """Momentum after one step, by hand: v = 0.9 g₀ + g₁."""
    race = panel.session.race
    race.select(1)
    steps(panel, 1)
    click(panel, "slow")
    first = np.array([-3.6, 90.0])
    at = np.array([-3.6, 0.9]) - 0.01 * first
    second = at * [1.0, 100.0]
    formula = panel.findChild(Formula, "race.formula")
    values = panel.findChild(QLabel, "race.slow_values")
    assert formula.isVisible()
    assert formula.tex == OPTIMIZERS["momentum"].rules["gradient"]
    assert panel.plot.arrows.arrows["gradient"].vector == pytest.approx(-0.01 * second)
    click(panel, "slow_next")
    velocity = 0.9 * first + second
    shown = [number(part) for part in values.text().strip("()").split(", ")]
    assert shown == pytest.approx(velocity, abs=6e-4)
    assert formula.tex == OPTIMIZERS["momentum"].rules["velocity"]
    click(panel, "slow_next")
    aim = at - 0.01 * velocity
    assert panel.plot.marks.ghost == pytest.approx(aim)
    assert set(panel.plot.arrows.arrows) == {"gradient", "velocity", "step"}
    looks = [(arrow.dash, arrow.color) for arrow in panel.plot.arrows.arrows.values()]
    assert [dash for dash, _ in looks] == ["dotted", "dashed", "solid"]
    click(panel, "slow_next")
    assert race.race.path(1)[-1] == pytest.approx(aim)
    assert set(panel.plot.arrows.arrows) == {"gradient"}
    click(panel, "slow")
    assert not formula.isVisible()
    assert panel.plot.arrows.arrows == {}
    assert panel.plot.marks.ghost is None


def test_slow_motion_comes_close_enough_to_see_the_arrows(panel: RacePanel) -> None:
    panel.session.race.tell("plateau")  # its first steps are a ten-thousandth of the window
    panel.session.race.select(0)
    click(panel, "slow")
    panel.session.race.next_stage()
    arrow = panel.plot.arrows.arrows["step"]
    tail = panel.plot.pixel_of(*arrow.start)
    tip = panel.plot.pixel_of(arrow.start[0] + arrow.vector[0], arrow.start[1] + arrow.vector[1])
    assert (tip - tail).manhattanLength() > 60
    click(panel, "slow")
    assert panel.plot.view.x0 <= -4.5


def test_arrow_keys_go_through_slow_motion(panel: RacePanel) -> None:
    click(panel, "slow")
    panel.slow.setFocus()
    QTest.keyClick(panel.slow, Qt.Key.Key_Right)
    assert panel.session.race.stage == 1
    QTest.keyClick(panel.slow, Qt.Key.Key_Left)
    assert panel.session.race.stage == 0


# The network


def test_the_network_races_on_its_own_plane(panel: RacePanel) -> None:
    race = panel.session.race
    race.choose_terrain(NETWORK)
    race.ground.settle()
    steps(panel, 10)
    assert panel.table.horizontalHeaderItem(6).text() == "off plane"
    assert number(row_of(panel, 1)[6]) == pytest.approx(race.race.standing(1).off_plane, abs=5e-5)
    cost = panel.session.trainer.evaluate().train_cost
    assert number(row_of(panel, 0)[4]) < cost
    assert len(panel.plot.marks.minima) == 0
    assert panel.plot.levels.values


def test_the_axes_are_named(panel: RacePanel) -> None:
    assert (panel.plot.bottom.labelText, panel.plot.left.labelText) == ("x", "y")
    panel.session.race.choose_terrain(NETWORK)
    assert (panel.plot.bottom.labelText, panel.plot.left.labelText) == ("w₁₁⁽¹⁾", "w₁₂⁽¹⁾")
    panel.session.landscape.choose(PlaneChoice("random"))
    assert panel.plot.left.labelText == "along the second direction"


def test_training_on_moves_the_start_of_a_race_to_come(panel: RacePanel) -> None:
    panel.session.race.choose_terrain(NETWORK)
    panel.session.advance(9)
    assert panel.plot.marks.place == pytest.approx(tuple(panel.session.network.parameters[:2]))


def test_hidden_it_draws_nothing(panel: RacePanel) -> None:
    panel.hide()
    before = row_of(panel, 0)
    steps(panel, 3)
    assert row_of(panel, 0) == before
    panel.show()
    assert row_of(panel, 0)[1] == "3"


# Looks


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_a_complaint_is_in_the_colour_of_errors(panel: RacePanel, theme: str) -> None:
    from gui.appearance import appearance

    appearance().set_theme(theme)
    panel.session.race.choose_terrain(EXPRESSION)
    panel.session.race.type_expression("x +")
    label = panel.findChild(QLabel, "race.note")
    assert label.palette().windowText().color() == QColor(appearance().theme.error)
    assert label.rect().contains(QPoint(1, 1))
    needed = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text())
    assert needed.height() <= label.height()


def test_everything_stays_in_sight_when_the_panel_changes_its_shape(panel: RacePanel) -> None:
    for size in ((420, 700), (900, 500), (560, 560)):
        panel.resize(*size)
        view, whole = panel.plot.view, SURFACES["ravine"].window
        grid = panel.session.race.ground.grid
        assert view.x0 <= whole.x0 + 1e-9
        assert view.y1 >= whole.y1 - 1e-9
        assert view.width == pytest.approx(8.0) or view.height == pytest.approx(2.4)
        assert (grid.xs[0], grid.ys[-1]) == pytest.approx((view.x0, view.y1))


# Files


@pytest.mark.parametrize(
    ("row", "name", "head"), [(0, "r.png", b"\x89PNG"), (0, "r.svg", b"<?xml"), (0, "r.pdf", b"%PDF")]
)
def test_the_picture_is_saved(panel: RacePanel, tmp_path, row: int, name: str, head: bytes) -> None:
    steps(panel, 20)
    panel.save.exports[row].write(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)


def test_the_costs_are_saved_as_a_table(panel: RacePanel, tmp_path) -> None:
    panel.session.race.choose_terrain("bowl")
    panel.save.exports[1].write(tmp_path / "race.csv")
    head, *lines = (tmp_path / "race.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == "x,y,cost"
    assert len(lines) == panel.session.race.ground.grid.costs.size
    for line in lines[::997]:
        x, y, cost = map(float, line.split(","))
        assert cost == pytest.approx(x * x + y * y)


def test_slow_motion_ends_with_a_runner_that_has_no_update_to_come(panel: RacePanel) -> None:
    racing = panel.session.race
    racing.set_entrant(0, lambda spec: OptimizerSpec("sgd", 0.03))
    while not racing.race.standing(0).diverged:
        racing.step()
    for none in (0, -1):  # one that has diverged, and nobody
        racing.select(2)
        racing.set_slow(True)
        assert racing.stage == 0
        racing.select(none)
        assert racing.stage is None
        assert not panel.entrant.isHidden()
