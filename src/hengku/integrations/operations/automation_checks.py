"""Whether an automation can be kept: its trigger, condition and actions name what there is, and formulas can be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.models import Role, User
from hengku.integrations.models import Webhook
from hengku.integrations.queries.automation_subjects import line_words, words_of
from hengku.integrations.rules.automation import (
    ACTIONS,
    ANY,
    DOCUMENT_VERBS,
    MOST_ACTIONS,
    RECORD_VERBS,
    Trigger,
    read_trigger,
)
from hengku.integrations.rules.wording import fields_in
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, FieldType

Loc = tuple[str | int, ...]
_MAKEABLE = "masterdata"
_LINES_FROM = ("none", "one", "lines")
_MODES = ("create", "update", "save")
_LONGEST = 2_000


def checked(*, trigger: object, condition: str, actions: object) -> Trigger:
    """The trigger of an automation that can be kept. Raises Refused with every reason found, each at its place."""
    found: list[Refusal] = []
    read = _trigger(trigger, found)
    if read is None:
        raise Refused(found)
    types = {one.path: one.type for one in words_of(read)}
    _formula(condition, types, Kind.BOOL, ("condition",), found)
    if not isinstance(actions, list) or not actions or len(actions) > MOST_ACTIONS:
        found.append(Refusal("automation_actions", {"most": str(MOST_ACTIONS)}, ("actions",)))
    else:
        for position, action in enumerate(actions):
            _Action(read, types, position, found).check(action)
    if found:
        raise Refused(found)
    return read


def _trigger(told: object, found: list[Refusal]) -> Trigger | None:
    try:
        if not isinstance(told, Mapping):
            raise TypeError
        read = read_trigger(told)
    except (ValueError, KeyError, TypeError, AttributeError):
        found.append(Refusal("automation_trigger", {}, ("trigger",)))
        return None
    known = read.type in RESOURCES if read.of_record else read.type in DOCUMENT_TYPES
    needed = read.kind in {"document", "record", "date"} or bool(read.type)
    verbs = RECORD_VERBS if read.of_record else (*DOCUMENT_VERBS, ANY)
    if needed and not known:
        found.append(Refusal("invalid_choice", {}, ("trigger", "type")))
    elif read.kind in {"document", "record"} and (
        not read.on or not read.on.issubset(verbs) or (read.kind == "record") != read.of_record
    ):
        found.append(Refusal("invalid_choice", {}, ("trigger", "on")))
    elif read.kind == "date" and not any(
        one.name == read.field and one.type is FieldType.DATE for one in _fields(read)
    ):
        found.append(Refusal("invalid_choice", {}, ("trigger", "field")))
    elif read.kind == "webhook" and any(kind not in {"text", "number", "date", "bool"} for _, kind in read.fields):
        found.append(Refusal("invalid_choice", {}, ("trigger", "fields")))
    return None if found else read


def _fields(trigger: Trigger) -> Sequence[FieldSpec]:
    return RESOURCES.get(trigger.type).fields if trigger.of_record else DOCUMENT_TYPES.get(trigger.type).header_fields


def _formula(text: str, types: Mapping[str, Type], gives: Kind | None, loc: Loc, found: list[Refusal]) -> None:
    if not text.strip():
        return
    try:
        read_formula(text, types, gives=gives)
    except FormulaError as problem:
        found.append(Refusal(problem.code, {**problem.params, "place": str(problem.position + 1)}, loc))


class _Action:
    """The check of one action."""

    def __init__(self, trigger: Trigger, types: Mapping[str, Type], position: int, found: list[Refusal]) -> None:
        self.trigger, self.types, self.found = trigger, types, found
        self.loc: Loc = ("actions", position)

    def check(self, action: object) -> None:
        if not isinstance(action, Mapping) or action.get("kind") not in ACTIONS:
            self.wrong("invalid_choice", "kind")
            return
        getattr(self, str(action["kind"]))(action)

    def wrong(self, code: str, *where: str | int, **params: str) -> None:
        self.found.append(Refusal(code, params, (*self.loc, *where)))

    def create(self, action: Mapping[str, Any]) -> None:
        if action.get("type") not in DOCUMENT_TYPES:
            self.wrong("invalid_choice", "type")
            return
        spec = DOCUMENT_TYPES.get(str(action["type"]))
        if action.get("push") and not self._about_document():
            self.wrong("automation_needs_document", "push")
        self._mapping(action.get("header"), spec.header_fields, self.types, "header")
        lines = action.get("lines") or {}
        if not isinstance(lines, Mapping) or lines.get("from", "none") not in _LINES_FROM:
            self.wrong("invalid_choice", "lines", "from")
            return
        one_by_one = lines.get("from") != "one"
        types = {one.path: one.type for one in line_words(words_of(self.trigger))} if one_by_one else self.types
        _formula(str(lines.get("when") or ""), types, Kind.BOOL, (*self.loc, "lines", "when"), self.found)
        self._mapping(lines.get("fields"), spec.line_fields, types, "lines", "fields")

    def change(self, action: Mapping[str, Any]) -> None:
        if not self._about_document():
            self.wrong("automation_needs_document", "kind")
            return
        fields = DOCUMENT_TYPES.get(self.trigger.type).header_fields
        self._mapping(action.get("header"), fields, self.types, "header", needed=True)

    def record(self, action: Mapping[str, Any]) -> None:
        spec = RESOURCES.get(str(action.get("resource"))) if action.get("resource") in RESOURCES else None
        if spec is None or spec.group != _MAKEABLE or spec.create is None or spec.update is None:
            self.wrong("invalid_choice", "resource")
            return
        mode = action.get("mode", "create")
        same = self.trigger.of_record and self.trigger.type == spec.name
        if mode not in _MODES:
            self.wrong("invalid_choice", "mode")
        elif mode != "create" and not action.get("match") and not (mode == "update" and same):
            self.wrong("required", "match")
        _formula(str(action.get("match") or ""), self.types, Kind.TEXT, (*self.loc, "match"), self.found)
        self._mapping(action.get("values"), spec.fields, self.types, "values", needed=True)

    def notify(self, action: Mapping[str, Any]) -> None:
        if not str(action.get("title") or "").strip() or len(str(action["title"])) > _LONGEST:
            self.wrong("required", "title")
        if not any(action.get(part) for part in ("people", "roles", "fields")):
            self.wrong("required", "people")
        people = [str(one) for one in action.get("people") or ()]
        if any(not one.isdigit() for one in people) or User.objects.filter(pk__in=people or [0]).count() < len(
            set(people)
        ):
            self.wrong("invalid_choice", "people")
        roles = [str(one) for one in action.get("roles") or ()]
        if Role.objects.filter(code__in=roles).count() < len(set(roles)):
            self.wrong("invalid_choice", "roles")
        for part in ("title", "text"):
            for path in fields_in(str(action.get(part) or "")):
                if path not in self.types:
                    self.wrong("formula_unknown_field", part, name=path, place="1")

    def webhook(self, action: Mapping[str, Any]) -> None:
        number = str(action.get("webhook") or "")
        if not number.isdigit() or not Webhook.objects.filter(pk=int(number)).exists():
            self.wrong("invalid_choice", "webhook")
        self._mapping(action.get("values"), None, self.types, "values")

    def submit(self, action: Mapping[str, Any]) -> None:
        del action

    def _about_document(self) -> bool:
        return bool(self.trigger.type) and not self.trigger.of_record

    def _mapping(
        self,
        told: object,
        fields: Sequence[FieldSpec] | None,
        types: Mapping[str, Type],
        *where: str,
        needed: bool = False,
    ) -> None:
        if told is None or told == {}:
            if needed:
                self.wrong("required", *where)
            return
        if not isinstance(told, Mapping):
            self.wrong("malformed", *where)
            return
        known = None if fields is None else {one.name for one in fields if not one.readonly} | {"unit"}
        for name, formula in told.items():
            if known is not None and name not in known:
                self.wrong("unknown_field", *where, str(name))
            else:
                _formula(str(formula), types, None, (*self.loc, *where, str(name)), self.found)
