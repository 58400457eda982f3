"""Parts of the configuration that are records of a described kind: read as they are described, written as the interface writes them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengku.identity.types import SYSTEM, Act
from hengku.metadata.operations import records
from hengku.metadata.queries.columns import labels_of, naming_of
from hengku.metadata.queries.records import as_json
from hengku.metadata.rules.configuration import Piece, Ref
from hengku.metadata.rules.field_uses import clauses_in
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import REFERENCES
from hengku.metadata.types import FieldSpec

CODE = "code:"


@dataclass(frozen=True, slots=True)
class RecordPart:
    """keyed_by: fields whose values make the key. kept: fields a piece holds. chosen: which records count as there, by field and value
    (others are found again when a piece comes back, with these values set). told: changes what a record says on its way into a piece."""

    resource: str
    keyed_by: Sequence[str]
    kept: Sequence[str]
    chosen: Mapping[str, Any] = field(default_factory=dict)
    shared: Callable[[Mapping[str, Any]], bool] = lambda record: True
    told: Callable[[dict[str, Any]], dict[str, Any]] = lambda piece: piece

    def read(self) -> dict[str, Piece]:
        """Every piece by key."""
        return {key: self.piece(record) for key, record in self.records().items() if self._is_there(record)}

    def records(self) -> dict[str, dict[str, Any]]:
        """The records themselves, by key; one of the same name as an earlier one has a number behind it."""
        spec = RESOURCES.get(self.resource)
        rows_of = spec.queryset() if spec.queryset else spec.model._default_manager.all()
        rows = as_json(spec=spec, viewer=SYSTEM, queryset=rows_of.order_by("pk"))
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            key = base = "/".join(str(row[name]) for name in self.keyed_by)
            number = 1
            while key in found:
                number += 1
                key = f"{base}#{number}"
            found[key] = row
        return found

    def apply(self, act: Act, key: str, piece: Piece | None) -> None:
        """Make, change or remove the record of this key, as the interface would. Raises Refused."""
        spec = RESOURCES.get(self.resource)
        record = self.records().get(key)
        if piece is None:
            if record is not None and self._is_there(record):
                records.delete(spec=spec, act=act, record_id=int(record["id"]))
            return
        if record is None:
            records.create(spec=spec, act=act, raw=dict(piece))
            return
        now = {**self.piece(record), **{name: record[name] for name in self.chosen}}
        changes = {name: value for name, value in {**piece, **self.chosen}.items() if now.get(name) != value}
        if changes:
            records.update(spec=spec, act=act, record_id=int(record["id"]), raw=changes, rev=None)

    def _is_there(self, record: Mapping[str, Any]) -> bool:
        return all(record[name] == value for name, value in self.chosen.items()) and self.shared(record)

    def piece(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A record as a piece: records it refers to by code."""
        fields = {one.name: one for one in RESOURCES.get(self.resource).fields}
        return self.told({name: _told(fields[name], record[name]) for name in self.kept})

    def refs(self, _: str, piece: Piece) -> Iterable[Ref]:
        """Records of other kinds a piece refers to."""
        for one in RESOURCES.get(self.resource).fields:
            if one.type in REFERENCES and one.ref and piece.get(one.name):
                value = piece[one.name]
                for text in value if isinstance(value, list) else [value]:
                    yield Ref(one.ref, str(text).removeprefix(CODE))


def _told(spec: FieldSpec, value: Any) -> Any:
    if spec.type not in REFERENCES:
        return value
    if isinstance(value, list):
        return sorted(f"{CODE}{one['code']}" for one in value)
    return None if value is None else f"{CODE}{value['code']}"


def codes_for_ids(value: Any, fields: Mapping[str, FieldSpec]) -> None:
    """Let every condition [field, op, value] inside JSON name records by code: ids mean nothing elsewhere. Changes the JSON."""
    for clause in clauses_in(value):
        spec = fields.get(clause[0])
        if spec is None or spec.type not in REFERENCES or not spec.ref:
            continue
        given = clause[2] if isinstance(clause[2], list) else [clause[2]]
        ids = [str(one.get("id", "") if isinstance(one, Mapping) else one) for one in given]
        known = labels_of(spec.ref, [one for one in ids if one.isdigit()])
        coded = [f"{CODE}{known[one]['code']}" if one in known else one for one in ids]
        clause[2] = coded if isinstance(clause[2], list) else coded[0]


def clause_refs(value: Any, fields: Mapping[str, FieldSpec]) -> list[Ref]:
    """Records that conditions inside JSON name by code."""
    found = []
    for clause in clauses_in(value):
        spec = fields.get(clause[0])
        if spec is not None and spec.ref and spec.type in REFERENCES:
            given = clause[2] if isinstance(clause[2], list) else [clause[2]]
            found += [Ref(spec.ref, one.removeprefix(CODE)) for one in given if isinstance(one, str) and CODE in one]
    return found


def is_known(ref: Ref) -> bool:
    """Whether this installation has the record a piece refers to by code."""
    if ref.kind not in RESOURCES:
        return False
    spec = RESOURCES.get(ref.kind)
    code, _ = naming_of(ref.kind, spec.model)
    return bool(spec.model._default_manager.filter(**{code: ref.key}).exists())
