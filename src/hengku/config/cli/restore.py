"""`hengku restore`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from hengku.config.cli.frame import forget_prepared
from hengku.config.embedded.account import database_account
from hengku.config.embedded.home import prepare, resolve_home
from hengku.config.embedded.locks import held
from hengku.config.embedded.server import using
from hengku.config.serving.start import prepare_database
from hengku.config.upkeep.restore import restore_backup
from hengku.config.words import say


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Back up and replace present data. 先备份再替换现有数据")
def command(*, file: Path, force: bool) -> None:
    """Restore a backup FILE into an empty installation and verify its totals. 从备份恢复并核对合计"""
    home = resolve_home()
    prepare(home, database_account(home.data))
    with held(home.run / "serve.lock", "hengku restore", patience_s=0), using(home) as connection:
        forget_prepared(home)
        at = datetime.now(UTC)
        manifest = restore_backup(file, at=at, connection=connection, home=home, force=force)
        prepare_database(connection)
    names = ", ".join(manifest.account_sets)
    click.echo(
        say(
            f"Restored {names} as of {manifest.created_at}; all totals agree.",
            f"已恢复 {names}（{manifest.created_at}），合计全部一致。",
        )
    )
