"""Values sent by people and programs, checked field by field against the description; all mistakes at once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import CharField, DecimalField, Field, IntegerField, Model, TextField

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.columns import field_at, naming_of
from hengku.metadata.queries.files import missing_files
from hengku.metadata.queries.listing import known_to
from hengku.metadata.queries.record_rules import RecordRules, ruled
from hengku.metadata.queries.records import nameable
from hengku.metadata.rules.codec import encode
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.rules.values import REFERENCES, Invalid, from_json, reference_text, require_digits
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec

_NOT_OURS = frozenset({"id", "rev", "confirm"})


def values_from(
    *,
    spec: ResourceSpec,
    viewer: Viewer,
    raw: Mapping[str, Any],
    at: datetime,
    record_id: int | None = None,
    kept: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What was sent as the program wants it: by field name, references as ids, numbers as Decimal; children as sent.

    record_id: the record to be changed, None = a new one. Custom fields come together under `ext`, as they are stored, on top of
    `kept` (what the record has there); the account set's rules on fields are kept.

    Read-only fields are passed over. Raises Refused with every mistake: unknown_field, required, invalid_*, too_long,
    reference_unknown.
    """
    creating = record_id is None
    reading = _Reading(spec, viewer, creating=creating)
    for name, value in raw.items():
        if name not in _NOT_OURS:
            reading.take(name, value)
    if creating:
        reading.complete()
    reading.resolve()
    reading.gather(kept or {})
    if not reading.wrong:
        _keep_rules(spec, reading, raw, at, record_id, kept or {})
    if reading.wrong:
        raise Refused(reading.wrong)
    return reading.values


def _keep_rules(
    spec: ResourceSpec,
    reading: "_Reading",
    raw: Mapping[str, Any],
    at: datetime,
    record_id: int | None,
    kept: Mapping[str, Any],
) -> None:
    own = any(one.key for one in spec.fields)
    if not own and not ruled(spec.fields):
        return
    ext = reading.values["ext"] if "ext" in reading.values else dict(kept)
    rules = RecordRules(
        model=spec.model,
        fields=spec.fields,
        told=reading.values,
        ext=ext,
        record_id=record_id,
        at=at,
        viewer=reading.viewer,
    )
    if record_id is None:
        rules.default(raw.keys())
    before = dict(ext)
    reading.wrong.extend(rules.fill())
    reading.wrong.extend(rules.refusals(raw.keys()))
    if ext and (record_id is None or "ext" in reading.values or ext != before):
        reading.values["ext"] = ext


