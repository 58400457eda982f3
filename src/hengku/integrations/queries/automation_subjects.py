"""What an automation is about, as formulas see it: a document, a record, what an outside system sent, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hengku.documents.queries.detail import document_json
from hengku.documents.rules.formula_fields import FormulaField, formula_fields, formula_values, paths_of
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer
from hengku.integrations.rules.automation import Trigger
from hengku.integrations.rules.wording import fields_in, worded
from hengku.kernel.texts import Text
from hengku.metadata.queries.records import read_record
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.metadata.rules.registry import RESOURCES

LINES = "lines."


def words_of(trigger: Trigger) -> Sequence[FormulaField]:
    """Every path formulas of an automation with this trigger may read; lines give lists."""
    if trigger.kind == "webhook":
        return [
            FormulaField(name, Text(name, name), Type(Kind(kind), many=name.startswith(LINES)))
            for name, kind in trigger.fields
        ]
    if trigger.type and not trigger.of_record and trigger.type in DOCUMENT_TYPES:
        return formula_fields(DOCUMENT_TYPES.get(trigger.type))
    if trigger.type and trigger.of_record and trigger.type in RESOURCES:
        nothing = Text("", "")
        return [one for spec in RESOURCES.get(trigger.type).fields for one in paths_of(spec, "", nothing, many=False)]
    return ()


def line_words(words: Sequence[FormulaField]) -> Sequence[FormulaField]:
    """The same where one line at a time is looked at: a path of lines gives that line's value."""
    return [FormulaField(one.path, one.label, Type(one.type.kind)) for one in words]


@dataclass(frozen=True, slots=True)
class Subject:
    """told: its JSON. types: path -> type. One thing, at one moment."""

    told: Mapping[str, Any]
    types: Mapping[str, Type]
    at: datetime
    zone: ZoneInfo
    line: Mapping[str, Any] | None = field(default=None)

    def lines(self) -> "list[Subject]":
        """The same, one line at a time."""
        types = {path: Type(type_.kind) for path, type_ in self.types.items()}
        return [Subject(self.told, types, self.at, self.zone, line) for line in self.told.get("lines") or []]

    def value(self, formula: str) -> Any:
        """What a formula comes to; None for nothing. Raises FormulaError."""
        tree = read_formula(formula, self.types)
        return compile_formula(tree)(Record(self._values(fields_of(tree)), self.at, self.zone))

    def holds(self, formula: str) -> bool:
        """Is it true? A formula that is not written always is."""
        return not formula.strip() or self.value(formula) is True

    def sentence(self, text: str) -> str:
        """A sentence with the values of the fields it names."""
        return worded(text, self._values([path for path in fields_in(text) if path in self.types]), self.zone)

    def _values(self, paths: Iterable[str]) -> dict[str, Any]:
        told = self.told if self.line is None else {**self.told, "lines": self.line}
        return formula_values(told, paths, self.types)


def subject_of(
    *,
    viewer: Viewer,
    trigger: Trigger,
    subject_id: int,
    payload: Mapping[str, Any] | None,
    at: datetime,
    zone: ZoneInfo,
) -> Subject:
    """The subject as `viewer` may see it. Raises Refused not_found (404)."""
    types = {one.path: one.type for one in words_of(trigger)}
    told: Mapping[str, Any] = {}
    if trigger.kind == "webhook":
        told = payload or {}
    elif trigger.type and subject_id and trigger.of_record:
        told = read_record(spec=RESOURCES.get(trigger.type), viewer=viewer, record_id=subject_id)
    elif trigger.type and subject_id:
        told = document_json(viewer=viewer, document_id=subject_id)
    return Subject(told, types, at, zone)
