"""The one document and everything that can be done to it. QtCore and QtGui only."""

from gui.session.selection import NOTHING, Selection
from gui.session.session import Session
from gui.session.speed import RACE_SPEEDS, SPEEDS, Speed
from gui.session.training import TrainingState
from gui.session.work_file import WorkFile

__all__ = ["NOTHING", "RACE_SPEEDS", "SPEEDS", "Selection", "Session", "Speed", "TrainingState", "WorkFile"]
