"""From a form to the draft of a built-in document: whether a mapping fits, and what a draft of it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hengku.documents.rules.user_forms import FROM_HEADER, FROM_ROWS, Push
from hengku.documents.types import FORM, DocTypeSpec
from hengku.kernel.errors import Refusal
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType

ROW = "row."
TEXT = "="
NUMBER = "number"
"""The form's own number, as a source."""
_COUNTED = NUMBERS | {FieldType.INTEGER}
_WORDS = frozenset({FieldType.TEXT, FieldType.MULTILINE})
_UNFIT = frozenset({FieldType.JSON, FieldType.IMAGE, FieldType.FILES, FieldType.STATE, FieldType.PASSWORD})


def may_be_pushed(target: DocTypeSpec) -> bool:
    """Whether drafts of this type can be made from forms: built in, with lines of items, and written by hand."""
    return target.kind != FORM and not target.made_at and any(field.name == "item" for field in target.line_fields)


def push_problems(
    push: Push, *, form: DocTypeSpec, target: DocTypeSpec | None, loc: tuple[str | int, ...]
) -> list[Refusal]:
    """Why drafts cannot be made like this: every field that is not there or does not fit."""
    if target is None or not may_be_pushed(target):
        return [Refusal("push_target_bad", {"target": push.target}, (*loc, "target"))]
    if push.each not in (FROM_HEADER, FROM_ROWS) or (push.each == FROM_ROWS and not form.line_fields):
        return [Refusal("push_each_bad", {}, (*loc, "each"))]
    header, rows = _by_name(form.header_fields), _by_name(form.line_fields)
    found = [
        *_misfits(push.header, _by_name(target.header_fields), header, {}, (*loc, "header")),
        *_misfits(
            push.lines, _by_name(target.line_fields), header, rows if push.each == FROM_ROWS else {}, (*loc, "lines")
        ),
    ]
    missing = [name for name in ("item",) if not push.lines.get(name)]
    return [*found, *(Refusal("push_field_missing", {"field": name}, (*loc, "lines", name)) for name in missing)]


def _by_name(fields: Sequence[FieldSpec]) -> dict[str, FieldSpec]:
    return {field.name: field for field in fields}


def _misfits(
    mapping: Mapping[str, str],
    wanted: Mapping[str, FieldSpec],
    header: Mapping[str, FieldSpec],
    rows: Mapping[str, FieldSpec],
    loc: tuple[str | int, ...],
) -> list[Refusal]:
    found: list[Refusal] = []
    for name, source in mapping.items():
        into = wanted.get(name)
        given = rows.get(source.removeprefix(ROW)) if source.startswith(ROW) else header.get(source)
        known = given is not None or source.startswith(TEXT) or source == NUMBER
        if into is None or not known or (given is not None and not fits(given, into)):
            found.append(Refusal("push_field_bad", {"field": name, "source": source}, (*loc, name)))
    return found


def fits(given: FieldSpec, into: FieldSpec) -> bool:
    """Whether values of one field can be put into another."""
    if given.type in _UNFIT or into.type in _UNFIT:
        return False
    if into.type in (FieldType.REFERENCE, FieldType.REFERENCES) or given.type in (
        FieldType.REFERENCE,
        FieldType.REFERENCES,
    ):
        return given.type is into.type and given.ref == into.ref
    if into.type in _WORDS:
        return True
    return given.type is into.type or (given.type in _COUNTED and into.type in _COUNTED)


def draft_of(
    push: Push,
    *,
    form: DocTypeSpec,
    target: DocTypeSpec,
    header: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    anchor: str,
) -> dict[str, Any]:
    """{type, header, lines} of the draft, as if it had been sent. header, rows: the form as it goes over the wire; anchor: the id of
    the row a draft of the whole form is linked to."""
    fill = _Filling(_by_name(form.header_fields), _by_name(form.line_fields), header)
    into = _by_name(target.line_fields)
    if push.each == FROM_ROWS:
        lines = [{**fill.values(push.lines, into, row), "source_line_id": row["id"]} for row in rows]
    else:
        lines = [{**fill.values(push.lines, into, {}), "source_line_id": anchor}]
    return {"type": push.target, "header": fill.values(push.header, _by_name(target.header_fields), {}), "lines": lines}


@dataclass(frozen=True, slots=True)
class _Filling:
    """The form's fields by name, and what its header says."""

    header: Mapping[str, FieldSpec]
    rows: Mapping[str, FieldSpec]
    said: Mapping[str, Any]

    def values(
        self, mapping: Mapping[str, str], into: Mapping[str, FieldSpec], row: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What a mapping gives; what the form leaves empty is not said."""
        found = {name: self._value(source, into.get(name), row) for name, source in mapping.items()}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def _value(self, source: str, into: FieldSpec | None, row: Mapping[str, Any]) -> Any:
        if source.startswith(TEXT):
            return source.removeprefix(TEXT)
        of_row = source.startswith(ROW)
        name = source.removeprefix(ROW)
        value = (row if of_row else self.said).get(name)
        field = (self.rows if of_row else self.header).get(name)
        words = field is not None and into is not None and into.type in _WORDS and into.type is not field.type
        return _in_words(field, value) if words and field is not None else value


def _in_words(field: FieldSpec, value: Any) -> Any:
    """A value as a text says it: options by their names."""
    names = {choice.value: str(choice.label) for choice in field.choices}
    if isinstance(value, list):
        return "、".join(names.get(str(one), str(one)) for one in value)
    return None if value is None else names.get(str(value), str(value))


def pushed_fields(form: str, push: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fields a kept mapping of the form speaks of, as (target, name): what it fills and what it takes."""
    target = str(push.get("target", ""))
    found: list[tuple[str, str]] = []
    for part, into in (("header", target), ("lines", target_of_lines(target))):
        for name, source in (push.get(part) or {}).items():
            found.append((into, name))
            if str(source).startswith(ROW):
                found.append((target_of_lines(form), str(source).removeprefix(ROW)))
            elif not str(source).startswith(TEXT):
                found.append((form, str(source)))
    return found
