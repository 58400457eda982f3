"""Columns of a file for the account set's own fields: read by their kind, held to their rules already when looking ahead."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model

from hengku.integrations.operations.context import Context
from hengku.integrations.queries.own_kinds import own_header
from hengku.integrations.rules.values import RowReader
from hengku.kernel.texts import Text
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.columns import naming_of
from hengku.metadata.queries.record_rules import RecordRules, ruled
from hengku.metadata.queries.unique_values import taken_values
from hengku.metadata.rules.codec import LONGEST_TEXT, encode
from hengku.metadata.rules.registry import RESOURCES, need_referred
from hengku.metadata.rules.values import NUMBERS, TEXTS, Invalid
from hengku.metadata.types import FieldSpec, FieldType

_SEPARATORS = str.maketrans({"、": ",", "，": ",", ";": ",", "；": ","})


class OwnColumns:
    """Reads the own fields of a batch; remembers what was looked up. names: field name -> name of its column."""

    def __init__(self, fields: Sequence[FieldSpec], names: Mapping[str, str]) -> None:
        self._fields = [field for field in fields if field.key]
        self._names = names
        self._known: dict[tuple[str, str], int | None] = {}

    def says(self, reader: RowReader) -> bool:
        """Whether the row has a value for one of the fields."""
        return any(reader.has(self._names.get(field.name, field.name)) for field in self._fields)

    def read(self, reader: RowReader) -> dict[str, Any]:
        """Typed values by name of the field; empty cells are left out. Faults are noted in the reader."""
        found: dict[str, Any] = {}
        for field in self._fields:
            column = self._names.get(field.name, field.name)
            if not reader.has(column):
                continue
            before = len(reader.faults)
            value = self._value(reader, field, column)
            if len(reader.faults) == before:
                try:
                    encode(field, value)
                    found[field.name] = value
                except Invalid as problem:
                    reader.fault(problem.code, column, **problem.params)
        return found

    def stored(self, reader: RowReader, kept: Mapping[str, Any] | None) -> dict[str, Any]:
        """`ext` of a record: what the row says on top of `kept`; None = a new record, which has its defaults."""
        told = self.read(reader)
        ext = dict(kept or {})
        for field in self._fields:
            value = told.get(field.name, field.default if kept is None else None)
            if value is not None:
                ext[field.key] = encode(field, value)
        return ext

    def require(self, reader: RowReader, told: Mapping[str, Any]) -> None:
        """Note what a new document's line or header needs and does not say."""
        for field in self._fields:
            if field.required and told.get(field.name) is None and field.default is None and field.formula is None:
                column = self._names.get(field.name, field.name)
                if not any(fault.field == column for fault in reader.faults):
                    reader.fault("required", column)

    def _value(self, reader: RowReader, field: FieldSpec, column: str) -> Any:
        if field.type is FieldType.RATE:
            return reader.rate(column)
        if field.type is FieldType.AMOUNT:
            return reader.money(column, places=2)
        if field.type in NUMBERS:
            return reader.decimal(column, places=6 if field.precision is None else field.precision)
        if field.type in TEXTS:
            return reader.text(column, field.longest or LONGEST_TEXT)
        readers: dict[FieldType, Callable[[str], Any]] = {
            FieldType.INTEGER: reader.integer, FieldType.BOOLEAN: reader.flag, FieldType.DATE: reader.date,
            FieldType.DATETIME: partial(_moment, reader), FieldType.ENUM: partial(_choice, reader, field),
            FieldType.CHOICES: partial(_choices, reader, field), FieldType.REFERENCE: partial(self._record, reader, field),
            FieldType.REFERENCES: partial(self._records, reader, field),
        }  # fmt: skip
        return readers[field.type](column)

    def _record(self, reader: RowReader, field: FieldSpec, column: str) -> int | None:
        return self._found(reader, field, column, reader.text(column))

    def _records(self, reader: RowReader, field: FieldSpec, column: str) -> list[int]:
        words = [word.strip() for word in reader.text(column, LONGEST_TEXT).translate(_SEPARATORS).split(",")]
        return [id_ for word in words if word and (id_ := self._found(reader, field, column, word)) is not None]

    def _found(self, reader: RowReader, field: FieldSpec, column: str, word: str) -> int | None:
        """A record by its code, else by its name where one alone has it."""
        key = (field.ref or "", word)
        if key not in self._known:
            model = need_referred(key[0]).model
            code, name = naming_of(field.ref, model)
            rows = model._default_manager
            ids = list(rows.filter(**{code: word}).values_list("pk", flat=True)[:1])
            ids = ids or list(rows.filter(**{name: word}).values_list("pk", flat=True)[:2])
            self._known[key] = ids[0] if len(ids) == 1 else None
        if self._known[key] is None:
            reader.fault("reference_unknown", column, value=word[:60])
        return self._known[key]


