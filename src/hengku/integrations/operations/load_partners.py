"""Partners from files: found by code or name; a suppliers file makes suppliers, a customers file customers."""

from collections.abc import Sequence
from typing import Any

from hengku.integrations.operations.context import Context, faults_of, refused, skipped
from hengku.integrations.operations.lookups import AMBIGUOUS
from hengku.integrations.operations.own_columns import OwnRecords
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow, Outcome, RowState
from hengku.masterdata.models import Partner
from hengku.masterdata.operations.partners import check_partners, create_partners, update_partners

TEXT_COLUMNS = {
    "code": 60, "name": 200, "short_name": 100, "contact": 60, "phone": 60, "email": 200, "address": 400,
    "tax_number": 40, "bank": 200, "bank_account": 60, "remarks": 2000,
}  # fmt: skip


def load_partners(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """Make or change the partners of these rows."""
    outcomes: dict[int, Outcome] = {}
    fresh: dict[int, dict[str, Any]] = {}
    known: dict[int, dict[str, Any]] = {}
    owners: dict[int, int] = {}
    own = OwnRecords(context, Partner)
    for row in rows:
        reader = RowReader(row)
        values = _read(reader)
        found = context.lookups.partner(str(values.get("code") or values.get("name") or ""))
        if found == AMBIGUOUS:
            reader.fault("partner_ambiguous", "name", value=str(values["name"]))
        own.take(reader, values, found)
        key = values.get("code") or values.get("name")
        repeated = context.repeats(reader, key, "code" if values.get("code") else "name")
        _give_role(context, values, fresh=found is None)
        if repeated or (found is not None and context.options.leaves_existing):
            outcomes[row.number] = skipped(row, "partners", found)
        elif reader.faults:
            outcomes[row.number] = refused(row, reader.faults)
        elif found is None:
            fresh[row.number] = values
        else:
            known[found] = values
            owners[found] = row.number
    by_number = {row.number: row for row in rows}
    _create(context, fresh, by_number, outcomes)
    faults = check_partners(drafts=known, fresh=False)
    good = {key: values for key, values in known.items() if key not in faults}
    changed = context.carry_out(lambda: update_partners(act=context.act, drafts=good)) or set()
    for key, number in owners.items():
        if key in faults:
            outcomes[number] = refused(by_number[number], faults_of(faults[key]))
        else:
            outcomes[number] = Outcome(
                number, RowState.UPDATED if key in changed else RowState.UNCHANGED, "partners", key
            )
    return [outcomes[row.number] for row in rows]


def _read(reader: RowReader) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: reader.text(name, limit) for name, limit in TEXT_COLUMNS.items() if reader.has(name)
    }
    reader.needed("name", 200)
    for name in ("is_supplier", "is_customer"):
        flag = reader.flag(name) if reader.has(name) else None
        if flag is not None:
            values[name] = flag
    if reader.has("tax_rate"):
        values["tax_rate"] = reader.rate("tax_rate")
    active = reader.flag("active") if reader.has("active") else None
    if active is not None:
        values["blocked"] = not active
    return values


def _give_role(context: Context, values: dict[str, Any], *, fresh: bool) -> None:
    """A file of suppliers makes suppliers; a partner that exists keeps the other role."""
    if context.kind.code == "suppliers":
        values["is_supplier"] = True
    elif context.kind.code == "customers":
        values["is_customer"] = True
    elif fresh and not values.get("is_supplier") and not values.get("is_customer"):
        values["is_supplier"] = values["is_customer"] = True


def _create(
    context: Context, fresh: dict[int, dict[str, Any]], rows: dict[int, ImportRow], outcomes: dict[int, Outcome]
) -> None:
    faults = check_partners(drafts=fresh, fresh=True)
    good = [number for number in fresh if number not in faults]
    drafts = [fresh[number] for number in good]
    ids: list[int | None] = [None] * len(good)
    if context.writes:
        ids = [*create_partners(act=context.act, drafts=drafts)]
    for number, key in zip(good, ids, strict=True):
        outcomes[number] = Outcome(number, RowState.CREATED, "partners", key)
    for number, refusals in faults.items():
        outcomes[number] = refused(rows[number], faults_of(refusals))
