"""What the inspector looks at, and all numbers of it at one moment."""

from dataclasses import dataclass, replace
from functools import cached_property

from engine.arrays import Array
from engine.network import BackwardRecord
from engine.network.address import Address, address_of, index_of
from engine.training import Trainer
from engine.training.inspection import (
    ParameterNumbers,
    example_record,
    gradients_of_batch,
    inspect_parameters,
)
from engine.training.inspection_health import Health, layer_health
from engine.training.inspection_neuron import LayerNumbers, NeuronNumbers, inspect_layer, inspect_neuron
from gui.session import Selection, Session


@dataclass(frozen=True)
class Subject:
    """What is picked: a layer, a neuron of it, or one of the neuron's parameters.

    Attributes:
        layer, neuron: Counted from 0; no neuron where a whole layer is meant.
        address: The weight or bias that is meant, None for the neuron itself.
        place: Where in θ that parameter stands; for a neuron its bias, None for an input or a layer.
    """

    layer: int
    neuron: int | None
    address: Address | None
    place: int | None

    @classmethod
    def of(cls, session: Session) -> "Subject | None":
        """What is picked in the session, None for nothing."""
        picked, spec = session.selection, session.network.spec
        if picked.layer is None or not picked.is_in(spec):
            return None
        if picked.neuron is None or picked.layer == 0:
            return cls(picked.layer, picked.neuron, None, None)
        address = Address(picked.layer, picked.neuron, picked.source, picked.origin)
        is_one = picked.source is not None or picked.is_bias
        return cls(picked.layer, picked.neuron, address if is_one else None, index_of(spec, address))


def selection_of(address: Address) -> Selection:
    """What is picked where that parameter is meant."""
    layer, neuron, source, origin = address
    return Selection(layer, neuron, source, is_bias=source is None, origin=origin)


def pick(session: Session, selection: Selection) -> None:
    """Pick something else and keep the example that is chosen."""
    session.select(replace(selection, example=session.selection.example))


def pick_parameter(session: Session, place: int) -> None:
    """Pick the weight or bias θ[place] and keep the example that is chosen."""
    pick(session, selection_of(address_of(session.network.spec, place)))


class Moment:
    """The numbers of one moment, each worked out when somebody asks for it.

    Attributes:
        session: Where they come from.
        subject: What is looked at; None for nothing.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.subject = Subject.of(session)

    @property
    def trainer(self) -> Trainer:
        """The run at the step that is shown."""
        return self.session.trainer

    @property
    def is_hunted(self) -> bool:
        """Whether a fault is planted, so that what backprop truly says would give it away."""
        return self.trainer.backprop is not None

    @cached_property
    def record(self) -> BackwardRecord:
        """Every z, a and δ of the chosen example."""
        return example_record(self.trainer, self.session.example.index)

    @cached_property
    def parameters(self) -> ParameterNumbers:
        """The numbers of all parameters."""
        return inspect_parameters(self.trainer, self.session.example.index)

    @cached_property
    def neuron(self) -> NeuronNumbers:
        """The numbers of the picked neuron; there is one."""
        assert self.subject is not None
        assert self.subject.neuron is not None
        return inspect_neuron(
            self.trainer.network,
            self.record,
            self.session.example.targets,
            self.trainer.spec.loss,
            self.subject.layer,
            self.subject.neuron,
        )

    @cached_property
    def layer(self) -> LayerNumbers:
        """The numbers of the picked layer."""
        assert self.subject is not None
        return inspect_layer(self.trainer.network, self.record, self.subject.layer)

    @cached_property
    def health(self) -> tuple[Health, ...]:
        """How the neurons of the picked layer are; () for the inputs."""
        assert self.subject is not None
        if self.subject.layer == 0:
            return ()
        return layer_health(self.trainer.network, self.trainer.data.inputs, self.subject.layer)

    @cached_property
    def of_batch(self) -> Array:
        """(N,) the derivative of each example of the coming batch by the picked parameter; there is one."""
        assert self.subject is not None
        assert self.subject.place is not None
        return gradients_of_batch(self.trainer, self.subject.place)
