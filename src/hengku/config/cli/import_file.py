"""`hengku import`."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from hengku.config.cli.frame import account_set_option, language_option, opened
from hengku.config.words import chinese, say

if TYPE_CHECKING:
    from hengku.identity.types import Act
    from hengku.integrations.models import ImportRun

SHOWN_ERRORS = 20


@click.command()
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", default="auto", help="auto, or a YAML file made by the wizard. 列对应：auto 或 YAML 文件")
@click.option("--partial", is_flag=True, help="Take the good rows and leave the bad ones. 有错的行跳过，其余导入")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="E.g. warehouse=CK01, date=2026-11-01.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write the bad rows to this .xlsx. 错误文件"
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON. 输出 JSON")
@account_set_option
@language_option
def command(
    *,
    kind: str,
    file: Path,
    mapping: str,
    partial: bool,
    options: tuple[str, ...],
    errors: Path | None,
    as_json: bool,
    account_set: str,
) -> None:
    """Load FILE (CSV, XLS or XLSX, also .gz) as KIND: items, suppliers, customers, partners, warehouses, bins, prices,
    opening-stock, purchase-orders, goods-receipts, sales-orders, shipments. 导入文件

    Rows with errors end the command with exit code 1, and without --partial nothing is written.
    """
    with opened(account_set) as act:
        started = time.monotonic()
        run = _run(act, kind, file, mapping, options, partial=partial)
        result = _result(run, time.monotonic() - started)
        if errors is not None and run.refused_count:
            from hengku.integrations.operations.import_files import errors_file

            errors.write_bytes(errors_file(run=run, language="zh-CN" if chinese() else "en"))
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else _sentence(result))
    if result["refused"] and not (partial and run.state == "PARTIAL"):
        sys.exit(1)
    if run.state == "FAILED":
        sys.exit(1)


def _run(act: "Act", kind: str, file: Path, mapping: str, options: tuple[str, ...], *, partial: bool) -> "ImportRun":
    from hengku.integrations.jobs import now
    from hengku.integrations.operations.imports import take_file
    from hengku.integrations.operations.mappings import apply_mapping
    from hengku.integrations.operations.run_import import run_import, start_import

    run = take_file(act=act, kind=kind, file_name=file.name, content=file.read_bytes())
    given: dict[str, Any] = {} if mapping == "auto" else _yaml(Path(mapping))
    wanted = dict(option.split("=", 1) for option in options if "=" in option)
    apply_mapping(act=act, run_id=run.pk, given=given, options=wanted)
    start_import(act=act, run_id=run.pk, partial=partial)
    return run_import(act=act, run_id=run.pk, clock=now)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as fault:
        raise click.ClickException(say(f"Cannot read the mapping: {fault}", f"无法读取列对应文件：{fault}")) from fault
    if not isinstance(found, dict):
        raise click.ClickException(say("The mapping file holds no mapping.", "列对应文件的格式不对。"))
    return found


def _result(run: "ImportRun", seconds: float) -> dict[str, Any]:
    """What happened, with the first errors in the terminal's language."""
    from hengku.integrations.operations.import_files import faults_text
    from hengku.integrations.queries.runs import first_errors

    language: Any = "zh-CN" if chinese() else "en"
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "file": run.file_name,
        "state": run.state,
        "rows": run.rows_total,
        "created": run.created_count,
        "updated": run.updated_count,
        "unchanged": run.unchanged_count,
        "refused": run.refused_count,
        "seconds": round(seconds, 2),
        "rows_per_second": round(run.rows_total / seconds) if seconds else 0,
        "errors": [
            {
                "row": number,
                "message": faults_text(run.kind, faults, language),
                "faults": [{"code": fault["code"], "field": fault["field"], **fault["params"]} for fault in faults],
            }
            for number, faults in first_errors(run=run, limit=1000)
        ],
    }


def _sentence(result: dict[str, Any]) -> str:
    counts = say(
        "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {refused} refused ({rows_per_second} rows/s)",
        "共 {rows} 行：新建 {created}，更新 {updated}，未变 {unchanged}，有错 {refused}（每秒 {rows_per_second} 行）",
    ).format_map(result)
    lines = [counts]
    lines += [
        say(f"row {one['row']}: {one['message']}", f"第 {one['row']} 行：{one['message']}")
        for one in result["errors"][:SHOWN_ERRORS]
    ]
    if result["refused"] > SHOWN_ERRORS:
        lines.append(say(f"… {result['refused'] - SHOWN_ERRORS} more", f"……还有 {result['refused'] - SHOWN_ERRORS} 行"))
    if result["state"] == "REFUSED":
        lines.append(
            say(
                "Nothing was written; correct the rows, or use --partial.",
                "没有写入任何内容；请更正，或使用 --partial。",
            )
        )
    return "\n".join(lines)
