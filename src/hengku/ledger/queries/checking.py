"""How an invariant is asked: one relation of checked things, one condition that must never hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel.quantity import plain
from hengku.metadata.rules.invariants import CheckWindow, Findings

MOST_NAMED = 100
"""Failing keys named per invariant; the first hundred are enough to start looking."""

BALANCE_KINDS_SQL = "('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')"
VALUED_KINDS_SQL = "('WH', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')"


@dataclass(frozen=True, slots=True)
class Question:
    """`common`: WITH clauses (without the word), `body`: FROM item of what is checked, alias c. `bad`: condition of a violation.
    `columns`: select list of the readable key."""

    body: str
    bad: str
    columns: str
    common: str = ""


def ask(question: Question, window: CheckWindow) -> Findings:
    """Count what was looked at; name what is wrong. `after` is the named parameter of the SQL."""
    params = {"after": window.after_posting_id}
    prefix = f"WITH {question.common} " if question.common else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{prefix}SELECT count(*), count(*) FILTER (WHERE {question.bad}) FROM {question.body} AS c",  # noqa: S608 (constants only)
            params,
        )
        rows, wrong = cursor.fetchone() or (0, 0)
        if not wrong:
            return Findings(rows)
        cursor.execute(
            f"{prefix}SELECT {question.columns} FROM {question.body} AS c WHERE {question.bad} LIMIT {MOST_NAMED}",  # noqa: S608 (constants only)
            params,
        )
        names = [column.name for column in cursor.description or ()]
        failing = tuple(
            {name: readable(value) for name, value in zip(names, row, strict=True) if value is not None}
            for row in cursor.fetchall()
        )
    return Findings(rows, failing)


def readable(value: object) -> str:
    """A value of a key as text."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def together(*findings: Findings) -> Findings:
    """Several looks at one invariant."""
    return Findings(sum(one.rows for one in findings), tuple(key for one in findings for key in one.failing))


def touched_items(window: CheckWindow, column: str) -> str:
    """Condition that narrows to items of new postings; empty for a full pass."""
    if window.full:
        return ""
    return f" AND {column} IN (SELECT t.item_id FROM ledger_move t WHERE t.posting_id > %(after)s)"  # noqa: S608 (constants only)


def touched_pools(window: CheckWindow, column: str) -> str:
    """Condition that narrows to pools of new postings; empty for a full pass."""
    if window.full:
        return ""
    return f" AND {column} IN (SELECT t.pool_id FROM ledger_cost_entry t WHERE t.posting_id > %(after)s)"  # noqa: S608 (constants only)


def new_postings(window: CheckWindow, column: str) -> str:
    """Condition that narrows to new postings; empty for a full pass."""
    return "" if window.full else f" AND {column} > %(after)s"


ITEM_CODE = "(SELECT i.code FROM masterdata_item i WHERE i.id = c.item_id) AS item"
PLACE_CODE = "(SELECT p.code FROM masterdata_place p WHERE p.id = c.place_id) AS place"
STOCK_KEY = f"{ITEM_CODE}, {PLACE_CODE}, c.bin_id AS bin, c.lot_id AS lot, c.status, c.owner_id AS owner"
