"""`hengku backup`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from hengku.config.embedded.home import resolve_home
from hengku.config.embedded.server import using
from hengku.config.upkeep.backup import write_backup
from hengku.config.words import say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists. 覆盖已有文件")
def command(*, file: Path, force: bool) -> None:
    """Write everything into one FILE; work may go on meanwhile. 备份到一个文件"""
    if file.exists() and not force:
        raise click.ClickException(
            say(f"{file} exists; use --force to replace it.", f"{file} 已存在，可用 --force 覆盖。")
        )
    home = resolve_home()
    with using(home) as connection:
        manifest = write_backup(file.absolute(), at=datetime.now(UTC), connection=connection, home=home)
    size = file.stat().st_size / 1_000_000
    names = ", ".join(manifest.account_sets)
    click.echo(say(f"Saved {names} to {file} ({size:.1f} MB).", f"已将 {names} 备份到 {file}（{size:.1f} MB）。"))
