"""Fields an account set adds itself: registered, changed, taken away (their values stay)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.operations import epoch
from hengku.identity.operations.audit import record_change
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.registry import NotOffered
from hengku.metadata.models import CustomField, FormDesign
from hengku.metadata.operations.field_indexes import BUILDING, NONE, queue_indexes
from hengku.metadata.queries.effective import own_of
from hengku.metadata.queries.field_rows import row_of
from hengku.metadata.queries.fills import fill_problem
from hengku.metadata.queries.formula_trees import read_tree
from hengku.metadata.queries.unique_values import first_doubled
from hengku.metadata.rules.custom_fields import DOCUMENT, KINDS, NOT_ON_LINES, default_of, is_of_lines, spec_of_row
from hengku.metadata.rules.field_checks import MOST_FIELDS, RETYPES, field_problems, full_code, with_ids
from hengku.metadata.rules.fills import fill_of
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.rules.own_targets import OWN_TARGETS, OwnTarget
from hengku.metadata.rules.registry import referred
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import FieldType

ENTITY = "custom-fields"
TREES = {
    "required_when": "required_tree",
    "shown_when": "shown_tree",
    "locked_when": "locked_tree",
    "must_hold": "must_hold_tree",
}
"""Formula -> its typed tree."""
MOST_INDEXES = 10
"""Per table of values: every one of them makes each write a little dearer."""
_FIXED = ("target", "code", "refers_to")
_EDITED = (
    "target", "code", "label", "label_en", "kind", "refers_to", "required", "required_when", "shown_when", "locked_when", "must_hold", "message", "message_en",
    "unique", "options_by", "options", "fill", "least", "most", "places", "longest", "pattern",
    "choices", "default", "default_formula", "mask", "help", "help_en", "group", "position", "in_list", "hidden", "accelerated",
)  # fmt: skip

_DEFAULTS = {
    column.name: column.get_default() for column in CustomField._meta.concrete_fields if not column.null
}  # what an emptied value becomes


NOT_SORTED = frozenset(
    {FieldType.MULTILINE, FieldType.CHOICES, FieldType.REFERENCES, FieldType.BOOLEAN, FieldType.FILES}
)
"""An index of long texts, lists or two values helps nobody."""


@transaction.atomic
def create_field(*, act: Act, values: Mapping[str, Any]) -> CustomField:
    """Register a field; it is known to the next request of every process. Raises Refused with everything that does not fit."""
    told = {name: value for name, value in values.items() if name in _EDITED and value is not None}
    told["code"] = full_code(str(told.get("code", "")))
    field = CustomField(created_at=act.at, created_by_id=act.actor_id, **told)
    field.choices = with_ids(told.get("choices") or (), ())
    _check(field)
    if CustomField.objects.filter(target=field.target, code=field.code).exists():
        raise refuse("field_code_taken", loc=("code",), value=field.code)
    if CustomField.objects.filter(target=field.target, hidden=False).count() >= MOST_FIELDS:
        raise refuse("field_too_many", most=str(MOST_FIELDS))
    if not field.position:
        field.position = 10 * (1 + CustomField.objects.filter(target=field.target).count())
    _save(act, field, "create", None)
    return field


@transaction.atomic
def update_field(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> CustomField:
    """Change a field. Code and target stay; the kind may become one that reads the values kept. Raises Refused."""
    field = _locked(record_id, rev)
    before = _snapshot(field)
    told = {name: value for name, value in values.items() if name in _EDITED}
    for name in _FIXED:
        if name in told and told[name] != getattr(field, name):
            raise refuse("field_fixed", loc=(name,))
    if "kind" in told and told["kind"] != field.kind and (field.kind, told["kind"]) not in RETYPES:
        raise refuse("field_kind_fixed", loc=("kind",))
    if "choices" in told:
        told["choices"] = with_ids(told["choices"] or (), field.choices)
    for name, value in told.items():
        setattr(field, name, _DEFAULTS[name] if value is None and name in _DEFAULTS else value)
    _check(field)
    field.rev += 1
    _save(act, field, "update", before)
    return field


@transaction.atomic
def delete_field(*, act: Act, record_id: int) -> None:
    """Take a field away: it is hidden and its values stay, so that it may come back."""
    field = _locked(record_id, None)
    before = _snapshot(field)
    field.hidden = True
    field.rev += 1
    _save(act, field, "delete", before)


def forget_target(*, act: Act, target: str) -> None:
    """The fields and the design of something that is gone and never had values go with it."""
    for field in CustomField.objects.filter(target=target):
        record_change(act=act, entity=ENTITY, entity_id=field.pk, action="delete", before=_snapshot(field), after=None)
        field.delete()
    FormDesign.objects.filter(target=target).delete()


def _locked(record_id: int, rev: int | None) -> CustomField:
    field = CustomField.objects.select_for_update().filter(pk=record_id).first()
    if field is None:
        raise refuse("not_found", status=404)
    if rev is not None and rev != field.rev:
        raise refuse("stale_revision", status=409, changed_by="", changed_at=field.updated_at.isoformat(), fields="")
    return field


def _save(act: Act, field: CustomField, action: str, before: dict[str, Any] | None) -> None:
    field.updated_at, field.updated_by_id = act.at, act.actor_id
    if field.hidden:
        field.accelerated = False
    moved = field.accelerated != (field.index_state != NONE)
    if moved and field.accelerated:
        field.index_state, field.index_error = BUILDING, ""
    field.save()
    if moved or (before is not None and before["accelerated"] != field.accelerated):
        queue_indexes()
    after = _snapshot(field)
    told = [name for name in after if before is None or after[name] != before[name]]
    record_change(
        act=act, entity=ENTITY, entity_id=field.pk, action=action,
        before=None if before is None else {name: before[name] for name in told},
        after={name: after[name] for name in told},
    )  # fmt: skip
    epoch.renew()


def _snapshot(field: CustomField) -> dict[str, Any]:
    return {name: jsonable(getattr(field, name)) for name in _EDITED}


def _check(field: CustomField) -> None:
    """Raises Refused with everything that does not fit; reads the formulas into trees."""
    refusals = field_problems({name: getattr(field, name) for name in _EDITED})
    target = target_of(field.target)
    if target is None:
        raise Refused([*refusals, Refusal("invalid_choice", {}, ("target",))])
    if is_of_lines(field.target) and field.kind in NOT_ON_LINES:
        refusals.append(Refusal("field_kind_not_on_lines", {}, ("kind",)))
    if field.code in {spec.name for spec in target.fields}:
        refusals.append(Refusal("field_code_taken", {"value": field.code}, ("code",)))
    if field.kind == DOCUMENT and referred(field.refers_to) is None:
        refusals.append(Refusal("field_refers_to_what", {}, ("refers_to",)))
    if not field.label.strip():
        refusals.append(Refusal("required", {"field": "label"}, ("label",)))
    if field.accelerated and KINDS[field.kind].type in NOT_SORTED:
        refusals.append(Refusal("field_index_not_here", {}, ("accelerated",)))
    elif field.accelerated and not field.hidden:
        refusals.extend(_index_problems(field, target))
    if not refusals:
        for name, tree in TREES.items():
            also = _itself(field) if name == "must_hold" else {}
            setattr(field, tree, read_tree(target, getattr(field, name), Kind.BOOL, (name,), refusals, also=also))
        refusals.extend(_rule_problems(field, target))
        wanted = FIELD_KINDS.get(KINDS[field.kind].type, Kind.TEXT)
        field.default_tree = read_tree(target, field.default_formula, wanted, ("default_formula",), refusals)
        if field.default and default_of(spec_of_row(row_of(field)), field.default) is None:
            refusals.append(Refusal("field_default_bad", {}, ("default",)))
    if refusals:
        raise Refused(refusals)


def _itself(field: CustomField) -> dict[str, Type]:
    """The field under the name formulas of its own form read it by; a new one is not among the others yet."""
    kind = FIELD_KINDS.get(KINDS[field.kind].type)
    path = f"line.{field.code}" if is_of_lines(field.target) else field.code
    return {} if kind is None else {path: Type(kind)}


def _rule_problems(field: CustomField, target: OwnTarget) -> list[Refusal]:
    found = []
    if field.must_hold.strip() and not field.message.strip():
        found.append(Refusal("field_message_missing", {}, ("message",)))
    if field.options_by:
        other = CustomField.objects.filter(target=field.target, code=field.options_by, kind="choice").exclude(
            pk=field.pk
        )
        if KINDS[field.kind].type not in (FieldType.ENUM, FieldType.CHOICES) or not other.exists():
            found.append(Refusal("field_options_by_bad", {}, ("options_by",)))
    if field.unique and KINDS[field.kind].type in NOT_SORTED:
        found.append(Refusal("field_unique_not_here", {}, ("unique",)))
    elif field.unique and field.pk and (doubled := first_doubled(spec_of_row(row_of(field)), target)) is not None:
        found.append(Refusal("field_unique_doubled", {"value": doubled}, ("unique",)))
    if field.fill:
        found.extend(_fill_problems(field, target))
    return found


def _fill_problems(field: CustomField, target: OwnTarget) -> list[Refusal]:
    try:
        fill = fill_of(field.fill)
    except (KeyError, TypeError, ValueError):
        return [Refusal("field_fill_bad", {}, ("fill",))]
    if fill is None:
        return []
    code = fill_problem(fill, spec_of_row(row_of(field)), SYSTEM)
    form = {spec.name for spec in (*target.fields, *own_of(target.name))}
    lines = is_of_lines(target.name)
    if not code and not all(
        path.removeprefix("line.") in form or (lines and "." not in path) for _, path in fill.where
    ):
        code = "field_fill_where"
    return [Refusal(code, {}, ("fill",))] if code else []


def target_of(name: str) -> OwnTarget | None:
    """The target called so."""
    try:
        return OWN_TARGETS.get(name)
    except NotOffered:
        return None


def _index_problems(field: CustomField, target: OwnTarget) -> list[Refusal]:
    tables = [one.name for one in OWN_TARGETS if one.table == target.table]
    others = CustomField.objects.filter(target__in=tables, accelerated=True, hidden=False).exclude(pk=field.pk).count()
    if others >= MOST_INDEXES:
        return [Refusal("field_index_many", {"most": str(MOST_INDEXES)}, ("accelerated",))]
    return []
