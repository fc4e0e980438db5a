"""The file a piece of work lives in: new, open, save, and whether anything would be lost."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.errors import BackpropLabError
from engine.experiment import Experiment
from engine.files import SUFFIX, load_project, project_of, save_project
from gui.session.document import Document
from gui.session.session import Session


class WorkFile(QObject):
    """The project file of a session.

    Attributes:
        path: Where the work was last read or written; None if nowhere yet.

    Signals:
        changed: Another path, or modified now and not before.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.path: Path | None = None
        self._was_modified = False
        self._is_clean = True
        self._remember()
        session.undo_stack.cleanChanged.connect(self._on_clean)
        session.parameters_moved.connect(self._look)
        session.experiment_replaced.connect(self._look)
        session.runs.changed.connect(self._look)

    @property
    def is_modified(self) -> bool:
        """Whether design, weights or kept runs are other than in the file; untouched new work is not.

        Nor is what was reset to the first weights of the file.
        """
        is_edited = not self._is_clean and not self._session.work.is_at_start
        return is_edited or self._present() != self._saved

    def new(self) -> None:
        """Begin with the first experiment again, in no file; what was kept belongs to the work before."""
        self.adopt(Experiment())

    def adopt(self, experiment: Experiment) -> None:
        """Begin with another experiment, in no file."""
        self._session.open_experiment(experiment)
        self._session.runs.take(())
        self._settle(None)

    def open(self, path: Path) -> str | None:
        """Go on with the work in a file; gives its window layout, or None after a complaint."""
        try:
            project = load_project(path)
            document = Document(project.experiment, project.data, project.make_trainer())
            runs = project.kept_runs()
        except BackpropLabError as error:
            self._session.complained.emit(str(error))
            return None
        self._session.open_document(document)
        self._session.runs.take(runs)
        self._settle(path)
        return project.layout

    def save(self, path: Path, layout: str = "") -> bool:
        """Write the work to a file; False, after a complaint, if that cannot be done."""
        target = path if path.suffix else path.with_suffix(SUFFIX)
        session = self._session
        try:
            document = session.work  # the whole run, also while an earlier step of it is shown
            parts = document.experiment, document.prepared, document.trainer, layout
            save_project(project_of(*parts, session.fault_hunt.own_runs), target)
        except BackpropLabError as error:
            session.complained.emit(str(error))
            return False
        self._settle(target)
        return True

    def _settle(self, path: Path | None) -> None:
        """What there is now is what is in the file."""
        self.path = path
        self._session.undo_stack.setClean()
        self._remember()
        self._was_modified = False
        self.changed.emit()

    def _remember(self) -> None:
        self._saved = self._present()

    def _present(self) -> tuple[object, ...]:
        """What is compared with what was there when the file was read or written."""
        work = self._session.work
        # A run that has not begun is its first weights, whichever way it came back to them.
        run = work.trainer.network.parameters.tobytes() if work.is_at_start else work.trainer
        return work.trainer.step_count, run, work.prepared, work.experiment, self._session.fault_hunt.own_runs

    def _on_clean(self, is_clean: bool) -> None:
        self._is_clean = is_clean  # a stack that is going away says so once more, and must not be asked then
        self._look()

    def _look(self) -> None:
        if self.is_modified != self._was_modified:
            self._was_modified = not self._was_modified
            self.changed.emit()
