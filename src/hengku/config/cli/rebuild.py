"""`hengku rebuild`."""

import click

from hengku.config.cli.frame import account_set_option, opened
from hengku.config.words import say


@click.command()
@account_set_option
def command(*, account_set: str) -> None:
    """Recompute balances, cost pools, turnover and progress from the facts. 重算余额、成本池、收发汇总、执行进度与科目发生额"""
    with opened(account_set):
        from hengku.documents.operations.rebuild import rebuild_progress
        from hengku.finance.operations.rebuild import rebuild_turnover
        from hengku.ledger.operations.rebuild import rebuild
        from hengku.studio.operations.summary_build import reconcile

        rebuilt = rebuild()
        accounts = rebuild_turnover()
        lines = rebuild_progress()
        sums = reconcile()
    click.echo(
        say(
            f"Corrected {rebuilt.balances} balances, {rebuilt.pools} cost pools and the progress of {lines} lines;"
            f" {sums} rows of summary tables;"
            f" wrote {rebuilt.turnover} + {rebuilt.pool_turnover} turnover rows, {accounts} of accounts.",
            f"修正余额 {rebuilt.balances} 行、成本池 {rebuilt.pools} 行、执行进度 {lines} 行、汇总表 {sums} 行；重写收发汇总 {rebuilt.turnover} + {rebuilt.pool_turnover} 行、科目发生额 {accounts} 行。",
        )
    )