class _Reading:
    """One pass over what was sent."""

    def __init__(self, spec: ResourceSpec, viewer: Viewer, *, creating: bool) -> None:
        self.model: type[Model] = spec.model
        self.viewer = viewer
        self.creating = creating
        self.fields = {one.name: one for one in known_to(viewer, spec.fields)}
        self.kept = [one for one in spec.fields if self._is_kept(one)]
        self.children = {child.name for child in spec.children}
        self.values: dict[str, Any] = {}
        self.wrong: list[Refusal] = []
        self.asked: dict[str, set[str]] = {}

    def _is_kept(self, one: FieldSpec) -> bool:
        """Is it a field somebody fills in, only not this viewer?"""
        known = self.fields.get(one.name)
        return not one.readonly and one.mask not in self.viewer.masked and (known is None or known.readonly)

    def take(self, name: str, raw: Any) -> None:
        spec = self.fields.get(name)
        if name in self.children:
            self.values[name] = raw
        elif spec is None:
            self.wrong.append(Refusal("unknown_field", {"field": name}, (name,)))
        elif not spec.readonly:
            self._take_field(spec, raw)

    def _take_field(self, spec: FieldSpec, raw: Any) -> None:
        try:
            value = self._reference(spec, raw) if spec.type in REFERENCES and spec.ref else from_json(spec, raw)
            column = field_at(self.model, spec.path)
            _require_room(column, value)
        except Invalid as invalid:
            self.wrong.append(Refusal(invalid.code, invalid.params, (spec.name,)))
            return
        longest = getattr(column, "max_length", None)
        if isinstance(value, str) and longest and len(value) > longest and spec.type is not FieldType.PASSWORD:
            self.wrong.append(Refusal("too_long", {"max": str(longest)}, (spec.name,)))
        elif value in (None, "", []) and spec.required and not spec.key:
            self.wrong.append(Refusal("required", {}, (spec.name,)))
        elif value is None and column is not None and not column.null and not column.is_relation:
            self.values[spec.name] = "" if isinstance(column, CharField | TextField) else column.get_default()
        else:
            self.values[spec.name] = value

    def _reference(self, spec: FieldSpec, raw: Any) -> Any:
        many = spec.type is FieldType.REFERENCES
        given = raw if isinstance(raw, list) else [] if raw in (None, "") else [raw]
        texts = [text for text in (reference_text(one) for one in given) if text]
        self.asked.setdefault(str(spec.ref), set()).update(texts)
        return texts if many else (texts[0] if texts else None)

    def complete(self) -> None:
        """Defaults for what was not sent; what is still missing is a mistake."""
        already = {refusal.loc for refusal in self.wrong}
        for spec in (*self.fields.values(), *self.kept):
            if spec.name in self.values or (spec.name,) in already or spec.readonly:
                continue
            default = spec.default() if isinstance(spec.default, Callable) else spec.default  # type: ignore[arg-type]  # an abstract class is fine here
            if default is not None:
                self._take_field(spec, default)
            elif spec.required and not spec.key:  # of own fields the rules say whether they are
                self.wrong.append(Refusal("required", {}, (spec.name,)))

    def resolve(self) -> None:
        """References as ids, one query per kind of record, and only to records the viewer may see."""
        known = {ref: _resolved(ref, texts, self.viewer) for ref, texts in self.asked.items() if texts}
        for name, value in list(self.values.items()):
            spec = self.fields.get(name)
            if spec is None or spec.type not in REFERENCES or not spec.ref or value in (None, []):
                continue
            ids = known[spec.ref]
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if text not in ids:
                    shown = text.removeprefix("code:")
                    self.wrong.append(Refusal("reference_unknown", {"value": shown}, (name,)))
            found = [ids[text] for text in texts if text in ids]
            self.values[name] = found if isinstance(value, list) else (found[0] if found else None)

    def gather(self, kept: Mapping[str, Any]) -> None:
        """Values of custom fields as they are stored, under `ext`."""
        own = [spec for name, spec in self.fields.items() if spec.key and name in self.values]
        if not own:
            return
        ext = dict(kept)
        files: list[tuple[FieldSpec, object, tuple[Any, ...]]] = []
        for spec in own:
            try:
                stored = encode(spec, self.values.pop(spec.name))
            except Invalid as invalid:
                self.wrong.append(Refusal(invalid.code, invalid.params, (spec.name,)))
                continue
            ext.pop(spec.key, None)
            if stored is not None:
                ext[spec.key] = stored
            if spec.type is FieldType.FILES:
                files.append((spec, stored, (spec.name,)))
        self.wrong.extend(missing_files(files))
        self.values["ext"] = ext


def _require_room(column: "Field[Any, Any] | None", value: object) -> None:
    """Raises Invalid number_too_large for a number its column cannot hold."""
    if isinstance(value, Decimal) and isinstance(column, DecimalField):
        require_digits(value, (column.max_digits or 0) - (column.decimal_places or 0), column.decimal_places or 0)
    elif type(value) is int and isinstance(column, IntegerField):
        least, most = connection.ops.integer_field_range(column.get_internal_type())
        if not (least or 0) <= value <= (most or 0):
            raise Invalid("number_too_large", max=f"{most:,}")


def _resolved(ref: str, texts: set[str], viewer: Viewer) -> dict[str, int]:
    target = need_referred(ref)
    visible = nameable(spec=target, viewer=viewer)
    ids = [int(text) for text in texts if not text.startswith("code:")]
    codes = [text.removeprefix("code:") for text in texts if text.startswith("code:")]
    found = {str(pk): pk for pk in visible.filter(pk__in=ids).values_list("pk", flat=True)} if ids else {}
    if codes:
        code, _ = naming_of(ref, target.model)
        found |= {f"code:{one}": pk for pk, one in visible.filter(**{f"{code}__in": codes}).values_list("pk", code)}
    return found
