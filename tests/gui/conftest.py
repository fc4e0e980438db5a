"""What the tests of the window share: sessions of small experiments, and what a session said."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import OptimizerSpec, TrainingSpec
from gui.app import create_application
from gui.session import Session


@pytest.fixture
def application(qapp: QApplication) -> QApplication:
    """The application in our clothes, as the program starts it."""
    return create_application()


@pytest.fixture
def small() -> Experiment:
    """The first experiment with few examples: three batches an epoch."""
    return Experiment(data=DataSpec(samples=60))


@pytest.fixture
def explosive() -> Experiment:
    """An experiment that diverges within a few steps."""
    relu = tuple(LayerSpec(neurons, "relu") for neurons in (4, 4))
    return Experiment(
        data=DataSpec("plane", samples=60),
        network=NetworkSpec(2, (*relu, LayerSpec(1, "linear"))),
        training=TrainingSpec(optimizer=OptimizerSpec("sgd", learning_rate=100.0)),
    )


@pytest.fixture
def session(application: QApplication, small: Experiment) -> Iterator[Session]:
    """On the small experiment; let go of while Qt is whole, as the garbage collector knows no order."""
    session = Session(small)
    yield session
    session.pause()
    session.undo_stack.clear()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(session, QEvent.Type.DeferredDelete)


@pytest.fixture
def complaints(session: Session) -> list[str]:
    """Every sentence the session says from now on."""
    said: list[str] = []
    session.complained.connect(said.append)
    return said


@pytest.fixture
def is_one_sentence() -> Callable[[str], bool]:
    """Whether a text can stand as one clear sentence: one line, one full stop, at its end."""
    return lambda text: "\n" not in text and text.endswith(".") and ". " not in text
