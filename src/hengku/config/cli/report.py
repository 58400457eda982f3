"""`hengku report`: any report as a file or on the terminal, with the figures of the page."""

import sys
from pathlib import Path

import click

from hengku.config.cli.frame import account_set_option, language_option, opened
from hengku.config.words import say


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals:
            raise click.BadParameter(say(f"{value}: write it as name=value", f"{value}：请写成 名称=值"))
        found[name] = text
    return found


@click.command(help="Print a report or write it to a file; without NAME, list the reports. 报表")
@click.argument("name", required=False)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; ids or codes. 参数")
@click.option("--format", "kind", type=click.Choice(["csv", "json", "xlsx", "pdf"]), default="csv", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; - or none: the terminal."
)
@account_set_option
@language_option
def command(name: str | None, params: tuple[str, ...], kind: str, output: Path | None, account_set: str) -> None:
    """One report, all of its rows."""
    with opened(account_set) as act:
        import orjson

        from hengku.reports.queries.deliver import deliver_report
        from hengku.reports.rules.registry import REPORTS

        if name is None:
            for spec in REPORTS:
                click.echo(f"{spec.name:20} {spec.label}")
            return
        made = deliver_report(viewer=act.viewer, at=act.at, name=name, raw=_pairs(params), format=kind, limit=None)
        content = orjson.dumps(made, option=orjson.OPT_INDENT_2) if isinstance(made, dict) else made.content
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
