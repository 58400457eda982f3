"""Rules of fields on single records: pages, programs and imports come here before a record is written."""

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.columns import field_at, naming_of
from hengku.metadata.queries.fills import NOTHING, as_typed, filled, is_asked
from hengku.metadata.rules.codec import encode, exact
from hengku.metadata.rules.field_rules import broken, is_shown, settle_own
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.nodes import Node, fields_of
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.rules.values import NUMBERS, Invalid
from hengku.metadata.types import FieldSpec, FieldType


def ruled(fields: Sequence[FieldSpec]) -> bool:
    """Has any of the fields a rule, or a default worked out by formula?"""
    return any(spec.rules is not None or spec.needed_when is not None or spec.formula is not None for spec in fields)


class RecordRules:
    """Rules of one record about to be written. told: what is written of built-in fields, by name (references as ids); ext: the own
    values as they will be stored; record_id: the record as it is, None = a new one."""

    def __init__(
        self,
        *,
        model: type[Model],
        fields: Sequence[FieldSpec],
        told: MutableMapping[str, Any],
        ext: dict[str, Any],
        record_id: int | None,
        at: datetime,
        viewer: Viewer,
    ) -> None:
        self.model, self.fields, self.told, self.ext, self.at = model, fields, told, ext, at
        self.viewer = viewer
        self.record_id = record_id
        self.named = {spec.name: spec for spec in fields}
        self._kept: Mapping[str, Any] | None = None

    def default(self, said: Collection[str]) -> None:
        """Values by formula for own fields of a new record that nobody spoke of."""
        for spec in self.fields:
            if spec.key and spec.formula is not None and spec.name not in said and spec.key not in self.ext:
                try:
                    stored = encode(spec, self._worked(spec.formula))
                except Invalid:
                    continue
                if stored is not None:
                    self.ext[spec.key] = stored

    def fill(self) -> list[Refusal]:
        """Values that come from somewhere else, for own fields whose rule says so."""
        found: list[Refusal] = []
        for spec in self.fields:
            fill = spec.rules.fill if spec.key and spec.rules is not None else None
            if fill is None or not is_asked(fill, self.ext.get(spec.key)):
                continue
            try:
                value = filled(
                    fill, self.viewer, lambda path: self._raw(self.named[path]) if path in self.named else None
                )
                stored = None if value is NOTHING or value is None else encode(spec, as_typed(spec, value))
            except (Invalid, Refused) as problem:
                params = problem.params if isinstance(problem, Invalid) else problem.refusals[0].params
                found.append(Refusal(problem.code, params, (spec.name,)))
                continue
            if value is not NOTHING:
                self.ext.pop(spec.key, None)
                if stored is not None:
                    self.ext[spec.key] = stored
        return found

    def refusals(self, said: Collection[str]) -> list[Refusal]:
        """Everything that stands against the record; what is not shown is taken out of `ext` and `told`."""
        own = [spec for spec in self.fields if spec.key]
        before = None if self.record_id is None else (self._now().get("ext") or {})
        only = (
            None if self.record_id is None else {*said, *(spec.name for spec in own if spec.rules or spec.needed_when)}
        )
        _, found = settle_own(
            own, self.ext, work=lambda tree, _: self._worked(tree), loc=(), said=said, before=before, only=only
        )
        for spec in self.fields:
            if spec.key or (spec.rules is None and spec.needed_when is None):
                continue
            if not is_shown(spec, self._worked):
                if spec.name in self.told:
                    self.told[spec.name] = "" if isinstance(self.told[spec.name], str) else None
                continue
            found.extend(broken(spec, self._worked, (spec.name,)))
            empty = self._raw(spec) in (None, "", [])
            if empty and spec.needed_when is not None and self._worked(spec.needed_when) is True:
                found.append(Refusal("required", {"field": str(spec.label)}, (spec.name,)))
        return found

    def _worked(self, tree: Node) -> Any:
        values = {path: self._value(path) for path in fields_of(tree)}
        return compile_formula(tree)(Record(values, self.at, book_zone()))

    def _value(self, path: str) -> Any:
        name, _, part = path.partition(".")
        spec = self.named.get(name)
        if spec is None:
            return None
        raw = self._raw(spec)
        if not part:
            return _as_read(spec, raw)
        if raw is None or not spec.ref:
            return None
        model = need_referred(spec.ref).model
        code, title = naming_of(spec.ref, model)
        wanted = code if part == "code" else title
        return model._default_manager.filter(pk=raw).values_list(wanted, flat=True).first()

    def _raw(self, spec: FieldSpec) -> Any:
        if spec.key:
            return self.ext.get(spec.key)
        if spec.name in self.told:
            return self.told[spec.name]
        column = field_at(self.model, spec.path)
        return self._now().get(column.attname) if column is not None and column.concrete else None

    def _now(self) -> Mapping[str, Any]:
        """The record's columns as they are."""
        if self._kept is None:
            columns = [column.attname for column in self.model._meta.concrete_fields]
            rows = self.model._default_manager.filter(pk=self.record_id or 0).values(*columns)
            self._kept = rows.first() or {}
        return self._kept


def _as_read(spec: FieldSpec, raw: Any) -> Any:
    """A value as formulas read it: own dates and moments are kept as text."""
    if raw is None or raw == "":
        return None
    if spec.type in NUMBERS or spec.type is FieldType.INTEGER:
        return raw if isinstance(raw, Decimal) else exact(raw)
    if spec.type is FieldType.DATE and isinstance(raw, str):
        return datetime.fromisoformat(raw).date()
    if spec.type is FieldType.DATETIME and isinstance(raw, str):
        return datetime.fromisoformat(raw)
    return raw
