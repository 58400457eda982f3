"""Starts the child processes, restarts those that die, and stops them all."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hengku.config.serving.child import GRACE_S

PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""How long to wait before the next start of a child that keeps dying; one that lived a while starts over."""
LIVED_A_WHILE_S = 60.0
TICK_S = 0.2


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    descriptors: Sequence[int] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0
    next_start: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            env=dict(environment),
            # Ctrl-C in the terminal reaches the supervisor alone, which then stops its children in order.
            start_new_session=sys.platform != "win32",
            pass_fds=self.descriptors if sys.platform != "win32" else (),
        )

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def ended(self) -> int | None:
        """The exit code of a process that ended by itself."""
        return None if self.process is None else self.process.poll()

    def plan_restart(self, now: float) -> float:
        """Note a death; the seconds to wait before starting again."""
        self.deaths = 1 if now - self.started > LIVED_A_WHILE_S else self.deaths + 1
        pause = PAUSES_S[min(self.deaths, len(PAUSES_S)) - 1]
        self.next_start = now + pause
        return pause


@dataclass
class Supervisor:
    """Keeps `children` running until `stopping` is set; `watch` runs every tick (it looks after the database)."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    watch: Callable[[], None] = lambda: None
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start all and stay; then stop all, killing those that do not go."""
        try:
            for child in self.children:
                child.start(self.environment)
            while not self.stopping.is_set():
                self.watch()
                self._look_after_children()
                self.stopping.wait(TICK_S)
        finally:
            self._stop_children()

    def _look_after_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            code = child.ended()
            if code is not None:
                child.process = None
                pause = child.plan_restart(now)
                self.say(f"{child.name} ended unexpectedly (exit code {code}); starting it again in {pause:g} s.")
            elif child.process is None and now >= child.next_start:
                child.start(self.environment)

    def _stop_children(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_S
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def module_command(module: str, *words: str) -> list[str]:
    """The command line of one of our own processes."""
    return [sys.executable, "-m", module, *words]


def cpu_count() -> int:
    """Processors this process may use (a container may allow fewer than the machine has)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else (os.cpu_count() or 1)
