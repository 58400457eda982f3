"""`hengku demo`."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengku.config.cli.frame import account_set_option, opened
from hengku.config.words import say

if TYPE_CHECKING:
    from hengku.identity.types import Act

COMPANIES = ("shop", "supermarket", "adventureworks", "online-retail")


@click.command()
@click.argument("company", type=click.Choice(COMPANIES))
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the company's files. 数据目录",
)
@click.option("--json", "as_json", is_flag=True, help="Print the totals as JSON. 输出 JSON")
@account_set_option
def command(*, company: str, data: Path | None, as_json: bool, account_set: str) -> None:
    """Load a demo company: shop needs no files; the others read --data. 载入演示公司"""
    if company != "shop" and data is None:
        raise click.UsageError(say(f"{company} needs --data DIR", f"{company} 需要 --data 目录"))
    with opened(account_set) as act:
        started = time.monotonic()
        totals = _load(act, company, data or Path(), quiet=as_json)
        totals["seconds"] = round(time.monotonic() - started, 1)
    click.echo(json.dumps(totals, ensure_ascii=False, indent=2))
    if totals.get("mismatches"):
        sys.exit(1)


def _load(act: "Act", company: str, data: Path, *, quiet: bool) -> dict[str, Any]:
    from hengku.integrations.operations.demo import silent
    from hengku.integrations.operations.demo_adventureworks import load_adventureworks
    from hengku.integrations.operations.demo_online_retail import load_online_retail
    from hengku.integrations.operations.demo_shop import load_shop
    from hengku.integrations.operations.demo_supermarket import load_supermarket

    tell = silent if quiet else _tell
    if company == "shop":
        return load_shop(act=act)
    loaders = {
        "supermarket": load_supermarket,
        "adventureworks": load_adventureworks,
        "online-retail": load_online_retail,
    }
    return loaders[company](act=act, data=data, tell=tell)


def _tell(stage: str, rows: int) -> None:
    click.echo(f"{stage}: {rows}", err=True)
