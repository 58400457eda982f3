"""An account set's own forms: made, changed, taken away by people; known to the next request of every process."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.documents.models import Document, UserForm
from hengku.documents.queries.user_forms import forms
from hengku.documents.rules.pushes import push_problems
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.user_forms import CODE, MENUS, pushes_of
from hengku.identity.operations import epoch
from hengku.identity.operations.roles import grant_to_makers, withdraw
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.models import NumberRule
from hengku.masterdata.operations import coding, records
from hengku.masterdata.rules.pinyin import spell
from hengku.masterdata.rules.seeds import DOCUMENT_PATTERN
from hengku.metadata.operations.custom_fields import forget_target
from hengku.metadata.rules.custom_fields import target_of_lines

ENTITY = "user-forms"
ACTIONS = (
    "view", "create", "update", "delete", "submit", "approve", "unapprove", "print", "export", "import",
)  # fmt: skip
"""What somebody who makes a form may do with its documents."""
_CODE_LENGTH = 28
_PREFIX_LENGTH = 8
_KEPT = ("code", "prefix")


@transaction.atomic
def create_form(*, act: Act, values: Mapping[str, Any]) -> UserForm:
    """Make a form. code and prefix are made of the name's initials when nothing is said; pattern: of its numbers. Whoever makes it
    may use it, through the roles that let them. Raises Refused with everything that does not fit."""
    told = {name: value for name, value in records.columns(UserForm, values).items() if value is not None}
    name = str(told.get("name", "")).strip()
    short = spell(name).initials
    told["code"] = str(told.get("code") or "") or _free_code(short)
    told["prefix"] = str(told.get("prefix") or "").strip() or (
        short[:_PREFIX_LENGTH].upper() or told["code"][2:8].upper()
    )
    form = UserForm(**{**told, "name": name, "pushes": []})
    _check(form)
    records.ensure_unique(model=UserForm, value=form.code)
    records.insert(act=act, entity=ENTITY, record=form)
    rule = {"target": form.code, "prefix": form.prefix, "pattern": values.get("pattern") or DOCUMENT_PATTERN}
    coding.create_number_rule(act=act, values=rule)
    grant_to_makers(act=act, resource=ENTITY, action="create", granted=form.code, actions=ACTIONS)
    epoch.renew()
    if told.get("pushes"):
        update_form(act=act, record_id=form.pk, values={"pushes": told["pushes"]})
        form.refresh_from_db()
    return form


@transaction.atomic
def update_form(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> UserForm:
    """Change a form; its code and prefix stay; pattern: of its numbers from now on. Raises Refused with everything that does not fit."""
    form = records.locked(model=UserForm, record_id=record_id, rev=rev)
    told = records.columns(UserForm, values)
    for name in _KEPT:
        if name in told and told[name] not in (None, getattr(form, name)):
            raise refuse("form_fixed", loc=(name,))
        told.pop(name, None)
    told = {name: value for name, value in told.items() if value is not None}
    if told.get("has_rows") is False and form.has_rows and Document.objects.filter(type=form.code).exists():
        raise refuse("form_rows_used", loc=("has_rows",))
    records.change(act=act, entity=ENTITY, record=form, values=told)
    rule = NumberRule.objects.filter(target=form.code).first() if values.get("pattern") else None
    if rule is not None and rule.pattern != values["pattern"]:
        coding.update_number_rule(act=act, record_id=rule.pk, values={"pattern": values["pattern"]})
    _check(form)
    epoch.renew()
    _check_pushes(form)
    return form


@transaction.atomic
def delete_form(*, act: Act, record_id: int) -> None:
    """Take a form away with its fields, while nobody used it; a form that was used is archived instead. Raises Refused form_used."""
    form = records.locked(model=UserForm, record_id=record_id)
    used = Document.objects.filter(type=form.code).count()
    if used:
        raise refuse("form_used", form=form.name, count=str(used))
    for target in (form.code, target_of_lines(form.code)):
        forget_target(act=act, target=target)
    rule = NumberRule.objects.filter(target=form.code).first()
    if rule is not None:
        coding.delete_number_rule(act=act, record_id=rule.pk)
    withdraw(resource=form.code)
    records.remove(act=act, entity=ENTITY, record=form)
    epoch.renew()


def _free_code(short: str) -> str:
    """A code nobody has, from the initials of a name."""
    begin = f"u_{short.lstrip('0123456789')[: _CODE_LENGTH - 6] or 'form'}"
    taken = set(UserForm.objects.filter(code__startswith=begin).values_list("code", flat=True))
    return next(code for number in range(len(taken) + 1) if (code := f"{begin}{number or ''}") not in taken)


def _check(form: UserForm) -> None:
    found: list[Refusal] = []
    if not CODE.fullmatch(form.code):
        found.append(Refusal("form_code_bad", {}, ("code",)))
    if not form.name:
        found.append(Refusal("required", {"field": "name"}, ("name",)))
    if form.menu not in MENUS:
        found.append(Refusal("invalid_choice", {}, ("menu",)))
    if found:
        raise Refused(found)


def _check_pushes(form: UserForm) -> None:
    """Raises Refused with every mapping that does not fit the form as it is now."""
    row = forms().rows.get(form.code)
    if row is None or not form.pushes:
        return
    found: list[Refusal] = []
    spec, seen = DOCUMENT_TYPES.get(form.code), set[str]()
    for index, push in enumerate(pushes_of(row)):
        target = DOCUMENT_TYPES.get(push.target) if push.target in DOCUMENT_TYPES else None
        found.extend(push_problems(push, form=spec, target=target, loc=("pushes", index)))
        if push.target in seen:
            found.append(Refusal("push_twice", {"target": push.target}, ("pushes", index, "target")))
        seen.add(push.target)
    if found:
        raise Refused(found)
