"""`hengku bench`."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from hengku.config.words import say


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Measure speed against the database's own limit; without a word everything. 性能测量，不带子命令则全部"""
    if context.invoked_subcommand is None:
        context.invoke(posting)
        context.invoke(month_end)
        context.invoke(nocode)


def _find_benchmarks() -> None:
    from pathlib import Path

    repository = Path(__file__).resolve().parents[4]
    if not (repository / "benchmarks" / "posting.py").exists():
        raise click.ClickException(say("Benchmarks come with the source code.", "性能测量随源代码提供。"))
    sys.path.insert(0, str(repository))


def _show(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found))
        return
    for part, figures in found.items():
        click.echo(part)
        for name, value in figures.items() if isinstance(figures, Mapping) else [("", figures)]:
            click.echo(f"  {name:44} {value}")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable. 机器可读")
@click.option("--documents", default=300, show_default=True, help="Documents per figure. 每项单据数")
@click.option("--rounds", default=3, show_default=True, help="Rounds; the median counts. 轮数，取中位数")
@click.option("--history", multiple=True, type=int, help="Measure again with so many ledger rows behind. 历史行数")
@click.option("--http/--no-http", default=True, help="Through HTTP too. 含 HTTP")
@click.option(
    "--variants/--no-variants",
    default=True,
    help="FIFO, lots, reserving, late receipt too. 含先进先出、批号、预留、补录",
)
def posting(
    *, as_json: bool, documents: int, rounds: int, history: tuple[int, ...], http: bool, variants: bool
) -> None:
    """Receipts and shipments per second, in a database of their own. 过账速度"""
    _find_benchmarks()
    from benchmarks.posting import Options, run

    options = Options(documents, rounds, http=http, history=tuple(sorted(history)), variants=variants)
    _show(run(options), as_json=as_json)


@command.command("month-end")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable. 机器可读")
@click.option(
    "--method", "methods", multiple=True, help="moving_average, fifo, month_average, specific, standard. 计价方法"
)
@click.option("--receipts", default=30_000, show_default=True, help="Receipt lines of the month. 入库行数")
@click.option("--issues", default=60_000, show_default=True, help="Issue lines of the month. 出库行数")
@click.option("--items", default=2_000, show_default=True, help="Goods in each of five warehouses. 每仓物料数")
def month_end(*, as_json: bool, methods: tuple[str, ...], receipts: int, issues: int, items: int) -> None:
    """From the last paper of a month to the closed month, by costing method. 月末结账速度"""
    _find_benchmarks()
    from benchmarks.month import Size
    from benchmarks.month_end import METHODS, Options, run

    unknown = sorted(set(methods) - METHODS.keys())
    if unknown:
        raise click.ClickException(f"{', '.join(unknown)}?")
    _show(run(Options(methods, Size(receipts, issues, items))), as_json=as_json)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable. 机器可读")
@click.option("--rows", default=1_000_000, show_default=True, help="Documents there are. 单据数")
@click.option("--people", default=30, show_default=True, help="At work while everything is changed. 同时使用的人数")
def nocode(*, as_json: bool, rows: int, people: int) -> None:
    """Own fields, rights on rows, formulas, changes under load. 自定义字段、行权限、公式与负载下的变更"""
    _find_benchmarks()
    from benchmarks.nocode import Options, run

    _show(run(Options(rows, people)), as_json=as_json)
