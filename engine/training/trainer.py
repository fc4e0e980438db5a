"""The trainer: one mini-batch after another, forward, backward, update.

It returns and raises, it does not announce: whoever wants to watch asks between two steps.
"""

from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.arrays import Array
from engine.data import Dataset
from engine.errors import Diverged, SpecError
from engine.network import LOSSES, Network
from engine.network.network import check_fit
from engine.network.overflow import overflow_allowed
from engine.training.batches import Batches
from engine.training.clipping import clip
from engine.training.coming_update import coming_update
from engine.training.dropout import Dropout
from engine.training.evaluation import Evaluation
from engine.training.fitting_examples import check_examples, part_to_test
from engine.training.gradient_check import Backprop
from engine.training.history import History, Metrics
from engine.training.layer_gradients import LayerGradients
from engine.training.packed_examples import Examples
from engine.training.penalty_term import PenaltyTerm
from engine.training.recording import record_distance
from engine.training.rerun import rerun
from engine.training.snapshots import Snapshots, TrainerState
from engine.training.spec import MAX_BATCH, TrainingSpec
from engine.training.stopwatch import Clock, Stopwatch
from engine.training.stretches import Stretches
from engine.training.targets import encode_targets

if TYPE_CHECKING:
    from engine.experiment import Experiment


LEAP = 3.0
"""How many times the last measured cost a batch's cost must be for the epoch's end to be measured in any case."""


