"""All that a session shows at one time, kept aside so that it can come back exactly."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gui.session.divergence import Divergence
from gui.session.document import Document
from gui.session.time_travel import TimeTravel

if TYPE_CHECKING:
    from gui.session.session import TrainingState


@dataclass(frozen=True, eq=False)
class Moment:
    """A document, the step of it that is looked back at, and how training stands (None: paused)."""

    document: Document
    time: TimeTravel = field(default_factory=TimeTravel)
    state: "TrainingState | None" = None
    divergence: Divergence | None = None
