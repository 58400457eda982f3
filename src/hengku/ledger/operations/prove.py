"""The prover: runs every invariant the house offers and keeps the result for the light on every page."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection, transaction

from hengku.kernel import sql
from hengku.ledger.operations.fold import fold_all
from hengku.metadata.rules.invariants import INVARIANTS, CheckResult, CheckStatus, CheckWindow, outcome

_START = "INSERT INTO ledger_check_run (is_full, started_at, through_posting_id, is_red, results) VALUES (%s, %s, %s, false, '[]') RETURNING id"
_FINISH = "UPDATE ledger_check_run SET finished_at = %s, is_red = %s, results = %s::jsonb WHERE id = %s"
_FORGET = """
DELETE FROM ledger_check_run WHERE id < %s AND NOT is_red AND NOT results @> '[{"status": "exception"}]'
 AND id NOT IN (SELECT id FROM ledger_check_run WHERE is_full ORDER BY id DESC LIMIT 30)
"""
_WAITING = """
SELECT min(p.recorded_at) FROM ledger_posting p
WHERE p.id IN (SELECT min(posting_id) FROM ledger_fresh_posting UNION ALL SELECT min(posting_id) FROM ledger_unproved_posting)
"""
PATIENCE_SECONDS = 10
_FOR_ALL = "SELECT set_config('work_mem', '256MB', true), set_config('jit', 'off', true)"
_FOR_NEW = "SELECT set_config('jit', 'off', true)"
"""Compiling one of these questions costs more than asking all of them about new postings."""


def run_check(*, full: bool, now: Callable[[], datetime]) -> list[CheckResult]:
    """Run every invariant and store the outcome. full: everything ever posted; otherwise what postings since the last run touched
    (empty answer: there were none). `now` is asked at the start and the end of the run."""
    if full:
        return _run(CheckWindow(), now)
    fold_all()
    unproved = [pk for (pk,) in sql.rows(connection, "SELECT posting_id FROM ledger_unproved_posting ORDER BY 1")]
    if not unproved:
        return []
    results = _run(CheckWindow(full=False, after_posting_id=unproved[0] - 1), now)
    sql.write(connection, "DELETE FROM ledger_unproved_posting WHERE posting_id = ANY(%s)", [unproved])
    return results


def prove_new(*, now: Callable[[], datetime]) -> int:
    """The incremental run for a worker that asks often: it waits until the oldest new posting is PATIENCE_SECONDS old, so that one
    run serves many postings. Gives the number of invariants looked at."""
    ((since,),) = sql.rows(connection, _WAITING)
    if since is None or (now() - since).total_seconds() < PATIENCE_SECONDS:
        return 0
    return len(run_check(full=False, now=now))


def _run(window: CheckWindow, now: Callable[[], datetime]) -> list[CheckResult]:
    ((through,),) = sql.rows(connection, "SELECT coalesce(max(id), 0) FROM ledger_posting")
    ((run_id,),) = sql.rows(connection, _START, [window.full, now(), through])
    with transaction.atomic():
        sql.rows(connection, _FOR_ALL if window.full else _FOR_NEW)
        results = [outcome(invariant, invariant.check(window)) for invariant in INVARIANTS]
    is_red = any(result.status is CheckStatus.RED for result in results)
    sql.write(connection, _FINISH, [now(), is_red, json.dumps(as_rows(results), ensure_ascii=False), run_id])
    sql.write(connection, _FORGET, [run_id])
    return results


def as_rows(results: Sequence[CheckResult]) -> list[dict[str, object]]:
    """Results as plain data, for the stored run and for `--json`: rows = how many were looked at, failing = the keys."""
    return [
        {
            "id": result.id,
            "title": {"zh-CN": result.title.zh, "en": result.title.en},
            "status": result.status.value,
            "rows": result.rows,
            "failing": list(result.failing),
        }
        for result in results
    ]
