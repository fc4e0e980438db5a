"""A screen of its own (Xvfb with a window manager), and a person's hands on it (xdotool)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

TOOLS = ("Xvfb", "openbox", "xdotool")
MAIN = Path(__file__).resolve().parents[2] / "main.py"
ASK = ("xdotool", "getdisplaygeometry")
SECONDS = 20
"""How long a tool may take before it is called stuck."""


def missing_tools() -> list[str]:
    """Which of the tools this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen]:
    """A child process that is gone afterwards."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def screen(size: str) -> Iterator[str]:
    """A free display, such as ":1", with a window manager."""
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        f"{size}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with running(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as answer:
            display = f":{answer.readline().strip()}"
        environment = os.environ | {"DISPLAY": display}
        wait_for(server, environment)
        with running(["openbox"], env=environment, stderr=subprocess.DEVNULL):
            yield display


def wait_for(server: subprocess.Popen, environment: dict[str, str]) -> None:
    """Until the display answers: it says its number before it takes everybody in."""
    until = monotonic() + SECONDS
    while subprocess.run(ASK, env=environment, capture_output=True, timeout=SECONDS).returncode:
        assert server.poll() is None, f"Xvfb has ended with {server.returncode}"
        assert monotonic() < until, f"{environment['DISPLAY']} does not answer"


class RealProgram:
    """The program in a process of its own, and hands on its window."""

    def __init__(self, display: str, folder: Path, process: subprocess.Popen) -> None:
        self._environment = os.environ | {"DISPLAY": display}
        self.folder = folder
        self.process = process

    def hands(self, *words: str) -> str:
        """One xdotool command and what it answers, "" if it finds nothing."""
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, timeout=SECONDS
        )
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """The id of the visible window whose title matches, "" if there is none."""
        found = self.hands("search", "--onlyvisible", "--name", title).splitlines()
        return found[-1] if found else ""

    def has_focus(self, title: str) -> bool:
        window = self.window(title)
        return bool(window) and self.hands("getwindowfocus") == window

    def name_of(self, window: str) -> str:
        return self.hands("getwindowname", window)

    def size_of(self, window: str) -> tuple[int, int]:
        lines = dict(line.split("=") for line in self.hands("getwindowgeometry", "--shell", window).split())
        return int(lines["WIDTH"]), int(lines["HEIGHT"])

    def click(self, window: str, x: int, y: int) -> None:
        self.hands("mousemove", "--sync", "--window", window, str(x), str(y), "click", "1")

    def press(self, *keys: str) -> None:
        self.hands("key", *keys)

    def type(self, text: str) -> None:
        self.hands("type", "--delay", "8", text)


@contextmanager
def program(display: str, folder: Path) -> Iterator[RealProgram]:
    """The program started in `folder`, with settings of its own."""
    private = {name: str(folder / name.lower()) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = os.environ | private | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    with (
        (folder / "stderr.txt").open("w") as errors,
        running([sys.executable, str(MAIN)], cwd=folder, env=environment, stderr=errors) as process,
    ):
        yield RealProgram(display, folder, process)
