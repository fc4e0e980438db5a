"""Where a race takes place: a story, a surface, an expression of one's own, or the present network."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.descent import EXPRESSION, NETWORK, STORIES, SURFACES
from gui.appearance import Theme, appearance, number_font
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.expression_field import ExpressionField
from gui.widgets.narrow import narrow
from gui.wording import optimizer_name, story_name, story_sentence, terrain_name


class TerrainRow(QWidget):
    """The choices above the picture, and below them one sentence: what to watch, or what is wrong."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._race = session.race
        self._story = Choice(
            "race.story", tr("A race that tells something: surface, start, entrants and rates")
        )
        self._story.setAccessibleName(tr("Story"))
        self._story.offer(STORIES, story_name)
        self._story.setPlaceholderText(tr("Stories"))
        self._story.chosen.connect(self._race.tell)
        self._terrain = Choice(
            "race.surface", tr("What is descended: a surface, a formula of your own, or this network's cost")
        )
        self._terrain.setAccessibleName(tr("Surface"))
        self._terrain.offer((*SURFACES, EXPRESSION, NETWORK), terrain_name)
        self._terrain.setMaxVisibleItems(20)
        self._terrain.chosen.connect(self._race.choose_terrain)
        self._field = ExpressionField(
            "race.expression",
            tr("Own expression in x and y"),
            tr("A formula in x and y, such as x^2 + 3*y^2 or sin(x)*cos(y); Enter takes it"),
        )
        self._field.typed.connect(self._race.type_expression)
        self.note = QLabel()
        self.note.setObjectName("race.note")
        self.note.setWordWrap(True)
        self.note.setFont(number_font(0.94))
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # Room for two lines, so that nothing below moves with the words.
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing() + 2)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choices = QHBoxLayout()
        choices.setSpacing(6)
        choices.addWidget(narrow(self._story, 120), 1)
        choices.addWidget(narrow(self._terrain, 120), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 2)
        column.setSpacing(4)
        column.addLayout(choices)
        column.addWidget(self._field)
        column.addWidget(self.note)
        appearance().theme_changed.connect(self.apply_theme)

    def apply_theme(self, theme: Theme) -> None:
        self.show_note()

    def show_terrain(self) -> None:
        """What is chosen."""
        race = self._race
        self._story.show_key(race.story)
        self._terrain.show_key(race.spec.terrain)
        is_own = race.spec.terrain == EXPRESSION
        self._field.setVisible(is_own)
        if is_own:
            self._field.show_text(race.typed)
            self._field.show_fault(None if race.fault is None else race.fault.offset)

    def show_note(self) -> None:
        """One sentence, the most urgent one."""
        words, is_fault = self._sentence()
        theme = appearance().theme
        self.note.setStyleSheet(f"color: {theme.error if is_fault else theme.muted}")
        if words != self.note.text():
            self.note.setText(words)
            self.note.setToolTip(words)

    def _sentence(self) -> tuple[str, bool]:
        race = self._race
        if race.fault is not None and race.spec.terrain == EXPRESSION:
            column, problem = race.fault.column, race.fault.problem
            return tr("Column {column}: {problem}", column=column, problem=problem), True
        fallen = [row for row in range(len(race.race)) if race.race.standing(row).diverged]
        if fallen:
            return self._fall(fallen[0]), True
        if race.story is not None:
            return story_sentence(race.story), False
        if race.spec.terrain == NETWORK:
            return (
                tr(
                    "Copies of this network race on the same batches. They are seen on the plane of the contours; "
                    "click to start elsewhere."
                ),
                False,
            )
        return tr("Click the picture to set the start; drag it, or use the arrow keys."), False

    def _fall(self, row: int) -> str:
        race = self._race
        name, spec = optimizer_name(race.spec.entrants[row].key), race.spec.entrants[row]
        step, limit = race.race.standing(row).count, race.stable_rate(row)
        if limit is not None and spec.rate > limit:
            return tr(
                "{name} diverged at step {step}: each step overshot farther than the one before; "
                "on its way η must stay below {limit}.",
                name=name,
                step=step,
                limit=f"{limit:.3g}",
            )
        if race.spec.terrain == NETWORK:
            return tr(
                "{name} diverged at step {step}; a smaller learning rate would help.", name=name, step=step
            )
        return tr(
            "{name} diverged at step {step}: it went where the cost has no finite number or no floor.",
            name=name,
            step=step,
        )
