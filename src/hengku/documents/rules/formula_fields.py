"""What formulas may read of a document: paths into its JSON, with kind and label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hengku.documents.texts import LABELS
from hengku.documents.types import FORM, DocTypeSpec
from hengku.kernel.texts import Text
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.types import FieldSpec, FieldType

_COMMON = (
    FieldSpec("number", Text("单号", "Number")),
    FieldSpec("business_date", Text("业务日期", "Date"), FieldType.DATE),
    FieldSpec("created_at", Text("制单时间", "Made at"), FieldType.DATETIME),
    FieldSpec("total_quantity", Text("数量合计", "Total quantity"), FieldType.QUANTITY),
)
_TOTALS = (
    FieldSpec("total_net", Text("不含税金额合计", "Total without tax"), FieldType.AMOUNT, mask="amount"),
    FieldSpec("total_tax", Text("税额合计", "Total tax"), FieldType.AMOUNT, mask="amount"),
    FieldSpec("total_amount", Text("价税合计", "Total with tax"), FieldType.AMOUNT, mask="amount"),
)
_LINE_AMOUNTS = ("net", "tax", "total")
_NOT_TOLD = frozenset({"source_line_id", "amount"})


@dataclass(frozen=True, slots=True)
class FormulaField:
    path: str
    label: Text
    type: Type


def formula_fields(spec: DocTypeSpec) -> Sequence[FormulaField]:
    """Every path a formula about this type may read; lines give lists."""
    found: dict[str, FormulaField] = {}
    common = _COMMON[:3] if spec.kind == FORM else _COMMON
    for field in (*common, *spec.header_fields, *(_TOTALS if spec.has_prices else ())):
        found |= {offered.path: offered for offered in paths_of(field, "", Text("", ""), many=False)}
    for field in (*spec.line_fields, *_line_amounts(spec)):
        found |= {offered.path: offered for offered in paths_of(field, "lines.", Text("明细.", "Lines: "), many=True)}
    return tuple(found.values())


def formula_types(spec: DocTypeSpec) -> Mapping[str, Type]:
    """Path -> type."""
    return {field.path: field.type for field in formula_fields(spec)}


def _line_amounts(spec: DocTypeSpec) -> Iterable[FieldSpec]:
    return (FieldSpec(name, LABELS[name], FieldType.AMOUNT) for name in _LINE_AMOUNTS) if spec.has_prices else ()


def paths_of(field: FieldSpec, before: str, label: Text, *, many: bool) -> Iterable[FormulaField]:
    """The paths of one field: a reference is read by its code and its name."""
    if field.name in _NOT_TOLD:
        return
    said = Text(label.zh + field.label.zh, label.en + field.label.en)
    if field.type == FieldType.REFERENCE:
        yield FormulaField(
            f"{before}{field.name}.code", Text(f"{said.zh}编码", f"{said.en} code"), Type(Kind.TEXT, many)
        )
        yield FormulaField(
            f"{before}{field.name}.name", Text(f"{said.zh}名称", f"{said.en} name"), Type(Kind.TEXT, many)
        )
    elif field.type in FIELD_KINDS:
        yield FormulaField(f"{before}{field.name}", said, Type(FIELD_KINDS[field.type], many))


def formula_values(document: Mapping[str, Any], paths: Iterable[str], types: Mapping[str, Type]) -> dict[str, Any]:
    """Values by path out of a Document JSON, as formulas want them; what the JSON does not have is nothing."""
    return {path: _value(document, path, types[path]) for path in set(paths)}


def _value(document: Mapping[str, Any], path: str, type_: Type) -> Any:
    if type_.many:
        return [_read(_follow(line, path.removeprefix("lines.")), type_.kind) for line in document.get("lines", [])]
    return _read(_follow(document, path), type_.kind)


def _follow(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _read(value: Any, kind: Kind) -> Any:
    if value is None or (value == "" and kind != Kind.TEXT):
        return None
    if kind == Kind.NUMBER:
        return Decimal(str(value))
    if kind == Kind.DATE:
        return date.fromisoformat(value)
    if kind == Kind.DATETIME:
        return datetime.fromisoformat(value)
    return value
