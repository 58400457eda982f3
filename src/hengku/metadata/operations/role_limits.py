"""What a role says about fields, rows, departments and denials, checked against what there is."""

from collections.abc import Mapping
from typing import Any

from hengku.identity.rules.field_rights import DENY
from hengku.identity.rules.grants import is_scope_entry
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.metadata.queries.row_conditions import read_condition, target_of_rows
from hengku.metadata.rules.registry import targets_of
from hengku.metadata.types import Target

_LEVELS = ("hidden", "read", "required", DENY)
_EFFECTS = ("only", "except")


def limits_from(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a role that were sent, checked.

    Raises Refused field_right_invalid, field_names_record, row_rule_invalid, denial_invalid, formula_….
    """
    found: dict[str, Any] = {}
    if "departments" in values:
        found["department_ids"] = sorted(values["departments"] or [])
    if "second_factor" in values:
        found["second_factor"] = values["second_factor"] is True
    if "field_rights" in values:
        found["field_rights"] = _fields(values["field_rights"] or {})
    if "row_rules" in values:
        found["row_rules"] = [_row(position, one) for position, one in enumerate(values["row_rules"] or [])]
    if "denied" in values:
        denied = values["denied"] or []
        if not isinstance(denied, list) or not all(isinstance(one, str) and is_scope_entry(one) for one in denied):
            raise refuse("denial_invalid", loc=("denied",))
        found["denied"] = sorted(set(denied))
    return found


def _fields(told: Any) -> dict[str, dict[str, str]]:
    if not isinstance(told, dict) or not all(isinstance(names, dict) for names in told.values()):
        raise refuse("field_right_invalid", loc=("field_rights",), target="", field="", value=str(told)[:40])
    known = {target.name: target for target in targets_of()}
    kept: dict[str, dict[str, str]] = {}
    for target, names in told.items():
        levels = {name: level for name, level in names.items() if level != "edit"}
        for name, level in levels.items():
            _check(known.get(target), target, name, level)
        if levels:
            kept[target] = levels
    return kept


def _check(target: Target | None, name: str, field: str, level: Any) -> None:
    spec = next((one for one in target.fields if one.name == field), None) if target else None
    if target is None or spec is None or level not in _LEVELS:
        params = {"target": name, "field": str(field), "value": str(level)[:40]}
        raise Refused(Refusal("field_right_invalid", params, ("field_rights",)))
    if field in target.fixed and level != "required":
        raise refuse("field_names_record", loc=("field_rights",), field=str(spec.label))


def _row(position: int, told: Any) -> dict[str, Any]:
    resource = told.get("resource") if isinstance(told, dict) else None
    target = target_of_rows(resource) if isinstance(resource, str) and resource else None
    if target is None or told.get("effect", "only") not in _EFFECTS:
        raise refuse("row_rule_invalid", loc=("row_rules", position), target=str(resource or ""))
    formula = str(told.get("formula") or "")
    try:
        tree = read_condition(target=target, formula=formula)
    except Refused as refusal:
        raise Refused([Refusal(one.code, one.params, ("row_rules", position)) for one in refusal.refusals]) from refusal
    return {
        "resource": resource,
        "formula": formula,
        "tree": tree,
        "effect": told.get("effect", "only"),
        "changes": told.get("changes") is True,
    }
