"""`hengku rebuild`."""

import click

from hengku.config.cli.frame import account_set_option, opened
from hengku.config.words import say


@click.command()
@account_set_option
def command(*, account_set: str) -> None:
    """Recompute balances, cost pools and turnover from the ledger's facts. 重算余额、成本池与收发汇总"""
    with opened(account_set):
        from hengku.ledger.operations.rebuild import rebuild

        rebuilt = rebuild()
    click.echo(
        say(
            f"Corrected {rebuilt.balances} balances and {rebuilt.pools} cost pools;"
            f" wrote {rebuilt.turnover} + {rebuilt.pool_turnover} turnover rows.",
            f"修正余额 {rebuilt.balances} 行、成本池 {rebuilt.pools} 行；重写收发汇总 {rebuilt.turnover} + {rebuilt.pool_turnover} 行。",
        )
    )
