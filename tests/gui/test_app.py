"""Starting the application."""

from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from gui import settings
from gui.app import create_application, create_window, open_window
from gui.appearance import appearance
from gui.presets import load_preset


def test_there_is_one_application(qapp: QApplication) -> None:
    assert create_application() is create_application() is qapp
    assert qapp.applicationName() == "Backprop Lab"


def test_application_wears_the_remembered_theme(qapp: QApplication) -> None:
    settings.THEME.write("dark")
    create_application()
    assert appearance().theme.key == "dark"


def test_application_survives_a_theme_it_does_not_know(qapp: QApplication) -> None:
    settings.THEME.write("plaid")
    create_application()
    assert appearance().theme.key == "light"


def test_window_opens_on_the_first_experiment_or_another(application) -> None:
    window, other = create_window(), create_window(load_preset("iris"))
    assert window.session.experiment == Experiment()
    assert other.session.experiment.data.dataset == "iris"
    assert not window.isVisible()


def test_windows_do_not_share_a_session(application) -> None:
    first, second = create_window(), create_window()
    first.session.step()
    assert second.session.trainer.step_count == 0


def test_window_opens_with_a_project_and_goes_on(application, tmp_path) -> None:
    first, path = create_window(load_preset("iris")), tmp_path / "iris.backproplab"
    first.session.advance(20)
    assert first.file.save(path)
    again = open_window(path)
    assert again.isVisible()
    assert again.windowTitle().startswith("iris")
    assert settings.recent_files() == [path]
    for window in (first, again):
        window.session.step()
    assert again.session.network.parameters.tobytes() == first.session.network.parameters.tobytes()
    again.asks_before_closing = False
    again.close()


def test_window_opens_and_says_why_a_project_does_not(application, tmp_path) -> None:
    window = open_window(tmp_path / "nowhere.backproplab")
    assert "nowhere.backproplab does not exist" in window.message.text
    assert window.windowTitle().startswith("Untitled")
    assert window.session.experiment == Experiment()
    window.close()


def test_window_is_deleted_with_all_its_parts(application, qtbot) -> None:
    """Nothing that listens to the application keeps a closed window alive or answers for it."""
    window = create_window()
    window.session.step()
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    appearance().set_theme("dark")