class Trainer:
    """Trains `network` on `data` by mini-batches; `test`, if given, is only measured.

    Attributes:
        network: Its parameters change in place. It is whole: dropout thins it in the steps alone, not in what is
            measured.
        spec: How it is trained; `adopt` changes it on the way.
        step_count, epoch: Updates made, epochs finished.
        gradient: (P,) the gradient the last update used: of the whole cost, after clipping.
        batch_cost: C of the last batch, penalty included, before its update, as dropout had thinned the network for it;
            NaN at the start.
        history: The losses at the ends of the epochs, bounded. Every `run` records the first end it meets and
            the one it stops at; in between, ends that follow too soon are passed over unless the cost
            has leapt, because measuring them would take longer than the training.
        snapshots: Moments to return to, bounded.
        frozen: Places in θ that training leaves as they are.
        stop_reason: The condition of `spec.stop` that ended the last `run` before its time, or None.
        penalty_term: What the penalty adds to cost and gradient.
        watch: What the updates took, by the clocks of `run`.
        backprop: What is taken for backprop in place of the program's own: a planted fault; else None.
    """

    def __init__(
        self,
        network: Network,
        data: Dataset,
        spec: TrainingSpec | None = None,
        seed: int = 0,
        test: Dataset | None = None,
    ) -> None:
        self.network = network
        self.data, self.test = data, part_to_test(test, data)
        self.seed = seed
        self._position = 0
        self.gradient = np.zeros_like(network.parameters)
        self._gradient_blocks = network.layout.parts(self.gradient)
        self.frozen: tuple[int, ...] = ()
        self.stop_reason: str | None = None
        self.backprop: Backprop | None = None
        self._frozen_places = np.array((), dtype=np.intp)
        self._layer_gradients = LayerGradients(network)
        self.watch = Stopwatch()
        self.history, self.snapshots = self._empty_history(), self._no_snapshots()
        self._set_spec(spec or TrainingSpec())
        self.start_from(network.parameters)

    @classmethod
    def from_experiment(cls, experiment: "Experiment") -> "Trainer":
        """The trainer at the start of an experiment: data drawn and split, weights drawn."""
        prepared = experiment.prepare_data()
        network = experiment.make_network()
        trainer = cls(network, prepared.train, experiment.training, experiment.seed, test=prepared.test)
        if experiment.silenced:
            trainer.silence(experiment.silenced)
        if experiment.frozen:
            trainer.freeze(experiment.frozen)
        return trainer

    @property
    def steps_per_epoch(self) -> int:
        """Batches an epoch; the last may be short."""
        return self._steps_per_epoch

    @property
    def steps_left_in_epoch(self) -> int:
        """Updates until the present epoch ends; a whole epoch at its beginning."""
        return self.steps_per_epoch - self._position

    def step(self) -> float:
        """One update with the next mini-batch; gives that batch's cost before it.

        Raises:
            Diverged: cost or gradient are not finite; θ is left as it was before this step.
        """
        self.run(1)
        return self.batch_cost

    def run(self, steps: int, proceed: Callable[[], bool] | None = None, clock: Clock | None = None) -> int:
        """Up to `steps` updates, asking `proceed` after each whether to go on; gives how many were made.

        The `watch` goes by `clock`, which is asked only a few times.
        """
        advance = self._advance_thinned if self._dropout.is_on else self._advance
        self.watch.start(clock)
        self._next_record = self.step_count
        self.stop_reason = None
        start = self.step_count
        try:
            with overflow_allowed():
                for _ in range(steps):
                    advance()
                    if self.stop_reason is not None or (proceed is not None and not proceed()):
                        break
        finally:
            if self._position == 0 and not self._is_recorded():
                self._record()
            self.watch.stop()
        return self.step_count - start

    def run_epoch(self) -> Metrics:
        """The rest of the present epoch; gives the metrics at its end."""
        self.run(self.steps_left_in_epoch)
        assert self.history.last is not None
        return self.history.last

    @overflow_allowed()
    def evaluate(self) -> Metrics:
        """Loss, penalty and accuracy on both parts at the present parameters."""
        (train_loss, train_accuracy), (test_loss, test_accuracy) = self._evaluation.measure()
        penalty = self.penalty_term.value()
        return Metrics(train_loss, test_loss, penalty, train_accuracy, test_accuracy)

    @property
    def learning_rate(self) -> float:
        """η of the coming step, as the schedule says."""
        return self._learning_rate()

    def next_batch(self) -> tuple[Array, Array]:
        """(inputs (N, n_0), targets (N, n_L)) that the coming step will use, as copies."""
        batch = self._batches.get(self.epoch, self._position)
        return batch.rows[:, :-1].copy(), batch.targets.T.copy()

    def next_network(self) -> Network:
        """The network as the coming step uses it: with dropout it is thinned by that step's masks, for `next_batch`."""
        return self._dropout.thinned(self.network, self.step_count, len(self.next_examples()))

    def next_examples(self) -> NDArray[np.int64]:
        """(N,) the rows of `data` that the coming step will use, in the order of `next_batch`."""
        return self._batches.members(self.epoch, self._position)

    @overflow_allowed()
    def explain(self) -> dict[str, Array]:
        """The named numbers of the coming update, each (P,), computed without making it.

        "loss_gradient" and "penalty_gradient", their clipped sum "gradient", the optimizer's state as it
        will be and what it derives from it, and "step", the change of θ. With dropout by the masks of that step.
        """
        return coming_update(self)

    def start_from(self, parameters: Array) -> None:
        """Begin the run anew from these parameters (P,): step 0, empty history."""
        self.network.parameters[...] = parameters
        self.step_count, self.epoch, self._position = 0, 0, 0
        self.batch_cost, self.watch.seconds = float("nan"), 0.0
        self.optimizer = self.spec.optimizer.make(self.network.layout.size, self.network.dtype)
        self.history = self._empty_history()
        self.snapshots = self._no_snapshots()
        self._record()

    def resume(
        self,
        state: TrainerState,
        history: History,
        snapshots: Sequence[TrainerState],
        exact_from: int = 0,
        stretches: Stretches | None = None,
    ) -> None:
        """Go on from a moment of an earlier run of the same design, with what that run remembered.

        The last one of `stretches` are the trainer's examples; without any, the run always learned from these.
        """
        self.history = history.with_layers(len(self.network.spec.layers))
        self.snapshots = self._no_snapshots() if stretches is None else Snapshots(stretches)
        for snapshot in snapshots:
            self.snapshots.add(snapshot)
        self.snapshots.exact_from = max(exact_from, self.snapshots.exact_from)
        self._return_to(state)

    def adopt(self, spec: TrainingSpec) -> None:
        """Go on with another way of training from the present parameters.

        The optimizer's memory is kept while its kind stays; a new batch size begins its epoch anew.
        """
        old = self.spec
        self._set_spec(spec)
        if spec.optimizer != old.optimizer:
            fresh = spec.optimizer.make(self.network.layout.size, self.network.dtype)
            if spec.optimizer.key == old.optimizer.key:
                fresh.restore(self.optimizer.count, self.optimizer.state)
            self.optimizer = fresh
        self.optimizer.learning_rate = spec.optimizer.rate  # a schedule may have changed it
        self._keep_seam()

    def freeze(self, places: Iterable[int]) -> None:
        """From now on leave exactly these places of θ as they are; `SpecError` for a place there is not."""
        chosen = tuple(sorted(set(places)))
        if chosen and not 0 <= chosen[0] <= chosen[-1] < self.network.layout.size:
            raise SpecError("frozen", chosen, f"places from 0 to {self.network.layout.size - 1}")
        self.frozen = chosen
        self._frozen_places = np.array(chosen, dtype=np.intp)
        self._keep_seam()

    def silence(self, neurons: Iterable[tuple[int, int]]) -> None:
        """From now on switch exactly these hidden neurons off, (layer, neuron); θ and counters stay."""
        self.network.silence(neurons)
        self._cut_batches_again()
        self.history.last = self.evaluate()
        self._keep_seam()

    def change_data(self, data: Dataset, test: Dataset | None = None) -> None:
        """Go on from the present parameters with other examples of the same shape.

        Counters, history and the optimizer's memory are kept; the epoch begins anew with new batches. `SpecError`
        where the examples do not fit, and nothing is changed.
        """
        self.change_examples(Examples(data, part_to_test(test, data)))

    def change_examples(self, examples: Examples) -> None:
        """`change_data`, where it is known what the examples were made of."""
        before = self.data, self.test
        self.data, self.test = examples.train, examples.test
        try:
            self._set_spec(self.spec)
        except SpecError:
            self.data, self.test = before
            raise
        self._cut_batches()
        self.history.last = self.evaluate()
        self.snapshots.add_stretch(self.state(), examples)

    def change_parameter(self, place: int, value: float) -> None:
        """Set θ[place] by hand; the run goes on from there."""
        self.change_parameters([place], [value])

    def change_parameters(self, places: ArrayLike, values: ArrayLike) -> None:
        """Set θ at several places (n,) to values (n,) by hand; the run goes on from there."""
        self.network.parameters[np.asarray(places, dtype=np.intp)] = values
        self.history.last = self.evaluate()
        self._keep_seam()

    def at_step(self, step: int) -> "Trainer":
        """A trainer of its own at an earlier step of this run, re-run exactly from the nearest moment kept."""
        return rerun(self, step)

    def state(self) -> TrainerState:
        """The present moment, as copies."""
        return TrainerState(
            step=self.step_count,
            epoch=self.epoch,
            position=self._position,
            parameters=self.network.parameters.copy(),
            optimizer_count=self.optimizer.count,
            optimizer_state={name: vector.copy() for name, vector in self.optimizer.state.items()},
            spec=self.spec,
            frozen=self.frozen,
            silenced=self._silenced(),
        )

    def restore(self, state: TrainerState) -> None:
        """Return to a moment exactly; the history after it is forgotten.

        The way of training and the examples stay the present ones. Where the way is another than led to that moment,
        it goes on from there as `adopt` would.
        """
        examples = self.snapshots.stretches.present
        self._return_to(state)
        stretches = self.snapshots.stretches
        is_other = (state.spec, state.frozen, state.silenced) != (self.spec, self.frozen, self._silenced())
        if stretches.present is not examples:
            stretches.begin(state.step, examples)
            is_other = True
        if is_other or self.snapshots.before(state.step) is not state:
            self._keep_seam()

    def _return_to(self, state: TrainerState) -> None:
        self.network.parameters[...] = state.parameters
        self.optimizer = self.spec.optimizer.make(self.network.layout.size, self.network.dtype)
        if state.spec.optimizer.key == self.spec.optimizer.key:
            self.optimizer.restore(state.optimizer_count, state.optimizer_state)
        self.step_count, self.epoch = state.step, state.epoch
        is_same_cut = state.spec.batch_size == self.spec.batch_size and state.position < self._steps_per_epoch
        self._position = state.position if is_same_cut else 0
        self.batch_cost = float("nan")
        self.watch.seconds = self.history.seconds_at(state.step)
        self.history.truncate(state.step)
        self.snapshots.truncate(state.step)
        self.history.last = self.evaluate()
        if state.position == 0 and not self._is_recorded():  # its row may have stood for later epochs too
            seconds = self.watch.seconds
            self.history.append(self.epoch, self.step_count, self.history.last, seconds=seconds)

    def _advance_thinned(self) -> None:
        self._dropout.thin(self._batches.get(self.epoch, self._position).passed, self.step_count)
        self._advance()

    def _advance(self) -> None:
        batch = self._batches.get(self.epoch, self._position)
        passed, gradient, optimizer = batch.passed, self.gradient, self.optimizer
        passed.forward(batch.inputs_bar)
        total = passed.backward(batch.rows, batch.targets, self._loss, self._gradient_blocks)
        passed.mean(gradient)
        if self.backprop is not None:
            gradient[:] = self.backprop(self.next_network(), *self.next_batch(), self.spec.loss)
        cost = total / passed.size
        if self.penalty_term.is_on:
            cost += self.penalty_term.add_to(gradient)
        # The squared norm is finite only if every component is: one product instead of a search.
        if not isfinite(cost + float(gradient.dot(gradient))):
            raise self._diverged(cost)
        if self._clips:
            clip(gradient, self.spec)
        if self._is_scheduled:
            optimizer.learning_rate = self._learning_rate()
        if self.frozen:
            self._update_the_rest(gradient)
        else:
            optimizer.update(self.network.parameters, gradient)
        self.batch_cost = cost
        self.step_count += 1
        self._position += 1
        if self._position == self._steps_per_epoch:
            self._position = 0
            self.epoch += 1
            if self.step_count >= self._next_record or self._stops or self._has_leapt(cost):
                self._record()
                if self._stops:
                    self.stop_reason = self.spec.stop.reason(self.history)

    def _diverged(self, cost: float) -> Diverged:
        """The exception for this moment, with θ finite: an overgrown weight decay may have carried it off before."""
        met = Diverged(self.step_count, cost)
        if not np.isfinite(self.network.parameters).all():
            finite = [moment for moment in self.snapshots if np.isfinite(moment.parameters).all()]
            if finite:
                self.restore(finite[-1])
        return met

    def _update_the_rest(self, gradient: Array) -> None:
        parameters, places = self.network.parameters, self._frozen_places
        held = parameters[places]
        self.optimizer.update(parameters, gradient)
        parameters[places] = held

    def _keep_seam(self) -> None:
        """The run is led otherwise from here on; before its first record there is nothing to keep apart."""
        if len(self.snapshots):
            self.snapshots.add_seam(self.state())

    def _learning_rate(self) -> float:
        progress = self.epoch + self._position / self.steps_per_epoch
        return self.spec.optimizer.rate * self.spec.schedule.factor(progress)

    def _has_leapt(self, cost: float) -> bool:
        last = self.history.last
        return last is not None and cost > LEAP * last.train_cost

    def _silenced(self) -> tuple[tuple[int, int], ...]:
        return tuple(sorted(self.network.silenced))

    def _no_snapshots(self) -> Snapshots:
        return Snapshots(Stretches(Examples(self.data, self.test)))

    def _empty_history(self) -> History:
        return History(layers=len(self.network.spec.layers))

    def _is_recorded(self) -> bool:
        steps = self.history.steps
        return len(steps) > 0 and steps[-1] == self.step_count

    def _record(self) -> None:
        self._next_record = self.step_count + self._record_distance
        with self.watch.paused():  # measuring is no training
            # Before the first step there is no gradient yet.
            gradients = self._layer_gradients.measure(self.gradient) if self.step_count else None
            self.history.append(self.epoch, self.step_count, self.evaluate(), gradients, self.watch.seconds)
            if self.snapshots.wants_next() or self.step_count == 0:
                self.snapshots.add(self.state())

    def _set_spec(self, spec: TrainingSpec) -> None:
        network = self.network
        loss = LOSSES.find(spec.loss)
        check_fit(loss, network.spec)
        check_examples(network.spec, spec.loss, self.data, self.test)
        old: TrainingSpec | None = getattr(self, "spec", None)
        self.spec = spec
        self._loss = loss
        self.penalty_term = PenaltyTerm(network, spec)
        self._clips = spec.clip_norm is not None or spec.clip_value is not None
        self._is_scheduled = spec.schedule.key != "constant"
        self._stops = spec.stop.is_set
        if old is None or (old.loss, old.batch_size) != (spec.loss, spec.batch_size):
            self._cut_batches()
        elif old.dropout != spec.dropout:
            self._cut_batches_again()

    def _cut_batches_again(self) -> None:
        """With other passes, in the middle of the epoch."""
        position = self._position
        self._cut_batches()
        self._position = position

    def _cut_batches(self) -> None:
        network, loss = self.network, self.spec.loss
        targets = encode_targets(self.data, network.spec, loss)
        size = len(self.data) if self.spec.batch_size == MAX_BATCH else self.spec.batch_size
        self._dropout = Dropout(network, self.spec.dropout, self.seed)
        self._batches = Batches(network, self.data.inputs, targets, size, self.seed, self._dropout.is_on)
        self._steps_per_epoch = len(self._batches)
        self._position = 0
        self._record_distance = record_distance(network, len(self.data) + len(self.test))
        self._evaluation = Evaluation(network, self.data, self.test, loss)
