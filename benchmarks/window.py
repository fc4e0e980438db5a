"""The window at work, beside what it would be without the window: DESIGN's rows for frames, throughput and memory.

Run off screen: python benchmarks/window.py
"""

import gc
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from PySide6.QtCore import QObject, QStandardPaths

from engine.experiment import Experiment
from engine.network import LayerSpec
from engine.training import Trainer

SECONDS = 5.0
STARTS = 9
SIZE = (1600, 900)
DEEP = (8, 8, 8)
LANDSCAPE = (8, 8)

START_OURS = """
import time; begun = time.perf_counter()
from gui.app import create_application, create_window
application = create_application()
window = create_window(); window.show(); application.processEvents(); window.repaint()
print(time.perf_counter() - begun)
"""
START_BARE = """
import time; begun = time.perf_counter()
import PySide6, pyqtgraph
from PySide6.QtWidgets import QApplication
application = QApplication([])
window = pyqtgraph.PlotWidget(); window.show(); application.processEvents(); window.repaint()
print(time.perf_counter() - begun)
"""


class Meter(QObject):
    """Notes when frames come, and what each takes beside training."""

    def __init__(self, session) -> None:
        super().__init__()
        self.ticks: list[float] = []
        self.work: list[float] = []
        self.surfaces: list[float] = []
        self._clock = session.training.clock
        self._clock.ticked.connect(self._on_tick)
        self._clock.painted.connect(self._on_painted)
        session.landscape.surface_changed.connect(lambda: self.surfaces.append(perf_counter()))

    def _on_tick(self) -> None:
        self.ticks.append(perf_counter())

    def _on_painted(self) -> None:
        self.work.append(self._clock.spent_ms)


def experiment(hidden: tuple[int, ...] = DEEP) -> Experiment:
    """2-8-8-8-1 on the circle, or other hidden layers."""
    return Experiment().with_hidden(tuple(LayerSpec(neurons) for neurons in hidden))


def play(
    application, speed: str, workspace: str = "play", hidden: tuple[int, ...] = DEEP, opened: str = ""
) -> tuple[Meter, float]:
    """Play for a while in a workspace, one panel more `opened`; gives the meter and the steps a second."""
    from gui.app import create_window

    window = create_window(experiment(hidden))
    window.resize(*SIZE)
    window.show()
    window.arrangement.go_to(workspace)
    if opened:
        window.panels[opened].show()
        window.panels[opened].raise_()
    application.processEvents()
    session = window.session
    session.set_speed(speed)
    meter = Meter(session)
    begun, first = perf_counter(), session.trainer.step_count
    session.play()
    while perf_counter() - begun < SECONDS:
        application.processEvents()
    session.pause()
    rate = (session.trainer.step_count - first) / (perf_counter() - begun)
    window.close()
    return meter, rate


def bare_rate(hidden: tuple[int, ...] = DEEP) -> float:
    """Steps a second of the trainer alone."""
    trainer = Trainer.from_experiment(experiment(hidden))
    trainer.run(2000)
    begun = perf_counter()
    trainer.run(20_000)
    return 20_000 / (perf_counter() - begun)


def start_ratio() -> float:
    """How many times as long as a bare window ours takes to be painted first: the median of some pairs.

    They take turns, so that a busy machine slows both.
    """
    return float(np.median([start_time(START_OURS) / start_time(START_BARE) for _ in range(STARTS)]))


def start_time(program: str) -> float:
    """Seconds to a first painted window, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def resident_memory() -> int:
    """Bytes of this process in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def memory_ratio(application) -> float:
    """Resident memory after 100 000 steps in the window, beside that after 1 000."""
    from gui.app import create_window

    window = create_window()
    window.show()
    session = window.session

    def train_to(steps: int) -> int:
        while session.trainer.step_count < steps:
            session.advance(500)
            application.processEvents()
        return resident_memory()

    early = train_to(1_000)
    ratio = train_to(100_000) / early
    window.close()
    return ratio


def descend_rows(application) -> None:
    """The Descend workspace: frames, how often its surface is new, steps a second."""
    row("the Descend window, 2-8-8-1, 250 examples, 1600×900", "", "")
    usual, _ = play(application, "epoch_60", "descend", LANDSCAPE)
    fastest, rate = play(application, "max", "descend", LANDSCAPE)
    row("new surfaces a second while playing", f"{len(usual.surfaces) / SECONDS:.0f}", "≥ 10")
    row("the same as fast as it goes", f"{len(fastest.surfaces) / SECONDS:.0f}", "≥ 10")
    row("frames a second while playing", f"{len(usual.ticks) / SECONDS:.0f}", "60")
    row("work in a frame beside training, p95", f"{np.percentile(usual.work, 95):.1f} ms", "≤ 15 ms")
    row("time between frames, p95", f"{np.percentile(np.diff(usual.ticks), 95) * 1000:.1f} ms", "")
    row("steps a second, share of the bare trainer", f"{rate / bare_rate(LANDSCAPE):.0%}", "")


def row(name: str, value: str, needed: str) -> None:
    """One line of the table."""
    print(f"{name:58} {value:>12} {needed:>12}")


def main() -> None:
    """Print the table."""
    QStandardPaths.setTestModeEnabled(True)
    from gui.app import create_application

    application = create_application()
    row("the Play window, 2-8-8-8-1, 1600×900", "measured", "needed")
    fastest, rate = play(application, "max")
    row("steps a second, share of the bare trainer", f"{rate / bare_rate():.0%}", "≥ 50 %")
    row("frames a second while playing as fast as it goes", f"{len(fastest.ticks) / SECONDS:.0f}", "60")
    usual, _ = play(application, "epoch_60")
    row("work in a frame beside training, p95", f"{np.percentile(usual.work, 95):.1f} ms", "≤ 15 ms")
    row("the same as fast as it goes, p95", f"{np.percentile(fastest.work, 95):.1f} ms", "≤ 15 ms")
    row("time between frames, p95", f"{np.percentile(np.diff(usual.ticks), 95) * 1000:.1f} ms", "")
    for opened in ("answers", "layers"):
        other, rate = play(application, "max", opened=opened)
        row(
            f"share of the bare trainer with {opened} in place of cost", f"{rate / bare_rate():.0%}", "≥ 50 %"
        )
        row("work in a frame as fast as it goes, p95", f"{np.percentile(other.work, 95):.1f} ms", "≤ 15 ms")
    descend_rows(application)
    row("start, beside a bare pyqtgraph window", f"{start_ratio():.2f}×", "≤ 1.6×")
    row("memory after 100 000 steps, beside after 1 000", f"{memory_ratio(application):.2f}×", "≤ 1.1×")


if __name__ == "__main__":
    main()
