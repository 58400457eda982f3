"""What an account set changes about the built-in fields and the form of a target."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.operations import epoch
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.metadata.models import FormDesign
from hengku.metadata.queries.form_designs import FORMS, base_fields, need_target
from hengku.metadata.queries.formula_trees import read_tree
from hengku.metadata.rules.field_rules import FORMULAS
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.overrides import problems
from hengku.metadata.rules.own_targets import OwnTarget

LARGEST = 200_000


def trees_of(target: OwnTarget, fields: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The formulas among the changes, read. Raises Refused with every one that cannot be read."""
    refusals: list[Refusal] = []
    found: dict[str, dict[str, Any]] = {}
    for name, delta in fields.items():
        if str(delta.get("must_hold") or "").strip() and not str(delta.get("message") or "").strip():
            refusals.append(Refusal("field_message_missing", {}, ("fields", name, "message")))
        for what in FORMULAS:
            tree = read_tree(target, str(delta.get(what) or ""), Kind.BOOL, ("fields", name, what), refusals)
            if tree is not None:
                found.setdefault(name, {})[what] = tree
    if refusals:
        raise Refused(refusals)
    return found


@transaction.atomic
def save_design(
    *, act: Act, target: str, rev: int, fields: Mapping[str, Mapping[str, Any]], layout: Mapping[str, Any] | None
) -> None:
    """Replace the changes and the layout of a target; rev 0 = nothing was kept before. Raises Refused permission_denied, not_found,
    stale_revision (409), and every change the field's class does not allow."""
    require(act.viewer, FORMS, "update")
    found = need_target(target)
    wrong = problems(base_fields(found), fields)
    if wrong:
        raise Refused(wrong)
    if len(str(layout)) > LARGEST:
        raise refuse("view_too_big", loc=("layout",))
    design = FormDesign.objects.select_for_update().filter(target=target).first()
    if (design.rev if design else 0) != rev:
        raise refuse("stale_revision", status=409, changed_by="", changed_at="", fields="")
    if design is None:
        design = FormDesign(target=target, rev=0, created_at=act.at, created_by_id=act.actor_id)
    before = {"fields": design.fields, "layout": design.layout} if rev else None
    design.fields = {name: dict(delta) for name, delta in fields.items() if delta}
    design.trees = trees_of(found, design.fields)
    design.layout = None if layout is None else dict(layout)
    design.rev, design.updated_at, design.updated_by_id = rev + 1, act.at, act.actor_id
    design.save()
    record_change(
        act=act, entity=FORMS, entity_id=target, action="update" if rev else "create", before=before,
        after={"fields": design.fields, "layout": design.layout},
    )  # fmt: skip
    epoch.renew()
