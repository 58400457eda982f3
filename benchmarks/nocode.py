"""What own fields, rights on rows, formulas and changes under load cost, at a number of documents."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.company import Company, found_company
from benchmarks.database import as_owner, scratch_database
from benchmarks.http import make_token, servers
from benchmarks.rows import fill
from benchmarks.under_load import Door, Load, change_everything, people_at_work

LIMITS = {"own_field_to_column": 5.0, "row_rights_to_none": 1.3, "formula_us": 5.0, "longest_request_s": 2.0}
FORMULA = "ROUND({total_quantity} * 1.13, 2) + IF({total_amount} > 1000, 5, 0)"
_LOOKS = 9
_EVALUATIONS = 20_000


@dataclass
class Options:
    """rows: documents there are. people: at work while everything is changed; seconds: at least so long."""

    rows: int = 1_000_000
    people: int = 30
    seconds: float = 15.0


def run(options: Options) -> dict[str, Any]:
    """All figures, as the command prints them, with the limits they are held to."""
    with scratch_database() as own:
        company = found_company(items=50)
        key, second = _own_number(company)
        started = time.perf_counter()
        warehouses = [company.warehouse, second]
        fill(own.owner_dsn, rows=options.rows, book=company.book, warehouses=warehouses, key=key)
        _build_indexes()
        as_owner(own, "VACUUM ANALYZE documents_document")
        _tell(f"{options.rows:,} documents in {time.perf_counter() - started:.0f} s")
        lists = _lists(company, options.rows)
        formula_us = round(_formula(), 2)
        load = _under_load(company, options)
        return {
            "ratios": {
                "own_field_to_column": round(lists["own field"] / lists["column"], 2),
                "row_rights_to_none": round(lists["with row rights"] / lists["without row rights"], 2),
            },
            "lists_ms": lists,
            "formula_us": formula_us,
            "under_load": {
                "requests": load.requests, "longest_request_s": round(load.longest_s, 3), "of": load.slowest, "errors": len(load.troubles),
            },
            "limits": LIMITS,
        }  # fmt: skip


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _own_number(company: Company) -> tuple[str, int]:
    """An own number field of receipts that is made fast, and a second warehouse; the field's key and the warehouse's id."""
    from hengku.masterdata.operations.warehouses import create_warehouse
    from hengku.metadata.operations.custom_fields import create_field

    values = {"target": "goods_receipt", "code": "x_num", "label": "x_num", "kind": "number", "accelerated": True}
    field = create_field(act=company.act, values=values)
    return f"f_{field.pk}", create_warehouse(act=company.act, values={"code": "W2", "name": "W2"}).pk


def _build_indexes() -> None:
    from hengku.metadata.operations.field_indexes import build_indexes

    build_indexes(account_set="main")


def _median_ms(look: Callable[[], object]) -> float:
    look()
    taken = []
    for _ in range(_LOOKS):
        started = time.perf_counter()
        look()
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken) * 1000, 1)


def _lists(company: Company, rows: int) -> dict[str, float]:
    """Filter, sort and 50 rows of one document in a hundred, by a column and by an own field; the whole list with and without rights on
    rows; sums of a formula."""
    from hengku.documents.queries.listing import list_documents
    from hengku.identity.queries import epoch
    from hengku.identity.types import SYSTEM, Viewer
    from hengku.metadata.queries.listing import ListParams

    epoch.refresh()

    def listed(viewer: Viewer, **params: Any) -> Callable[[], object]:
        return lambda: list_documents(viewer=viewer, code="goods_receipt", params=ListParams(**params))

    days = '[["business_date","between",["2020-01-01","2020-01-30"]]]'
    numbers = f'[["x_num","between",["{rows // 2}","{rows // 2 + rows // 100}"]]]'
    keeper = _keeper(company)
    return {
        "column": _median_ms(listed(SYSTEM, filter=days, sort="-business_date")),
        "own field": _median_ms(listed(SYSTEM, filter=numbers, sort="-x_num")),
        "without row rights": _median_ms(listed(SYSTEM)),
        "with row rights": _median_ms(listed(keeper)),
        "formula over all": _median_ms(listed(SYSTEM, limit=1, sum="{total_quantity}*1.13")),
        "formula over 1 %": _median_ms(listed(SYSTEM, limit=1, filter=numbers, sum="{total_quantity}*1.13")),
    }


def _keeper(company: Company) -> Any:
    """Somebody who sees the documents of one of the two warehouses."""
    from hengku.identity.operations.accounts import create_user
    from hengku.identity.operations.roles import seed_roles
    from hengku.identity.queries.viewer import by_name

    seed_roles(act=company.act)
    create_user(
        act=company.act, username="keeper", name="K", password="Correct-Horse-9", role_codes=["warehouse_keeper"],  # noqa: S106 (scratch database)
        warehouse_ids=[company.warehouse],
    )  # fmt: skip
    return by_name(username="keeper")


def _formula() -> float:
    """Microseconds of processor time an evaluation takes in Python."""
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from hengku.metadata.rules.formula.check import read_formula
    from hengku.metadata.rules.formula.evaluate import Record, compile_formula
    from hengku.metadata.rules.formula.kinds import NUMBER

    run_ = compile_formula(read_formula(FORMULA, {"total_quantity": NUMBER, "total_amount": NUMBER}))
    record = Record(
        {"total_quantity": Decimal("12.5"), "total_amount": Decimal("980.40")}, datetime.now(UTC), ZoneInfo("UTC")
    )
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for _ in range(_EVALUATIONS):
            run_(record)
        best = min(best, time.process_time() - started)
    return best / _EVALUATIONS * 1e6


def _under_load(company: Company, options: Options) -> Load:
    """People at work through two server processes while everything is changed, and a long report is open all the while."""
    token = make_token()
    header = {"business_date": "2026-10-20", "book": str(company.book), "partner": str(company.supplier), "warehouse": str(company.warehouse)}  # fmt: skip

    def draft() -> dict[str, Any]:
        item = str(company.items[0])
        return {"type": "goods_receipt", "header": header, "lines": [{"item": item, "quantity": "1", "price": "1"}]}

    with servers() as port:

        def door() -> Door:
            return Door("127.0.0.1", port, {"Authorization": f"Bearer {token}"})

        with people_at_work(door, draft, options.people) as load:
            started = time.perf_counter()
            report = door()
            report.connection.request(
                "GET", "/api/v1/documents/export?type=goods_receipt&format=csv", headers=report.headers
            )
            change_everything(door(), _build_indexes)
            _tell(f"changed in {time.perf_counter() - started:.1f} s")
            time.sleep(max(0.0, options.seconds - (time.perf_counter() - started)))
            report.connection.close()
    return load
