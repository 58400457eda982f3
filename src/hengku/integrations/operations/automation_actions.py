"""What actions of automations do: always through the public operations, with the runner's rights; drafts only, never a posting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from hengku.documents.models import Document
from hengku.documents.operations.entry import create_from_entries, update_from_entry
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.incoming import Entry
from hengku.documents.queries.push_down import push_down
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import TransitionCommand
from hengku.identity.operations.notices import News, notify
from hengku.identity.queries.organisation import at_work, holders_of_role
from hengku.identity.types import Act, NoticeKind
from hengku.integrations.models import Webhook, WebhookDelivery
from hengku.integrations.operations.channels import everyones
from hengku.integrations.queries.automation_subjects import Subject
from hengku.integrations.rules.automation import Trigger
from hengku.integrations.types import DeliveryState
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.metadata.operations import records
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, FieldType

Result = dict[str, Any]
EVENT = "automation.call"


@dataclass(slots=True)
class Doing:
    """One run under way. submit: the document the next "submit" is about: what was made last, else what set the run off.
    leaving: whether messages wait to be sent out; calls: whether webhooks do."""

    act: Act
    name: str
    trigger: Trigger
    subject: Subject
    subject_id: int
    made: list[tuple[str, int]] = field(default_factory=list)
    leaving: int = 0
    calls: int = 0


def perform(doing: Doing, action: Mapping[str, Any]) -> Result:
    """Do one action in the caller's transaction; gives what it did. Raises Refused, FormulaError."""
    return _DEEDS[str(action["kind"])](doing, action)


