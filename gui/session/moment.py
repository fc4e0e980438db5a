"""All that a session shows at one time, kept aside so that it can come back exactly."""

from dataclasses import dataclass, field

from gui.session.divergence import Divergence
from gui.session.document import Document
from gui.session.time_travel import TimeTravel


@dataclass(frozen=True, eq=False)
class Moment:
    """A document, the step of it that is looked back at, and how its run diverged, if it did."""

    document: Document
    time: TimeTravel = field(default_factory=TimeTravel)
    divergence: Divergence | None = None
