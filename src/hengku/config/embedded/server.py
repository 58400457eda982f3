"""Starting, reusing and stopping the server of one home."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from hengku.config.embedded import cluster
from hengku.config.embedded.account import Account, database_account, reachable_binaries, require_reachable
from hengku.config.embedded.binaries import Binaries, find_binaries
from hengku.config.embedded.connection import Connection as Reach
from hengku.config.embedded.connection import Running, external, url
from hengku.config.embedded.errors import DiskFull, StartFailed
from hengku.config.embedded.home import Home, prepare
from hengku.config.embedded.locks import FileLock, held, living_users, register_user
from hengku.config.embedded.secrets import Secrets, load_or_make

START_PATIENCE_S = 120.0
LINGER_PATIENCE_S = 30.0
DYING_PATIENCE_S = 5.0
RECOVERY_PATIENCE_S = 900.0
STOP_PATIENCE_S = 60.0
LOG_TAIL_BYTES = 4000
LOG_BYTES_MAX = 10_000_000


def ensure_running(home: Home, *, binaries: Binaries | None = None, durable: bool = True) -> Running:
    """The running server of this home, started (and first created) when there is none. It outlives this process.

    Raises HeldByAnother, WrongMajor, DiskFull, Unreachable or StartFailed.
    """
    account = database_account(home.data)
    prepare(home, account)
    if (running := Running.read(home.connection_file)) is not None and answers(running.owner_dsn):
        return running
    with held(home.run / "start.lock", "start", patience_s=START_PATIENCE_S):
        running = Running.read(home.connection_file)
        if running is not None and answers(running.owner_dsn):
            return running
        return _start(home, binaries or find_binaries(), account, durable=durable)


def answers(dsn: str) -> bool:
    """Whether a server takes connections there now."""
    try:
        psycopg.connect(dsn, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _start(home: Home, binaries: Binaries, account: Account, *, durable: bool) -> Running:
    require_reachable(home.sockets.parent, account)
    cluster.require_room(home)
    usable = reachable_binaries(binaries, account, home.path)
    secrets = load_or_make(home.secrets_file)
    with FileLock(home.run / "server.lock", "PostgreSQL") as lock:
        left_alone = _acquire_or_find(lock, home)
        if left_alone is None:
            if home.data.exists():
                cluster.require_major(home, usable)
            else:
                cluster.create(home, usable, account, secrets)
            _forget_dead_postmaster(home)
            port = _free_port(home)
            cluster.write_settings(home, account, port=port, durable=durable)
            pid = _launch(home, usable, account, lock, _open_log(home))
        else:
            pid, port = left_alone
        running = _describe(home, secrets, usable, pid, port)
        _wait_ready(running, _log(home))
    maintenance = running.super_dsn.rsplit("/", 1)[0]
    cluster.bootstrap(running.super_dsn, f"{maintenance}/template1", f"{maintenance}/{cluster.DATABASE}", secrets)
    running.save(home.connection_file)
    return running


def _acquire_or_find(lock: FileLock, home: Home) -> tuple[int, int] | None:
    """Take the server's lock, or give process number and port of a living server that its starter left undescribed.

    The server inherits the lock and every one of its processes keeps it. So a taken lock means one of two things: the
    last processes of a killed server are going, which a new one has to wait for; or whoever launched the server was
    killed before it was ready, and the server is to be used. Raises HeldByAnother when it is neither.
    """
    deadline = time.monotonic() + LINGER_PATIENCE_S
    while not lock.try_acquire():
        pid = _noted_server(home.data / "postmaster.pid")
        if pid is not None and (port := _noted_port(home)):
            return pid, port
        if time.monotonic() > deadline:
            raise lock.refusal()
        time.sleep(0.05)
    return None


def _forget_dead_postmaster(home: Home) -> None:
    """Remove the notes of a server that is gone, which PostgreSQL believes as long as *any* process has that number.

    Called with the lock in hand that every process of our servers holds: what still lives is on its last breath, or was
    started by somebody else, and then PostgreSQL's own check refuses.
    """
    note = home.data / "postmaster.pid"
    deadline = time.monotonic() + DYING_PATIENCE_S
    while _noted_server(note) is not None:
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)
    for stale in [note, *home.sockets.glob(".s.PGSQL.*")]:
        stale.unlink(missing_ok=True)


def _noted_server(note: Path) -> int | None:
    """Process number of the living server that PostgreSQL's own note names."""
    try:
        process = psutil.Process(int(note.read_text(encoding="ascii").split("\n", 1)[0]))
        lives = process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name()
    except (FileNotFoundError, psutil.NoSuchProcess, ValueError):
        return None
    return process.pid if lives else None


def _noted_port(home: Home) -> int:
    """The port chosen last, written before the server is launched; 0 when there was none."""
    note = home.run / "port"
    return int(note.read_text(encoding="ascii")) if note.exists() else 0


def _free_port(home: Home) -> int:
    """The port used last time if it is still free, so that open sessions find the server again; else any free one."""
    wanted = _noted_port(home)
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (home.run / "port").write_text(str(port), encoding="ascii")
    return port


