"""`hengku upgrade`."""

import click

from hengku.config.embedded.account import database_account
from hengku.config.embedded.home import prepare, resolve_home
from hengku.config.embedded.locks import held
from hengku.config.embedded.server import using
from hengku.config.serving.start import prepare_database
from hengku.config.words import say


@click.command()
def command() -> None:
    """Back up, then bring every account set to this release. 备份并升级所有账套

    Can be repeated: after a crash it goes on with what is missing.
    """
    home = resolve_home()
    prepare(home, database_account(home.data))
    with held(home.run / "serve.lock", "hengku upgrade", patience_s=0), using(home) as connection:
        prepare_database(connection)
    click.echo(say("All account sets are up to date.", "所有账套均为最新。"))
