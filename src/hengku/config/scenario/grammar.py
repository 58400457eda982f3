"""The names of the format: what a story writes and the format does not know is said, never passed over."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

GIVEN = frozenset(
    {"book", "settings", "users", "items", "boms", "partners", "warehouses", "lots", "channels", "activities", "opening",
     "opening_accounts"}
)  # fmt: skip
BOOK = frozenset({"standard", "taxpayer", "currency", "scope", "business", "tax_rate", "start"})
META = frozenset({"code", "title", "covers", "needs", "notes", "revenue_vouchers"})
STEP = frozenset({"id", "row", "date", "time", "entered", "by", "second", "text", "expect", "check"})
OF_DOCUMENT = frozenset({"doc", "to", "header", "lines", "with"})
OF_ACTION = frozenset({"action", "target", "targets", "header", "lines"})
OF_CROWD = frozenset({"concurrent", "outcome"})
CROWD = frozenset({"requests", "repeat", "send_each"})
TOGETHER = frozenset({"id", "doc", "header", "lines"})
VARIANT = frozenset({"id", "text", "given", "patch", "drop", "until", "insert", "keep_checks", "final"})
CHECK = frozenset(
    {"ledger", "balances", "stock", "stock_as_of", "layers", "consumption", "availability", "reservations", "returnable",
     "documents", "vouchers", "vouchers_of", "draft_vouchers", "accounts", "open_items", "snapshots", "reports"}
)  # fmt: skip
ROWS: Mapping[str, frozenset[str]] = {
    "ledger": frozenset({"pool", "view", "open", "rows"}),
    "balances": frozenset({"item", "lot", "scope", "place", "qty", "amount", "unit"}),
    "stock": frozenset({"item", "place", "lot", "status", "owner", "qty", "days_left"}),
    "stock_as_of": frozenset({"item", "date", "known_at", "qty", "amount"}),
    "layers": frozenset({"item", "left", "pool"}),
    "consumption": frozenset({"of", "pieces"}),
    "availability": frozenset({"item", "on_hand", "unusable", "reserved", "available", "base", "quota_left", "pushed"}),
    "reservations": frozenset({"of", "qty"}),
    "vouchers": frozenset({"date", "of", "template", "kind", "grouping", "number", "dr", "cr"}),
    "draft_vouchers": frozenset({"date", "of", "template", "kind", "grouping", "number", "dr", "cr"}),
    "open_items": frozenset({"account", "step", "partner", "open"}),
    "snapshots": frozenset({"period", "state", "item", "lot", "scope", "qty", "amount"}),
    "reports": frozenset({"report", "for", "values", "rows"}),
}
"""Fields of the rows of a check."""


def unknown_names(told: Mapping[str, Any], known: Iterable[str]) -> str:
    """The names that are not known, in words; "" when all are."""
    return ", ".join(sorted(map(str, set(told) - set(known))))


def oddities(given: Mapping[str, Any], steps: Iterable[Mapping[str, Any]], final: Mapping[str, Any]) -> Iterator[
    tuple[str, str, str]
]:  # fmt: skip
    """(step, where, unknown names) of a story. Header and line fields are told where the document is made, by its type."""
    yield from _odd("given", "", given, GIVEN)
    yield from _odd("given", "book", given.get("book"), BOOK)
    for step in steps:
        yield from _step(str(step.get("id", "?")), step)
    yield from _check("final", final)


def _odd(label: str, where: str, told: object, known: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    if told is not None and not isinstance(told, Mapping):
        yield label, where, "a map of names expected"
    elif told and (names := unknown_names(told, known)):
        yield label, where, names


def _step(label: str, step: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kinds = [
        known for name, known in (("doc", OF_DOCUMENT), ("action", OF_ACTION), ("concurrent", OF_CROWD)) if name in step
    ]
    if len(kinds) != 1:
        yield label, "", "one of doc, action and concurrent expected"
        return
    yield from _odd(label, "", step, STEP | kinds[0])
    for one in step.get("with") or []:
        yield from _odd(label, f"with {one.get('id', '?')}", one, TOGETHER)
    if "concurrent" in step:
        yield from _odd(label, "concurrent", step["concurrent"], CROWD)
        yield from _odd(label, "outcome", step.get("outcome"), {"ok", "refused", "repeats"})
    yield from _check(label, step.get("check") or {})


def _check(label: str, check: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, known in ROWS.items():
        rows = check.get(name) or []
        for row in [rows] if isinstance(rows, Mapping) else rows:
            yield from _odd(label, name, row, known)
