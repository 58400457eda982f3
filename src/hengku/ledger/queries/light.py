"""The books' light: what the prover last said, on every page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.texts import current_language

_RUNS = """
WITH full_run AS (SELECT * FROM ledger_check_run WHERE is_full AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1),
later AS (SELECT * FROM ledger_check_run r WHERE finished_at IS NOT NULL AND r.id > coalesce((SELECT id FROM full_run), 0)
          AND (r.is_red OR r.results @> '[{"status": "exception"}]' OR r.id = (SELECT max(id) FROM ledger_check_run WHERE finished_at IS NOT NULL)))
SELECT is_red, finished_at, through_posting_id, results::text FROM full_run
UNION ALL (SELECT is_red, finished_at, through_posting_id, results::text FROM later ORDER BY id DESC LIMIT 20)
"""
_NOW = """
SELECT EXISTS (SELECT FROM ledger_check_run WHERE finished_at IS NULL AND started_at > %s - interval '10 minutes'),
       (SELECT min(p.recorded_at) FROM ledger_posting p WHERE p.id IN (
            SELECT min(posting_id) FROM ledger_fresh_posting UNION ALL SELECT min(posting_id) FROM ledger_unproved_posting))
"""
_STILL = "SELECT id FROM ledger_cost_pool WHERE id = ANY(%s::bigint[]) AND quantity > 0 AND amount < 0"
PATIENCE_SECONDS = 180
"""New postings unlooked at for longer than this turn the light amber: the worker is not running."""


@dataclass(frozen=True, slots=True)
class Light:
    """red: some invariant failed and no full check has passed since. amber: never checked, or postings wait too long, or there are
    exceptions; those are among the failures until they are gone."""

    status: Literal["green", "amber", "red"]
    checked_at: datetime | None
    through: int
    failures: list[dict[str, Any]]
    running: bool


def light(*, at: datetime) -> Light:
    """State of the books as last proved."""
    runs = sql.rows(connection, _RUNS)
    ((running, waiting_since),) = sql.rows(connection, _NOW, [at])
    told = [result for *_, results in runs for result in json.loads(results)]
    failures = _named([result for result in told if result["status"] == "red"])
    exceptions = _named([result for result in told if result["status"] == "exception"])
    exceptions = [one for one in map(_still, exceptions) if one["rows"]]
    checked_at = max((finished for _, finished, _, _ in runs), default=None)
    through = max((seen for _, _, seen, _ in runs), default=0)
    waits = waiting_since is not None and (at - waiting_since).total_seconds() > PATIENCE_SECONDS
    status: Literal["green", "amber", "red"] = (
        "red" if failures else "amber" if exceptions or checked_at is None or waits else "green"
    )
    return Light(status, checked_at, through, [*failures, *exceptions], running)


def _named(results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """By invariant, with every key that was named."""
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        kept = found.setdefault(
            result["id"], {"id": result["id"], "title": result["title"][current_language()], "rows": []}
        )
        kept["rows"] += [row for row in result["failing"] if row not in kept["rows"]]
    return list(found.values())


def _still(exception: dict[str, Any]) -> dict[str, Any]:
    """The exception with the pools that are still in it: an adjustment clears it without waiting for a check."""
    pools = [int(row["pool"]) for row in exception["rows"] if "pool" in row]
    still = {str(pk) for (pk,) in sql.rows(connection, _STILL, [pools])} if pools else set()
    rows = {row["pool"]: row for row in exception["rows"] if row.get("pool") in still}
    return {**exception, "rows": list(rows.values())}
