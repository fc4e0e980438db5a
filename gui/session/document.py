"""One state of the document: a design, its data, and the trainer that holds weights and history.

An edit makes a new document; undo brings the old one back, trained weights and all.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.data import DataSpec, PreparedData
from engine.errors import FileError, SpecError
from engine.experiment import Experiment
from engine.network import Network
from engine.training import Trainer
from engine.training.packed_examples import Examples
from gui.translation import tr


@dataclass(frozen=True, eq=False)
class Document:
    """What the session shows at one time."""

    experiment: Experiment
    prepared: PreparedData
    trainer: Trainer

    @classmethod
    def of(cls, experiment: Experiment) -> "Document":
        """The document of an experiment at its very start."""
        return cls._build(experiment, experiment.prepare_data())

    def lead(self) -> None:
        """Make the trainer go on as the design says: an edit, or taking one back, may have changed that."""
        trainer, experiment = self.trainer, self.experiment
        if trainer.spec != experiment.training:
            trainer.adopt(experiment.training)
        examples = Examples.of(experiment.data, self.prepared)
        if trainer.data is self.prepared.train:
            trainer.snapshots.stretches.present = examples  # now it is known what they were made of
        else:
            trainer.change_examples(examples)
        if trainer.frozen != experiment.frozen:
            trainer.freeze(experiment.frozen)
        if trainer.network.silenced != frozenset(experiment.silenced):
            trainer.silence(experiment.silenced)
        cut = list(experiment.cut)
        if trainer.network.parameters[
            cut
        ].any():  # the run comes from first weights, or a file, that has them
            trainer.change_parameters(cut, 0.0)

    def edited(self, experiment: Experiment) -> "Document":
        """The document after an edit.

        Whatever leaves data and network alone goes on with the same trainer, and so does what only draws other
        examples; the rest starts anew.
        """
        if _start(experiment) == _start(self.experiment):
            return Document(experiment, self.prepared, self.trainer)
        if experiment.data == self.experiment.data:
            return self._build(experiment, self.prepared)
        if _is_redrawn(self.experiment, experiment):
            return Document(experiment, experiment.prepare_data(), self.trainer)
        return Document.of(experiment)

    def with_examples(self, data: DataSpec) -> "Document":
        """The document after points were drawn or erased: the trainer goes on, on other examples."""
        experiment = replace(self.experiment, data=data)
        return Document(experiment, experiment.prepare_data(), self.trainer)

    @property
    def is_at_start(self) -> bool:
        """Whether nothing has happened to the run's first weights yet."""
        run = self.trainer
        return run.step_count == 0 and np.array_equal(run.network.parameters, run.snapshots[0].parameters)

    def begun_again(self) -> "Document":
        """The same design and examples at the first weights of this run, which stays as it is."""
        run, network = self.trainer, self.experiment.make_network()
        network.parameters[...] = run.snapshots[0].parameters
        network.parameters[list(self.experiment.cut)] = 0.0
        fresh = Trainer(network, self.prepared.train, self.experiment.training, run.seed, self.prepared.test)
        fresh.backprop = run.backprop
        return Document(self.experiment, self.prepared, fresh)

    def with_weights(self, loaded: Network, path: str | Path) -> "Document":
        """The document that starts from the weights of the file `path`; `FileError` where they do not fit."""
        try:
            experiment = replace(self.experiment.with_network(loaded.spec), precision=str(loaded.dtype))
            joined = {place for place in experiment.cut if loaded.parameters[place] != 0.0}
            frozen = tuple(place for place in experiment.frozen if place not in joined)
            experiment = replace(experiment, frozen=frozen)  # what the file says is what is shown
        except SpecError as error:
            raise FileError(tr("{path} does not fit: {reason}", path=path, reason=error)) from error
        document = Document.of(experiment)
        document.trainer.start_from(loaded.parameters)
        return document

    @classmethod
    def _build(cls, experiment: Experiment, prepared: PreparedData) -> "Document":
        network = experiment.make_network()
        trainer = Trainer(network, prepared.train, experiment.training, experiment.seed, test=prepared.test)
        return cls(experiment, prepared, trainer)


def starts_anew(before: Experiment, after: Experiment) -> bool:
    """Whether the training begins anew with an edit from one design to another."""
    return _start(before) != _start(after) and not _is_redrawn(before, after)


def goes_on_redrawn(data: DataSpec) -> bool:
    """Whether a network can go on when all examples are drawn anew.

    Standardised inputs are scaled to the training part: with another one the same weights would mean something else.
    """
    return not data.standardize


def _is_redrawn(before: Experiment, after: Experiment) -> bool:
    """Whether an edit only draws or deals other examples, and the network can go on with them."""
    is_same_otherwise = _start(after)[1:] == _start(before)[1:]
    is_same_kind = replace(after.data, seed=before.data.seed) == before.data
    return is_same_otherwise and is_same_kind and goes_on_redrawn(after.data)


def _start(experiment: Experiment) -> tuple[object, ...]:
    """What the first weights and the examples depend on: an edit of any of these means a new start."""
    return (
        experiment.data,
        experiment.network,
        experiment.initializer,
        experiment.seed,
        experiment.precision,
    )
