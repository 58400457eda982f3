"""What `hengku serve` does: database up, schema right, processes running, address printed; and all down again in order."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import hengku
from hengku.config.embedded.account import database_account
from hengku.config.embedded.connection import Connection
from hengku.config.embedded.errors import DatabaseError
from hengku.config.embedded.home import Home, prepare
from hengku.config.embedded.locks import held
from hengku.config.embedded.server import answers, ensure_running, using
from hengku.config.error_log import ERROR_LOG_VARIABLE
from hengku.config.serving.ports import HOSTS_VARIABLE, LOOPBACK, PORT_DEFAULT, asked_port, lan_address, listen, qr_code
from hengku.config.serving.supervisor import Child, Supervisor, cpu_count, module_command
from hengku.config.words import say

WORKERS_MAX = 4
DATABASE_LOOK_S = 2.0
DATABASE_PAUSE_S = 30.0


class PreparationFailed(DatabaseError):
    """The database could not be brought to this release's shape; the reason was printed."""


@dataclass(frozen=True)
class Wish:
    """What the user asked for on the command line."""

    port: int | None = None
    lan: bool = False
    workers: int | None = None

    def worker_count(self) -> int:
        """Web processes: as asked, else one per processor up to four. Windows cannot share a socket between them."""
        if sys.platform == "win32":
            return 1
        return self.workers or min(cpu_count(), WORKERS_MAX)


def serve(home: Home, wish: Wish) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises HeldByAnother, PortTaken, and what starting a database can raise."""
    prepare(home, database_account(home.data))
    with _stop_signals() as stopping, held(home.run / "serve.lock", "hengku serve", patience_s=0):
        with using(home) as connection:
            token = prepare_database(connection, with_token=True)
            if not stopping.is_set():
                _serve(home, wish, connection, token, stopping)
        print(say("Stopped.", "已停止。"), flush=True)


def prepare_database(connection: Connection, *, with_token: bool = False) -> str | None:
    """Migrate in a process of its own (owner role); the one-time set-up token while there is no owner, if asked for."""
    words = ["--token"] if with_token else []
    done = subprocess.run(
        module_command("hengku.config.serving.prepare", *words),
        stdout=subprocess.PIPE,
        env=os.environ | connection.environment(),
        check=False,
    )
    if done.returncode != 0:
        raise PreparationFailed("The database could not be prepared; see above.", "数据库准备失败，原因见上。")
    token = json.loads(done.stdout.splitlines()[-1])["setup_token"]
    return None if token is None else str(token)


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, from the first moment on, so that no start is cut in the middle."""
    stopping = threading.Event()
    before = {name: signal.signal(name, lambda *_: stopping.set()) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _serve(home: Home, wish: Wish, connection: Connection, token: str | None, stopping: threading.Event) -> None:
    with listen(wanted=wish.port, lan=wish.lan) as listener:
        port = int(listener.getsockname()[1])
        supervisor = Supervisor(
            children=_children(wish, listener.fileno(), port),
            environment=_environment(home, wish, connection),
            say=lambda text: print(text, file=sys.stderr, flush=True),
            watch=_database_watch(home, connection),
            stopping=stopping,
        )
        if sys.platform == "win32":
            # The one worker binds the port itself.
            listener.close()
        _announce(home, wish, port, token)
        supervisor.run()


def _children(wish: Wish, descriptor: int, port: int) -> list[Child]:
    host = "0.0.0.0" if wish.lan else LOOPBACK  # noqa: S104 - the user asked for it
    where = ["--host", host, "--port", str(port)] if sys.platform == "win32" else ["--fd", str(descriptor)]
    inherited = [] if sys.platform == "win32" else [descriptor]
    web = [
        Child(f"web {number}", module_command("hengku.config.serving.web", *where), inherited)
        for number in range(1, wish.worker_count() + 1)
    ]
    return [
        *web,
        Child("jobs", module_command("hengku.config.serving.jobs")),
        Child("consumer", module_command("hengku.config.serving.consumer")),
    ]


def _environment(home: Home, wish: Wish, connection: Connection) -> Mapping[str, str]:
    own = {"HENGKU_HOME": str(home.path), ERROR_LOG_VARIABLE: str(home.logs / "errors.log")}
    environment = os.environ | connection.environment() | own
    if not wish.lan and not environment.get(HOSTS_VARIABLE):
        # A page of a stranger may point its own host name at 127.0.0.1: only the names we print are answered.
        environment[HOSTS_VARIABLE] = "127.0.0.1,localhost"
    return environment


def _database_watch(home: Home, connection: Connection) -> Callable[[], None]:
    """Start our own database again should it die; it comes back at the same address."""
    next_look = time.monotonic()

    def watch() -> None:
        nonlocal next_look
        if connection.source != "embedded" or time.monotonic() < next_look:
            return
        next_look = time.monotonic() + DATABASE_LOOK_S
        if not answers(connection.owner_dsn):
            print(
                say("The database stopped; starting it again.", "数据库停止了，正在重新启动。"),
                file=sys.stderr,
                flush=True,
            )
            try:
                ensure_running(home)
            except DatabaseError as error:
                # A full disk, say: somebody has to act, so once in a while is enough.
                print(error, file=sys.stderr, flush=True)
                next_look = time.monotonic() + DATABASE_PAUSE_S

    return watch


def _announce(home: Home, wish: Wish, port: int, token: str | None) -> None:
    local = f"http://{LOOPBACK}:{port}"
    lines = ["", f"衡库 HengKu {hengku.__version__}", f"  {say('Address:', '地址：')}  {local}"]
    shared = lan_address() if wish.lan else None
    if shared:
        lines.append(f"  {say('In this network:', '局域网：')}  http://{shared}:{port}")
    if token:
        lines.append(
            f"  {say('First set-up (one-time link):', '首次设置（一次性链接）：')}  {local}/setup?token={token}"
        )
    if port != PORT_DEFAULT and not asked_port(wish.port):
        lines.append(f"  {say(f'(port {PORT_DEFAULT} is in use)', f'（端口 {PORT_DEFAULT} 已被占用）')}")
    lines.append(f"  {say('Data:', '数据：')}  {home.path}")
    lines.append(f"  {say('Stop with Ctrl-C', '按 Ctrl-C 停止')}")
    if shared:
        lines += ["", qr_code(f"http://{shared}:{port}")]
    print("\n".join(lines), flush=True)