def written(spec: FieldSpec | None, value: Any) -> Any:
    """A formula's value as it is sent to a field: records by code, numbers and dates as text."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if spec is not None and spec.type is FieldType.REFERENCE and isinstance(value, str):
        return f"code:{value}" if value else None
    if spec is not None and spec.type in (FieldType.CHOICES, FieldType.REFERENCES) and isinstance(value, str):
        coded = "code:" if spec.type is FieldType.REFERENCES else ""
        return [f"{coded}{one.strip()}" for one in value.replace("、", ",").split(",") if one.strip()]
    return value


def _filled(subject: Subject, formulas: Mapping[str, Any], fields: Mapping[str, FieldSpec]) -> dict[str, Any]:
    """Field -> value as sent; what comes to nothing is not sent."""
    found = {name: written(fields.get(name), subject.value(str(formula))) for name, formula in formulas.items()}
    return {name: value for name, value in found.items() if value is not None}


def _create(doing: Doing, action: Mapping[str, Any]) -> Result:
    spec = DOCUMENT_TYPES.get(str(action["type"]))
    header: dict[str, Any] = {}
    pushed: list[dict[str, Any]] | None = None
    if action.get("push"):
        told = push_down(viewer=doing.act.viewer, source_ids=[doing.subject_id], target=spec.code, at=doing.act.at)
        header, pushed = dict(told["header"]), list(told["lines"])
    fields = {one.name: one for one in spec.header_fields}
    header |= _filled(doing.subject, action.get("header") or {}, fields)
    if "business_date" in fields:
        header.setdefault("business_date", doing.act.at.astimezone(doing.subject.zone).date().isoformat())
    entry = Entry(spec.code, header, _lines(doing.subject, action.get("lines") or {}, pushed, spec.line_fields))
    [made] = create_from_entries(act=doing.act, entries=[entry])
    doing.made.append((spec.code, made))
    return _told_document(spec.code, made, len(entry.lines))


def _lines(
    subject: Subject, told: Mapping[str, Any], pushed: list[dict[str, Any]] | None, specs: Sequence[FieldSpec]
) -> list[dict[str, Any]]:
    """The lines of a new document: what a push-down gives, one for each line of the subject that is wanted, a single one, or none."""
    fields = {one.name: one for one in specs}
    formulas, wanted = told.get("fields") or {}, str(told.get("when") or "")
    if pushed is not None:
        by_id = {str((one.line or {}).get("id")): one for one in subject.lines()}
        found = [(by_id.get(str(line.get("source_line_id"))), line) for line in pushed]
        return [
            line if own is None else line | _filled(own, formulas, fields)
            for own, line in found
            if own is None or own.holds(wanted)
        ]
    if told.get("from") == "one":
        return [_filled(subject, formulas, fields)]
    if told.get("from") == "lines":
        return [_filled(line, formulas, fields) for line in subject.lines() if line.holds(wanted)]
    return []


def _told_document(code: str, document_id: int, lines: int | None = None) -> Result:
    number = Document.objects.filter(pk=document_id).values_list("number", flat=True).first() or ""
    label = DOCUMENT_TYPES.get(code).label
    return {
        "document": {"type": code, "id": str(document_id), "number": number, "label": {"zh-CN": label.zh, "en": label.en}},
        **({} if lines is None else {"lines": lines}),
    }  # fmt: skip


def _change(doing: Doing, action: Mapping[str, Any]) -> Result:
    """Change fields of the draft that set the run off."""
    told = doing.subject.told
    spec = DOCUMENT_TYPES.get(doing.trigger.type)
    fields = {one.name: one for one in spec.header_fields if not one.readonly}
    changes = _filled(doing.subject, action.get("header") or {}, fields)
    header = {name: told[name] for name in fields if told.get(name) is not None} | {"book": told["book"]} | changes
    entry = Entry(spec.code, header, told["lines"])
    update_from_entry(act=doing.act, document_id=doing.subject_id, entry=entry, rev=int(told["rev"]))
    return {
        **_told_document(spec.code, doing.subject_id),
        "fields": {name: str(value) for name, value in changes.items()},
    }


def _record(doing: Doing, action: Mapping[str, Any]) -> Result:
    """Make a record, or change the one of a code (or the one that set the run off); mode "save" does whichever is right."""
    spec = RESOURCES.get(str(action["resource"]))
    values = _filled(doing.subject, action.get("values") or {}, {one.name: one for one in spec.fields})
    mode, found = str(action.get("mode") or "create"), None
    if mode != "create" and action.get("match"):
        code = doing.subject.value(str(action["match"]))
        found = (
            spec.model._default_manager.filter(**{spec.field(spec.code_field).path: code})
            .values_list("pk", flat=True)
            .first()
        )
        values.setdefault(spec.code_field, code)
    elif mode == "update" and doing.trigger.of_record and doing.trigger.type == spec.name:
        found = doing.subject_id
    if found is not None:
        records.update(spec=spec, act=doing.act, record_id=int(found), raw=values, rev=None)
    elif mode == "update":
        raise refuse("automation_no_record", label=str(spec.label), value=str(values.get(spec.code_field, "")))
    else:
        found = records.create(spec=spec, act=doing.act, raw=values).record_id
    told = {"resource": spec.name, "id": str(found), "label": {"zh-CN": spec.label.zh, "en": spec.label.en}}
    return {"record": told, "fields": {name: str(value) for name, value in values.items()}}


def _notify(doing: Doing, action: Mapping[str, Any]) -> Result:
    people = {int(one) for one in action.get("people") or ()}
    for role in action.get("roles") or ():
        people.update(holders_of_role(code=str(role)))
    for name in action.get("fields") or ():
        told = doing.subject.told.get(str(name))
        if isinstance(told, Mapping) and str(told.get("id", "")).isdigit():
            people.add(int(told["id"]))
    wanted = at_work(user_ids=sorted(people))
    title, body = (
        doing.subject.sentence(str(action.get("title") or "")),
        doing.subject.sentence(str(action.get("text") or "")),
    )
    news = News(NoticeKind.AUTOMATION, tuple(wanted), Text(title, title), Text(body, body), _path(doing))
    doing.leaving += notify(news=[news], at=doing.act.at, also=everyones())
    return {"people": [str(one) for one in wanted], "title": title, "text": body}


def _path(doing: Doing) -> str:
    if doing.made:
        return "/documents/{}/{}".format(*doing.made[-1])
    if not doing.subject_id or not doing.trigger.type:
        return ""
    return f"/{'records' if doing.trigger.of_record else 'documents'}/{doing.trigger.type}/{doing.subject_id}"


def _call(doing: Doing, action: Mapping[str, Any]) -> Result:
    """Queue a signed delivery to a webhook; it leaves after commit, with retries."""
    webhook = Webhook.objects.filter(pk=int(action["webhook"]), active=True).first()
    if webhook is None:
        raise refuse("automation_no_webhook")
    values = {
        name: written(None, doing.subject.value(str(formula))) for name, formula in (action.get("values") or {}).items()
    }
    payload = {
        "automation": doing.name, "type": doing.trigger.type, "id": str(doing.subject_id) if doing.subject_id else None,
        "at": doing.act.at.isoformat(), "values": values,
    }  # fmt: skip
    WebhookDelivery.objects.create(
        webhook=webhook, position=0, kind=EVENT, payload=orjson.dumps(payload).decode(), state=DeliveryState.PENDING,
        next_attempt_at=doing.act.at, created_at=doing.act.at,
    )  # fmt: skip
    doing.calls += 1
    return {"webhook": webhook.name, "values": values}


def _submit(doing: Doing, action: Mapping[str, Any]) -> Result:
    """Submit what was made last, or the draft that set the run off."""
    code, document_id = doing.made[-1] if doing.made else (doing.trigger.type, doing.subject_id)
    transition_documents(act=doing.act, commands=[TransitionCommand(document_id, "submit")])
    return _told_document(code, document_id)


_DEEDS: Mapping[str, Callable[[Doing, Mapping[str, Any]], Result]] = {
    "create": _create, "change": _change, "record": _record, "notify": _notify, "webhook": _call, "submit": _submit,
}  # fmt: skip