class OwnRecords:
    """Own fields of records read from a file."""

    def __init__(self, context: Context, model: type[Model]) -> None:
        fields = own_header(context.kind)
        self._model = model
        self._columns = OwnColumns(fields, {}) if fields else None
        self._target = str(context.kind.resource)
        self._fields = RESOURCES.get(self._target).fields if fields else ()
        self._at, self._viewer = context.act.at, context.act.viewer
        self._seen: dict[tuple[str, str], RowReader] = {}

    def take(self, reader: RowReader, values: dict[str, Any], found: int | None) -> None:
        """Put `ext` into the values of a new record, or of one the row says something about."""
        if self._columns is None or (found is not None and found < 0):
            return
        if found is not None and not self._columns.says(reader) and not ruled(self._fields):
            return
        kept = None if found is None else dict(self._kept(found))
        ext = self._columns.stored(reader, kept)
        self._keep_rules(reader, values, ext, found)
        if kept is None or ext != kept:
            values["ext"] = ext

    def _keep_rules(self, reader: RowReader, values: dict[str, Any], ext: dict[str, Any], found: int | None) -> None:
        """Note what the account set's rules on fields say against the row."""
        told = {name.removesuffix("_id"): value for name, value in values.items()}
        rules = RecordRules(
            model=self._model,
            fields=self._fields,
            told=told,
            ext=ext,
            record_id=found,
            at=self._at,
            viewer=self._viewer,
        )
        said = {field.name for field in self._fields if reader.has(field.name)}
        if found is None:
            rules.default(said)
        for refusal in (*rules.fill(), *rules.refusals(said)):
            column = str(refusal.loc[-1])
            if not any(fault.field == column for fault in reader.faults):
                reader.fault(refusal.code, column, **refusal.params)
        for refusal in taken_values(self._fields, self._target, [(found or 0, ext, ())]):
            reader.fault(refusal.code, str(refusal.loc[-1]), **refusal.params)
        for field in self._fields:
            value = ext.get(field.key) if field.rules is not None and field.rules.unique else None
            if value is not None and self._seen.setdefault((field.key, str(value)), reader) is not reader:
                reader.fault("value_taken", field.name, value=str(value))

    def _kept(self, record_id: int) -> Mapping[str, Any]:
        return self._model._default_manager.filter(pk=record_id).values_list("ext", flat=True).first() or {}


def _moment(reader: RowReader, column: str) -> datetime | None:
    raw = reader.text(column)
    try:
        moment = datetime.fromisoformat(raw.replace("/", "-"))
    except ValueError:
        reader.fault("invalid_date", column)
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=book_zone())


def _labels(field: FieldSpec) -> dict[str, Text]:
    return {choice.value: choice.label for choice in field.choices}


def _choice(reader: RowReader, field: FieldSpec, column: str) -> str | None:
    return reader.choice(column, _labels(field))


def _choices(reader: RowReader, field: FieldSpec, column: str) -> list[str]:
    found = []
    for word in reader.text(column, LONGEST_TEXT).translate(_SEPARATORS).split(","):
        known = [one.value for one in field.choices if word.strip() in (one.value, one.label.zh, one.label.en)]
        if known:
            found.append(known[0])
        elif word.strip():
            reader.fault("invalid_choice", column)
    return found
