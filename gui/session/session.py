"""The session: the one document, and everything a person can do to it.

Panels read it, listen to its few signals and call it; no panel knows another.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.data import PreparedData
from engine.errors import BackpropLabError
from engine.experiment import Experiment
from engine.network import Network
from engine.training import Trainer
from gui.session import by_hand
from gui.session.divergence import Divergence
from gui.session.document import Document
from gui.session.edits import DocumentEdit, EditStack, Fork
from gui.session.example import Example
from gui.session.fault_hunt import FaultHunt
from gui.session.field import Field
from gui.session.heatmap_plane import HeatmapPlane
from gui.session.links import switch_link
from gui.session.moment import Moment
from gui.session.probe import Probe
from gui.session.reading_pace import ReadingPace
from gui.session.refusals import sentence_of
from gui.session.released import released_sentence
from gui.session.runs import Runs
from gui.session.selection import NOTHING, Selection
from gui.session.speed import SPEEDS, Speed
from gui.session.spotlight import Spotlight
from gui.session.time_travel import TimeTravel, span
from gui.session.tools import Tools
from gui.session.training import Training, TrainingState
from gui.session.turns import Turns
from gui.translation import tr

UNDO_LIMIT = 60


class Session(Tools):
    """The one document of the program, and its tools.

    Attributes:
        undo_stack: Every edit of the design.
        runs: What was kept for comparison.
        probe: The point of the output that is run through the network.
        example: The example whose numbers are explained.
        fault_hunt: A fault planted in backprop, to be found.
        peek: A neuron that is looked at only as long as the mouse is over it, else None.
        selection: What is picked.
        spotlight: What the diagram lights up.
        training: How the run goes on.

    Signals:
        experiment_replaced: Another design, or another trainer; everything may be different.
        parameters_moved: θ changed; while training runs, once a frame.
        training_state_changed: Running, paused or diverged.
        selection_changed: Something else is picked.
        peek_changed: The mouse has come to a neuron, or left it.
        complained: One sentence for the person: what was wrong, what would be right.
        remarked: One sentence for the person, quietly: what went with what was done.
        stopped: Training stopped by itself; the key of the condition that was met.
        held_back: Training was not begun, because a condition to stop is met already; its key.
    """

    experiment_replaced = Signal()
    parameters_moved = Signal()
    training_state_changed = Signal()
    selection_changed = Signal()
    peek_changed = Signal()
    complained = Signal(str)
    remarked = Signal(str)
    stopped = Signal(str)
    held_back = Signal(str)

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = Document.of(experiment or Experiment())
        self._document.lead()
        self._time = TimeTravel()
        self.training = Training(self)
        self.selection: Selection = NOTHING
        self.peek: Selection | None = None
        # No child of the session: the last thing a stack does is to announce that it is clean.
        self.undo_stack = EditStack()
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self._plane = HeatmapPlane(self)
        self.runs = Runs(self)
        self.probe = Probe(self)
        self.spotlight = Spotlight(self)
        self.example = Example(self)
        self.fault_hunt = FaultHunt(self)
        self._turns = Turns()
        self._reading = ReadingPace()

    # What there is

    @property
    def experiment(self) -> Experiment:
        """The design; looking back, as the run was led at the step that is shown."""
        return self._time.experiment or self._document.experiment

    @property
    def document(self) -> Document:
        """Design, data and run as they are at the run's end, whatever step is shown."""
        return self._document

    @property
    def work(self) -> Document:
        """The person's own document, which is saved; while a fault is planted it waits and is not shown."""
        return self.fault_hunt.work or self._document

    @property
    def moment(self) -> Moment:
        """All that is shown, to come back to by `show_moment`."""
        return Moment(self._document, self._time, self.divergence)

    @property
    def prepared(self) -> PreparedData:
        """The data, as the network sees it and as a person plots it; looking back, as they were at that step."""
        return self._time.prepared or self._document.prepared

    @property
    def run(self) -> Trainer:
        """The run, at its end."""
        return self._document.trainer

    @property
    def trainer(self) -> Trainer:
        """The run at the step that is shown: its end, or the earlier step a person looks back at."""
        return self._time.past or self._document.trainer

    @property
    def is_in_the_past(self) -> bool:
        """Whether an earlier step is shown; training or editing goes on from there."""
        return self._time.past is not None

    @property
    def past_epoch(self) -> float | None:
        """Looking back, the epoch that is shown, in parts of an epoch too; None in the present."""
        return self._time.epoch

    @property
    def network(self) -> Network:
        """The network being trained."""
        return self.trainer.network

    @property
    def field(self) -> Field:
        """Every neuron's activation over the plane of the chosen inputs, at the present parameters."""
        return self._plane.field

    # Editing

    def edit(self, experiment: Experiment, label: str, merge_key: str = "") -> None:
        """Replace the design as one undoable step; edits of one `merge_key` in a row become one step."""
        if experiment == self.experiment:
            return
        self.go_on_from_here()
        try:
            document = self._document.edited(experiment)
        except BackpropLabError as error:
            self.complained.emit(sentence_of(error))
            self.experiment_replaced.emit()  # the controls show again what is true
            return
        self.replace_document(document, label, merge_key)

    def attempt(self, change: Callable[[Experiment], Experiment], label: str, merge_key: str = "") -> None:
        """`edit` with what `change` makes of the present design; a design that makes no sense is refused."""
        try:
            changed = change(self.experiment)
        except BackpropLabError as error:
            self.complained.emit(sentence_of(error))
            self.experiment_replaced.emit()
            return
        self.edit(changed, label, merge_key)

    def replace_document(self, document: Document, label: str, merge_key: str = "") -> None:
        """Go on with a document made of the present one, as one undoable step; in a fault hunt it is none."""
        before = self.experiment
        if not self.fault_hunt.is_on:
            self._push(document, label, merge_key)
        elif self.fault_hunt.allows(document):
            self._show(document)
        else:
            self.fault_hunt.refuses()
        if remark := released_sentence(before, self.experiment):
            self.remarked.emit(remark)

    def _push(self, document: Document, label: str, merge_key: str) -> None:
        self.undo_stack.push(DocumentEdit(label, self._document, document, self._show, merge_key))

    def set_parameter(self, place: int, value: float, merge_key: str = "") -> None:
        """Set θ[place] by hand as one undoable step; a drag, whose steps share a `merge_key`, becomes one."""
        by_hand.set_parameter(self, place, value, merge_key)

    def set_parameters(self, places: Sequence[int], values: Array, label: str, merge_key: str = "") -> None:
        """The same for several places of θ at once; `values` is shaped like `places`."""
        by_hand.set_parameters(self, places, values, label, merge_key)

    def set_frozen(self, place: int, is_frozen: bool) -> None:
        """Let training leave θ[place] as it is, or move it again."""
        by_hand.set_frozen(self, place, is_frozen)

    def switch_link(self, place: int) -> None:
        """Cut the link whose weight is θ[place], or join it again."""
        switch_link(self, place, self._show)

    def set_silenced(self, layer: int, neuron: int, is_silenced: bool) -> None:
        """Switch a hidden neuron off, or on again."""
        by_hand.set_silenced(self, layer, neuron, is_silenced)

    def open_experiment(self, experiment: Experiment) -> None:
        """Start from another experiment; the undo stack begins anew."""
        self.open_document(Document.of(experiment))

    def open_document(self, document: Document) -> None:
        """Go on with another document; the undo stack begins anew."""
        self.pause()
        self._show(document)
        self.undo_stack.clear()

    def show_moment(self, moment: Moment) -> None:
        """Show what was kept, and nothing but that has changed."""
        self._show(moment.document, moment.time)
        if moment.divergence is not None:
            self.training.show_divergence(moment.divergence)

    def show_run(self, trainer: Trainer) -> None:
        """Show a run of the present experiment that was made elsewhere."""
        self._show(Document(self.experiment, self.prepared, trainer))

    def new_start(self) -> None:
        """The same design from other first weights: the next seed."""
        self.attempt(lambda present: replace(present, seed=present.seed + 1), tr("New first weights"))

    def begin_again(self) -> None:
        """Go back to the first weights as one undoable step; at the first weights there is nothing to do."""
        if self._document.is_at_start:
            return
        document = self._document.begun_again()
        if self.fault_hunt.is_on:  # where nothing is undone
            self._show_run(document)
        else:
            self.undo_stack.push(DocumentEdit(tr("Reset"), self._document, document, self._show_run))

    def select(self, selection: Selection) -> None:
        """Pick something."""
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()

    def look_at(self, neuron: Selection | None) -> None:
        """Look at a neuron for a moment, or no longer."""
        if neuron != self.peek:
            self.peek = neuron
            self.peek_changed.emit()

    def set_axes(self, axes: tuple[int, ...]) -> None:
        """Choose the two base inputs that span the plane of the heatmaps."""
        self._plane.choose(axes)

    # Time

    @property
    def span(self) -> tuple[int, int]:
        """(earliest, latest) step that can be shown."""
        return span(self.run)

    def look_back(self, step: int) -> None:
        """Show the network as it was at a step of the run; the run itself stays as it is."""
        self.pause()
        there, led_before = self._time.to(self._document, step), self.experiment
        if there is not None:
            if (there.prepared or self._document.prepared) is not self.prepared:
                self.select(replace(self.selection, example=None))  # its row may be another, or gone
            self._time = there
            self._plane.forget()
            # Where the run was led otherwise then, the controls show how.
            signal = self.parameters_moved if self.experiment == led_before else self.experiment_replaced
            signal.emit()

    def on_set_by_hand(self) -> None:
        """Weights at the end of the run were set by hand, or set back: the end is shown."""
        if self.is_in_the_past:
            self.look_back(self.run.step_count)
        self.training.on_set_by_hand()

    def go_on_from_here(self) -> None:
        """Make the step that is shown the end of the run, as one undoable step; the old run can be brought back."""
        if self._time.past is not None:
            old, new = self._document, self._time.document_from_here()
            label = tr("Go on from step {step}", step=new.trainer.step_count)
            self.training.forget_divergence()
            if self.fault_hunt.is_on:  # where nothing is undone
                self.runs.keep_beside(old.experiment, old.trainer.history)
                self.replace_document(new, label)
            else:
                self.undo_stack.push(Fork(label, old, new, self._show, self.runs))
            self._time = TimeTravel()

    # Training

    @property
    def state(self) -> TrainingState:
        """Paused, running or diverged."""
        return self.training.state

    @property
    def is_running(self) -> bool:
        """Whether training is playing."""
        return self.training.is_running

    @property
    def divergence(self) -> Divergence | None:
        """How the run diverged, as long as the state says so."""
        return self.training.divergence

    def play(self) -> None:
        """Train, frame by frame, until paused."""
        self.training.play()

    def pause(self) -> None:
        """Stop where it is."""
        self.training.pause()

    def toggle(self) -> None:
        """Play or pause."""
        self.training.toggle()

    def step(self) -> None:
        """One mini-batch."""
        self.training.step()

    def step_epoch(self) -> None:
        """To the end of the present epoch."""
        self.training.step_epoch()

    def reset(self) -> None:
        """Back to the very same first weights; undo brings back what was trained."""
        self.training.reset()

    def advance(self, steps: int, proceed: Callable[[], bool] | None = None) -> None:
        """Make up to `steps` updates now, while `proceed()` says so."""
        self.training.advance(steps, proceed)

    def has_examples(self) -> bool:
        """Whether there is anything to train on; a blank sheet is complained of."""
        return self.training.has_examples()

    @property
    def speed(self) -> Speed:
        """The pace of playing."""
        return self.training.clock.speed

    def set_speed(self, key: str) -> None:
        """Choose the pace by its key."""
        self.training.clock.speed = SPEEDS.find(key)

    # What is announced

    def announce_move(self) -> None:
        """Say that θ has moved; a new frame begins, in which a panel may draw."""
        self._turns.begin_frame()
        self._reading.begin_frame()
        self._plane.on_moved()
        self.parameters_moved.emit()

    def claim_frame(self, name: str) -> bool:
        """Whether the panel of that name may draw in this frame: one in each, in turn, so that none is too long."""
        return self._turns.claim(name)

    @property
    def is_readable(self) -> bool:
        """Whether numbers are told anew in this frame, wherever they stand: always, but while they are running."""
        return not self.is_running or self._reading.is_due

    # Inside

    def _show(self, document: Document, time: TimeTravel | None = None) -> None:
        self.peek = None  # the neuron may be gone; everything is shown anew below
        self._take(document, time)
        self.experiment_replaced.emit()

    def _show_run(self, document: Document) -> None:
        """Another run of the same design: wherever only the parameters are others, no more is shown anew."""
        design, prepared = self.experiment, self.prepared
        self._take(document)
        if self.experiment == design and self.prepared is prepared:
            self.announce_move()
        else:
            self.experiment_replaced.emit()

    def _take(self, document: Document, time: TimeTravel | None = None) -> None:
        if document.trainer is not self.trainer:
            self.training.forget_divergence()
        if document.experiment.data.dataset != self.experiment.data.dataset:
            self.probe.clear()
        if document.prepared is not self.prepared:
            self._plane.suit(document.prepared)
            self.select(replace(self.selection, example=None))  # its row may be another, or gone
        self._time = time or TimeTravel()
        self._document = document
        document.lead()
        self._plane.forget()
        if not self.selection.is_in(document.experiment.network):
            self.select(NOTHING)
        self.fault_hunt.on_shown(document)
