"""The start of the program: arguments, and whether there is a screen."""

from pathlib import Path

import pytest

import main
from engine.files import SUFFIX


@pytest.fixture
def screenless(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux machine without a screen."""
    monkeypatch.setattr(main.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_linux_without_a_screen_has_no_display(screenless) -> None:
    assert not main.has_display()


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_linux_says_in_the_environment_that_it_has_one(screenless, name: str) -> None:
    screenless.setenv(name, "something")
    assert main.has_display()


def test_empty_display_is_none(screenless) -> None:
    screenless.setenv("DISPLAY", "")
    assert not main.has_display()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_one(screenless, platform: str) -> None:
    screenless.setattr(main.sys, "platform", platform)
    assert main.has_display()


def test_help_names_the_command(capsys) -> None:
    with pytest.raises(SystemExit) as done:
        main.main(["--help"])
    assert done.value.code == 0
    assert "train" in capsys.readouterr().out


def test_unknown_command_is_one_sentence(capsys, is_one_sentence) -> None:
    with pytest.raises(SystemExit) as done:
        main.main(["fly"])
    assert done.value.code == main.EXIT_BAD_INPUT
    said = capsys.readouterr()
    assert said.out == ""
    assert is_one_sentence(said.err.removesuffix("\n"))
    assert "fly" in said.err


def test_a_project_is_named_on_the_command_line() -> None:
    assert main.PROJECT == SUFFIX
    options = main.read_arguments([f"work/lesson{SUFFIX}"])
    assert (options.command, options.project) == (None, Path("work/lesson.backproplab"))
    assert main.read_arguments([]).project is None
    assert main.read_arguments(["train", "circle"]).project is None


def test_a_project_without_a_screen_is_one_sentence(screenless, capsys, is_one_sentence) -> None:
    assert main.main(["lesson.backproplab"]) == main.EXIT_BAD_INPUT
    assert is_one_sentence(capsys.readouterr().err.removesuffix("\n"))


def test_interrupted_program_says_so_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "run", interrupted)
    assert main.main(["train", "circle"]) == main.EXIT_INTERRUPTED
