"""`hengku account-set`."""

import click

from hengku.config.cli.frame import database_ready, system_act
from hengku.config.words import say


@click.group()
def command() -> None:
    """Account sets: separate books with their own users. 账套管理"""


@command.command()
@click.argument("name")
@click.option("--label", help="Name shown to people. 显示名称")
@click.option("--sandbox", is_flag=True, help="For trying things: requests may set its clock. 演练账套，可设定时钟")
def create(*, name: str, label: str | None, sandbox: bool) -> None:
    """Create an account set called NAME (small letters and digits). 新建账套"""
    with database_ready(role="owner"):
        from hengku.config.directory.template import create_from_template

        create_from_template(name=name, label=label or name, at=system_act().at, sandbox=sandbox)
    click.echo(say(f"Account set {name} is ready.", f"账套 {name} 已就绪。"))


@command.command("list")
def list_sets() -> None:
    """List all account sets. 列出账套"""
    with database_ready():
        from hengku.config.directory.models import AccountSet

        for account_set in AccountSet.objects.order_by("id"):
            archived = f"  {say('archived', '已归档')}" if account_set.archived_at else ""
            click.echo(f"{account_set.schema_name}\t{account_set.label}{archived}")


@command.command()
@click.argument("name")
def archive(*, name: str) -> None:
    """Close the account set NAME to sign-in; its data stays. 归档账套"""
    with database_ready():
        from hengku.config.directory.operations import archive_account_set

        archive_account_set(name=name, at=system_act().at)
    click.echo(say(f"Account set {name} is archived.", f"账套 {name} 已归档。"))