def _log(home: Home) -> Path:
    return home.logs / "postgres.log"


def _open_log(home: Home) -> Path:
    log = _log(home)
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))
    return log


def _launch(home: Home, binaries: Binaries, account: Account, lock: FileLock, log: Path) -> int:
    with log.open("ab") as output:
        if sys.platform == "win32":
            # pg_ctl drops administrator rights, which the server itself only refuses.
            command = [str(binaries.program("pg_ctl")), "start", "-W", "-D", str(home.data), "-l", str(log)]
            subprocess.run(command, check=True, stdout=output, stderr=output)
            return _postmaster_pid(home)
        postmaster = subprocess.Popen(
            [str(binaries.program("postgres")), "-D", str(home.data)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=home.data,
            # A Ctrl-C in the terminal is for us: the server goes last, when nobody uses it any more.
            start_new_session=True,
            pass_fds=[] if lock.descriptor is None else [lock.descriptor],
            **account.for_subprocess(),
        )
    # It is meant to outlive us: without an exit code Python would warn of a child left behind.
    postmaster.returncode = 0
    return postmaster.pid


def _postmaster_pid(home: Home) -> int:
    deadline = time.monotonic() + LINGER_PATIENCE_S
    note = home.data / "postmaster.pid"
    while time.monotonic() < deadline:
        if note.exists() and (first := note.read_text(encoding="ascii").split("\n", 1)[0]):
            return int(first)
        time.sleep(0.05)
    raise StartFailed("PostgreSQL did not start.", "PostgreSQL 没有启动。")


def _describe(home: Home, secrets: Secrets, binaries: Binaries, pid: int, port: int) -> Running:
    host = "127.0.0.1" if sys.platform == "win32" else str(home.sockets)

    def reach(user: str, password: str, database: str) -> str:
        return url(user=user, password=password, host=host, port=port, database=database)

    return Running(
        postmaster_pid=pid,
        host=socket.gethostname(),
        port=port,
        version=binaries.version,
        dsn=reach(cluster.APP_ROLE, secrets.app_password, cluster.DATABASE),
        owner_dsn=reach(cluster.OWNER_ROLE, secrets.owner_password, cluster.DATABASE),
        super_dsn=reach(cluster.SUPER_ROLE, secrets.super_password, "postgres"),
    )


def _wait_ready(running: Running, log: Path) -> None:
    """Wait until the server takes connections; after a crash it replays its log first, which may take minutes."""
    deadline = time.monotonic() + RECOVERY_PATIENCE_S
    while not answers(running.super_dsn):
        if not _alive(running.postmaster_pid):
            raise _explain(log)
        if time.monotonic() > deadline:
            raise _explain(log)
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            process.wait(timeout=1)
            return False
    except psutil.Error:
        return False
    return True


def _explain(log: Path) -> DiskFull | StartFailed:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        tail = file.read().decode("utf-8", "replace").strip()
    if "No space left on device" in tail:
        return DiskFull(
            f"The disk is full, so the database could not start. Free some room and start again; nothing is lost. ({log})",
            f"磁盘已满，数据库无法启动。请腾出空间后再启动，数据没有丢失。（{log}）",
        )
    return StartFailed(
        f"PostgreSQL did not start. End of {log}:\n{tail}", f"PostgreSQL 没有启动。{log} 的末尾：\n{tail}"
    )


def stop(home: Home) -> None:
    """Stop the server of this home, breaking off open sessions cleanly; nothing happens when none runs."""
    with held(home.run / "start.lock", "stop", patience_s=START_PATIENCE_S):
        _stop(home)


def _stop(home: Home) -> None:
    running = Running.read(home.connection_file)
    if running is not None:
        for request in _stop_requests():
            _signal(running.postmaster_pid, request)
            deadline = time.monotonic() + STOP_PATIENCE_S
            while _alive(running.postmaster_pid) and time.monotonic() < deadline:
                time.sleep(0.02)
            if not _alive(running.postmaster_pid):
                break
    home.connection_file.unlink(missing_ok=True)


def _stop_requests() -> tuple[int, ...]:
    """SIGINT asks PostgreSQL for a fast clean stop; SIGQUIT, when that hangs, for one that recovers at next start."""
    if sys.platform == "win32":
        return (signal.SIGTERM,)
    return (signal.SIGINT, signal.SIGQUIT)


def _signal(pid: int, request: int) -> None:
    try:
        psutil.Process(pid).send_signal(request)
    except psutil.NoSuchProcess:
        return


@contextmanager
def using(home: Home) -> Iterator[Reach]:
    """Use the database for a block: the environment's, or the home's own, started if needed.

    Whoever leaves last stops the server it shares with others.
    """
    if (given := external()) is not None:
        prepare(home, Account())
        yield given
        return
    prepare(home, database_account(home.data))
    note = register_user(home.run / "users")
    try:
        yield ensure_running(home).connection()
    finally:
        note.unlink(missing_ok=True)
        with held(home.run / "start.lock", "stop", patience_s=START_PATIENCE_S):
            if not living_users(home.run / "users"):
                _stop(home)
