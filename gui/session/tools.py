"""The session's tools that not every lesson needs: each is loaded and made when it is first asked for, so that the
window opens without them."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from gui.session.cures import Cures
    from gui.session.landscape import Landscape
    from gui.session.race import Racing
    from gui.session.rate_search import RateSearch
    from gui.session.rate_trial import RateTrial
    from gui.session.session import Session
    from gui.session.stepping import Stepping


class Tools(QObject):
    """What a session has besides the document.

    Attributes:
        landscape: The cost over a plane through the weights.
        race: Optimizers racing on a surface.
        rate_search: The search for a learning rate.
        rate_trial: A short run with one rate.
        stepping: The walk through one training step.
        cures: Copies of a deep network, and what cures their gradients.
    """

    @cached_property
    def landscape(self) -> "Landscape":
        from gui.session.landscape import Landscape

        return Landscape(self._session)

    @cached_property
    def race(self) -> "Racing":
        from gui.session.race import Racing

        return Racing(self._session)

    @cached_property
    def rate_search(self) -> "RateSearch":
        from gui.session.rate_search import RateSearch

        return RateSearch(self._session)

    @cached_property
    def rate_trial(self) -> "RateTrial":
        from gui.session.rate_trial import RateTrial

        return RateTrial(self._session)

    @cached_property
    def stepping(self) -> "Stepping":
        from gui.session.stepping import Stepping

        return Stepping(self._session)

    @cached_property
    def cures(self) -> "Cures":
        from gui.session.cures import Cures

        return Cures(self._session)

    @property
    def _session(self) -> "Session":
        return cast("Session", self)
