"""Parameters of a report as people and programs type them, read into values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.types import FieldSpec, FieldType

TRUE_WORDS = frozenset({"1", "true", "yes", "on", "是"})
ID_DIGITS_MOST = 18
FALSE_WORDS = frozenset({"0", "false", "no", "off", "否", ""})


@dataclass(frozen=True, slots=True)
class Reference:
    """A record named by id or by code; resolved by the query, which knows the tables."""

    id: int | None = None
    code: str = ""


def read_reference(text: str) -> Reference:
    """`code:A1` is a code, `12` an id (or, when nobody has it, a code), anything else a code."""
    if text.startswith("code:"):
        return Reference(code=text.removeprefix("code:"))
    is_id = text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MOST
    return Reference(id=int(text) if is_id else None, code=text)


def read_parameters(specs: Sequence[FieldSpec], raw: Mapping[str, str]) -> dict[str, object]:
    """Values by name for every parameter; None when not given and without default. Collects every problem.

    Raises Refused with unknown_parameter, required, bad_value.
    """
    known = {spec.name for spec in specs}
    refusals = [Refusal("unknown_parameter", {"name": name}, (name,)) for name in raw if name not in known]
    values: dict[str, object] = {}
    for spec in specs:
        text = (raw.get(spec.name) or "").strip()
        if not text:
            values[spec.name] = spec.default() if callable(spec.default) else spec.default
            if spec.required and values[spec.name] is None:
                refusals.append(Refusal("parameter_required", {"label": str(spec.label)}, (spec.name,)))
            continue
        try:
            values[spec.name] = _READERS.get(spec.type, _text)(spec, text)
        except (ValueError, InvalidOperation):
            refusals.append(Refusal("bad_value", {"label": str(spec.label), "value": text}, (spec.name,)))
    if refusals:
        raise Refused(refusals)
    return values


def _text(_spec: FieldSpec, text: str) -> object:
    return text


def _enum(spec: FieldSpec, text: str) -> object:
    if text not in {choice.value for choice in spec.choices}:
        raise ValueError(text)
    return text


def _boolean(_spec: FieldSpec, text: str) -> object:
    word = text.lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError(text)
    return word in TRUE_WORDS


def _datetime(_spec: FieldSpec, text: str) -> object:
    """ISO 8601 with zone: a time without one means nothing to an auditor."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _decimal(_spec: FieldSpec, text: str) -> object:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


_READERS: Mapping[FieldType, Callable[[FieldSpec, str], object]] = {
    FieldType.DATE: lambda _spec, text: date.fromisoformat(text),
    FieldType.DATETIME: _datetime,
    FieldType.INTEGER: lambda _spec, text: int(text),
    FieldType.DECIMAL: _decimal,
    FieldType.QUANTITY: _decimal,
    FieldType.AMOUNT: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.ENUM: _enum,
    FieldType.STATE: _enum,
    FieldType.REFERENCE: lambda _spec, text: read_reference(text),
    FieldType.REFERENCES: lambda _spec, text: [read_reference(part) for part in text.split(",") if part],
}
