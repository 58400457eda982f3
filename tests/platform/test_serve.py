"""`hengku serve` as a user meets it: address, first link, restarts of what dies, clean end."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import psutil
import pytest
from tests.platform.conftest import kill_database, run_hengku

from hengku.config.embedded.connection import Connection, Running
from hengku.config.embedded.home import Home
from hengku.config.serving import start
from hengku.config.serving.ports import LOOPBACK, PORT_DEFAULT, PortTaken, listen, qr_code
from hengku.config.serving.supervisor import PAUSES_S, Child

PATIENCE_S = 120.0


def wait_for(what: str | Callable[[], str], check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < deadline, f"waited in vain for: {what() if callable(what) else what}"
        time.sleep(0.05)


class Served:
    """A running `hengku serve`."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.log = home.path.parent / "serve.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hengku", "serve", "--workers", "1"],
                env=os.environ | {"HENGKU_HOME": str(home.path)},
                stdout=output,
                stderr=output,
            )
        wait_for(lambda: f"the address in: {self.said()}", lambda: "Stop with Ctrl-C" in self.said())
        found = re.search(r"Address: +(\S+)", self.said())
        assert found is not None
        self.address = found[1]
        wait_for("an answer", self.healthy)

    def said(self) -> str:
        return self.log.read_text()

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def children(self, module: str) -> list[psutil.Process]:
        """The living child processes that run this module."""
        found = []
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if f"hengku.config.serving.{module}" in child.cmdline():
                    found.append(child)
        return found


@contextmanager
def served(home: Home) -> Iterator[Served]:
    running = Served(home)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()


def test_it_serves_survives_deaths_and_stops_cleanly(filled_home: Home) -> None:
    with served(filled_home) as running:
        link = re.search(r"First set-up \(one-time link\): +(\S+)", running.said())
        assert link is not None
        assert link[1].startswith(f"{running.address}/setup?token=")

        second = run_hengku(filled_home, "serve")
        assert second.returncode == 1
        assert f"pid {running.process.pid}" in second.stderr

        assert httpx.get(f"{running.address}/healthz", headers={"Host": "evil.example"}).status_code == 400

        (web,) = running.children("web")
        web.kill()
        wait_for("a new web process", lambda: running.children("web") not in ([], [web]))
        wait_for("an answer after the web process died", running.healthy)

        kill_database(filled_home)
        wait_for("an answer after the database died", running.healthy)

        children = [child for name in ("web", "jobs", "consumer") for child in running.children(name)]
        assert len(children) == 3
        running.process.kill()
        running.process.wait()
        _, alive = psutil.wait_procs(children, timeout=15)
        assert not alive, "children outlive a killed supervisor"

    with served(filled_home) as again:
        assert again.address == running.address, "the port is free again"
        everything = psutil.Process(again.process.pid).children(recursive=True)
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(timeout=15) == 0
        assert again.said().rstrip().endswith("Stopped.")
        _, alive = psutil.wait_procs(everything, timeout=5)
        assert not alive
        assert Running.read(filled_home.connection_file) is None, "the database was stopped too"


def test_a_child_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child("web", ["never", "started"])
    pauses = [child.plan_restart(now=float(second)) for second in range(8)]
    assert pauses == [*PAUSES_S, PAUSES_S[-1], PAUSES_S[-1]]
    assert child.plan_restart(now=1000.0) == PAUSES_S[0], "one that lived a while starts over"


def test_the_next_free_port_is_taken_unless_one_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HENGKU_PORT", raising=False)
    with listen(wanted=None, lan=False) as first, listen(wanted=None, lan=False) as second:
        ports = [first.getsockname()[1], second.getsockname()[1]]
        assert PORT_DEFAULT <= ports[0] < ports[1]
        assert first.getsockname()[0] == LOOPBACK
        with pytest.raises(PortTaken):
            listen(wanted=ports[0], lan=False)
        monkeypatch.setenv("HENGKU_PORT", str(ports[1]))
        with pytest.raises(PortTaken):
            listen(wanted=None, lan=False)


@pytest.mark.parametrize("lan", [True, False])
def test_phones_are_let_in_only_when_asked_for(
    home: Home, lan: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HENGKU_PORT", raising=False)
    monkeypatch.delenv("HENGKU_HOSTS", raising=False)
    monkeypatch.setattr(start, "lan_address", lambda: "192.168.1.2")
    with listen(wanted=None, lan=lan) as listener:
        host, port = listener.getsockname()
    assert host == ("0.0.0.0" if lan else LOOPBACK)
    wish = start.Wish(lan=lan)
    start._announce(home, wish, port, None)
    said = capsys.readouterr().out
    assert (f"http://192.168.1.2:{port}" in said, qr_code(f"http://192.168.1.2:{port}") in said) == (lan, lan)
    connection = Connection(dsn="", owner_dsn="", source="environment")
    hosts = start._environment(home, wish, connection).get("HENGKU_HOSTS")
    assert hosts == (None if lan else "127.0.0.1,localhost")


def test_the_qr_code_is_drawn() -> None:
    drawn = qr_code("http://192.168.1.2:8765")
    assert len(drawn.splitlines()) > 10
