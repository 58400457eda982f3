"""`hengku stop`."""

import click

from hengku.config.embedded.home import resolve_home
from hengku.config.embedded.locks import FileLock
from hengku.config.embedded.server import stop


@click.command()
def command() -> None:
    """Stop a database that was left running. 停止遗留的数据库进程"""
    home = resolve_home()
    if not home.run.exists():
        return
    with FileLock(home.run / "serve.lock", "hengku stop") as lock:
        if not lock.try_acquire():
            raise lock.refusal()
        stop(home)
