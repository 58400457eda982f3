"""`hengku bench`."""

import json
import sys

import click

from hengku.config.words import say


@click.group()
def command() -> None:
    """Measure speed against the database's own limit. 性能测量"""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable. 机器可读")
@click.option("--documents", default=300, show_default=True, help="Documents per figure. 每项单据数")
@click.option("--rounds", default=3, show_default=True, help="Rounds; the median counts. 轮数，取中位数")
@click.option("--history", multiple=True, type=int, help="Measure again with so many ledger rows behind. 历史行数")
@click.option("--http/--no-http", default=True, help="Through HTTP too. 含 HTTP")
def posting(*, as_json: bool, documents: int, rounds: int, history: tuple[int, ...], http: bool) -> None:
    """Receipts and shipments per second, in a database of their own. 过账速度"""
    from pathlib import Path

    repository = Path(__file__).resolve().parents[4]
    if not (repository / "benchmarks" / "posting.py").exists():
        raise click.ClickException(say("Benchmarks come with the source code.", "性能测量随源代码提供。"))
    sys.path.insert(0, str(repository))
    from benchmarks.posting import Options, run

    found = run(Options(documents=documents, rounds=rounds, http=http, history=tuple(sorted(history))))
    if as_json:
        click.echo(json.dumps(found))
        return
    for part, figures in found.items():
        click.echo(part)
        for name, value in figures.items():
            click.echo(f"  {name:44} {value}")
