"""`hengku check`."""

import json

import click

from hengku.config.cli.frame import account_set_option, language_option, opened
from hengku.config.words import chinese, say

MARKS = {"ok": "✓", "red": "✗", "exception": "!", "not_applicable": "–"}


@click.command()
@account_set_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="Machine-readable: [{id, status, rows, failing}]. 机器可读")
@click.option("--new", "only_new", is_flag=True, help="Only what new postings touched. 只查新过账")
def command(*, account_set: str, as_json: bool, only_new: bool) -> None:
    """Prove the books: run every invariant; exit 1 and name the failing keys when one is red. 对账检查"""
    from datetime import UTC, datetime

    from hengku.ledger.operations.prove import as_rows, run_check

    with opened(account_set):
        results = as_rows(run_check(full=not only_new, now=lambda: datetime.now(UTC)))
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False))
    else:
        _tell(results)
    if any(result["status"] == "red" for result in results):
        raise SystemExit(1)


def _tell(results: list[dict[str, object]]) -> None:
    language = "zh-CN" if chinese() else "en"
    for result in results:
        title, failing = result["title"], result["failing"]
        named = title[language] if isinstance(title, dict) else ""
        looked = say(f"{result['rows']} rows", f"{result['rows']} 行")
        click.echo(f"{MARKS[str(result['status'])]} {result['id']}  {named}  ({looked})")
        for row in failing if isinstance(failing, list) else ():
            click.echo("    " + "  ".join(f"{name}={value}" for name, value in row.items()))
