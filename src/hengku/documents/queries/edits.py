"""What an edit changed, in words: 第 2 行 数量 5 → 8. References are told by name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hengku.documents.models import Event
from hengku.documents.texts import EDIT_WORDS
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.masterdata.models import Bin, Item, Lot, Partner, Unit, Warehouse
from hengku.metadata.types import FieldSpec

DERIVED = frozenset({"net", "tax", "total", "total_amount", "total_net", "total_tax", "amount", "line_no"})
"""Figures that follow from others, and money: the history names what people changed."""
_NAMING = frozenset({"item", "quantity"})
"""Enough to tell a line that came or went."""
_PRICES = frozenset({"price", "discount"})
_NAMES: dict[str, tuple[Any, str]] = {
    "items": (Item, "name"), "units": (Unit, "name"), "partners": (Partner, "name"), "warehouses": (Warehouse, "name"),
    "bins": (Bin, "code"), "lots": (Lot, "number"),
}  # fmt: skip
Change = tuple[str, FieldSpec, object, object]
"""Line number ("" = header), field, before, after."""


def edits_of(spec: DocTypeSpec, events: Sequence[Event], viewer: Viewer) -> dict[int, list[str]]:
    """event id -> sentences, without fields the viewer's roles hide."""
    told = {event.pk: [one for one in _changes(spec, event.changes) if _is_told(one, viewer)] for event in events}
    names = _names(change for changes in told.values() for change in changes)
    return {key: [_sentence(change, names) for change in changes] for key, changes in told.items()}


def _is_told(change: Change, viewer: Viewer) -> bool:
    """Masked money is named without its value as ever; what a role hides field by field is not named at all."""
    field = change[1]
    return viewer.access(field.target, field.name) != "hidden"


def _changes(spec: DocTypeSpec, changes: Mapping[str, Any]) -> Iterator[Change]:
    header = {field.key or field.name: field for field in spec.header_fields}
    lines = {field.key or field.name: field for field in spec.line_fields}
    for name, (before, after) in dict(changes.get("header") or {}).items():
        if name in header and name not in DERIVED:
            yield "", header[name], before, after
    for line_no, differs in dict(changes.get("lines") or {}).items():
        came = "item" in differs and None in differs["item"]
        for name, (before, after) in differs.items():
            if came and name not in _NAMING:
                continue
            if name in lines and name not in DERIVED and (before, after) != (None, ""):
                yield str(line_no), lines[name], before, after


def _names(changes: Iterator[Change]) -> dict[tuple[str, str], str]:
    """(resource, id) -> name for every reference told."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for _, field, *values in changes:
        if field.ref in _NAMES:
            wanted[field.ref or ""] |= {int(str(value)) for value in values if str(value or "").isdigit()}
    found: dict[tuple[str, str], str] = {}
    for resource, ids in wanted.items():
        model, name = _NAMES[resource]
        rows = model._default_manager.filter(pk__in=ids).values_list("pk", name)
        found |= {(resource, str(pk)): str(text) for pk, text in rows}
    return found


def _sentence(change: Change, names: Mapping[tuple[str, str], str]) -> str:
    line_no, field, before, after = change
    place = str(EDIT_WORDS["line"]).format(line=line_no) if line_no else ""
    if field.name in _PRICES:
        return " ".join(part for part in (place, str(field.label)) if part)
    said = [_said(field, value, names) for value in (before, after)]
    return " ".join(part for part in (place, str(field.label), f"{said[0]} → {said[1]}") if part)


def _said(field: FieldSpec, value: object, names: Mapping[tuple[str, str], str]) -> str:
    if value in (None, ""):
        return str(EDIT_WORDS["nothing"])
    if isinstance(value, bool):
        return str(EDIT_WORDS["yes" if value else "no"])
    if (field.ref or "", str(value)) in names:
        return names[field.ref or "", str(value)]
    choice = next((one for one in field.choices or () if one.value == str(value)), None)
    return str(choice.label) if choice else str(value)
