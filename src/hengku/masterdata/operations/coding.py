"""Number rules and reason codes: make, change, remove."""

from collections.abc import Mapping

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import NumberRule, ReasonCode
from hengku.masterdata.operations import records
from hengku.masterdata.operations.catalogue import checked_code, code_for, need_name
from hengku.masterdata.rules.numbering import KNOWN, faults


@transaction.atomic
def create_number_rule(*, act: Act, values: Mapping[str, object]) -> NumberRule:
    """Make the number rule of a document type or resource. Refuses code_taken, number_rule_…"""
    fresh = records.columns(NumberRule, values)
    _check_pattern(str(fresh.get("pattern", "")))
    records.ensure_unique(model=NumberRule, value=str(fresh.get("target", "")), field="target")
    return records.insert(act=act, entity="number-rules", record=NumberRule(**fresh))


@transaction.atomic
def update_number_rule(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> NumberRule:
    """Change prefix or pattern; numbers given already stay, and a new head starts its own serial."""
    rule = records.locked(model=NumberRule, record_id=record_id, rev=rev)
    changes = {key: value for key, value in records.columns(NumberRule, values).items() if key != "target"}
    _check_pattern(str(changes.get("pattern", rule.pattern)))
    records.change(act=act, entity="number-rules", record=rule, values=changes)
    return rule


@transaction.atomic
def delete_number_rule(*, act: Act, record_id: int) -> None:
    """Delete a rule; records of its target then need codes typed by hand."""
    records.remove(act=act, entity="number-rules", record=records.locked(model=NumberRule, record_id=record_id))


def _check_pattern(pattern: str) -> None:
    params = {"example": "{seq:4}", "known": " ".join(f"{{{token}}}" for token in (*KNOWN, "seq:4"))}
    found = [Refusal(code, params, ("pattern",)) for code in faults(pattern)]
    if found:
        raise Refused(found)


@transaction.atomic
def create_reason(*, act: Act, values: Mapping[str, object]) -> ReasonCode:
    """Make a reason code."""
    need_name(values)
    fresh = code_for(act=act, entity="reason-codes", model=ReasonCode, values=records.columns(ReasonCode, values))
    return records.insert(act=act, entity="reason-codes", record=ReasonCode(**fresh))


@transaction.atomic
def update_reason(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> ReasonCode:
    """Change a reason code."""
    reason = records.locked(model=ReasonCode, record_id=record_id, rev=rev)
    changes = records.columns(ReasonCode, values)
    checked_code(model=ReasonCode, record=reason, values=changes)
    need_name({"name": reason.name, **changes})
    records.change(act=act, entity="reason-codes", record=reason, values=changes)
    return reason


@transaction.atomic
def delete_reason(*, act: Act, record_id: int) -> None:
    """Delete a reason code; documents keep the code they were written with."""
    records.remove(act=act, entity="reason-codes", record=records.locked(model=ReasonCode, record_id=record_id))
