"""What the editor of a role offers: fields with rights, words for conditions on rows, and how many rows a condition leaves."""

from typing import Any

from django.db.models import Q

from hengku.identity.types import SYSTEM
from hengku.kernel.errors import refuse
from hengku.metadata.queries.row_conditions import expression_for, read_condition, row_words, target_of_rows
from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.registry import targets_of
from hengku.metadata.types import FieldType, Target


def role_targets() -> list[dict[str, Any]]:
    """Everything with rights on fields: {name, resource, label, rows: may conditions narrow it, fields: [{name, label, fixed}]}."""
    return [
        {
            "name": target.name,
            "resource": target.resource,
            "label": str(target.label),
            "rows": target.model is not None,
            "fields": [
                {"name": one.name, "label": str(one.label), "fixed": one.name in target.fixed}
                for one in target.fields
                if (one.in_list or one.in_form) and one.type is not FieldType.PASSWORD
            ],
        }
        for target in targets_of()
    ]


def condition_words(*, resource: str) -> dict[str, Any]:
    """Fields and functions a condition on rows may use. Raises Refused not_found (404)."""
    target = _rows_of(resource)
    return {
        "fields": [
            {"path": one.path, "label": str(one.label), "kind": str(one.type.kind), "many": False}
            for one in row_words(target).values()
        ],
        "functions": [
            {"name": one.name, "zh": one.zh, "group": one.group, "help": str(one.help), "example": one.example}
            for one in FUNCTIONS.values()
            if one.group != "operators" and one.sql is not None
        ],
    }


def rows_left(*, resource: str, formula: str) -> dict[str, int]:
    """{total, left}: rows of this kind, and those for which the condition holds. Raises Refused not_found, formula_…"""
    target = _rows_of(resource)
    tree = read_condition(target=target, formula=formula)
    rows = target.model._default_manager.filter(**target.row_filter)
    holds = expression_for(target=target, viewer=SYSTEM, tree=tree)
    return {"total": rows.count(), "left": rows.filter(Q(holds)).count() if holds is not None else 0}


def _rows_of(resource: str) -> Target:
    target = target_of_rows(resource)
    if target is None:
        raise refuse("not_found", status=404)
    return target
