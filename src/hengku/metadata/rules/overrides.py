"""What an account set may change about built-in fields, and the changed fields. A change that no longer fits is left out.

Classes: L = the ledger reads it: words, group and place only, and stricter (required). B = business: also default and hidden. F = free:
the same as B, and a field the type requires may be let go. A field of the account set's own is changed where it is registered; here
only its group and place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.kernel.errors import Refusal
from hengku.kernel.texts import Text
from hengku.metadata.rules.field_rules import FORMULAS, FieldRules
from hengku.metadata.rules.formula.nodes import from_json as tree_of
from hengku.metadata.rules.values import Invalid, from_json
from hengku.metadata.types import FieldSpec, FieldType

WORDS = frozenset({"label", "label_en", "help", "help_en", "order", "group"})
RULES = frozenset({"required_when", "must_hold", "message", "message_en"})
"""What may be demanded of any field beside its own rules."""
_STRICTER = WORDS | {"required"} | RULES
_ALL = _STRICTER | {"default", "hidden", "shown_when"}
_ALLOWED = {"L": _STRICTER, "B": _ALL, "F": _ALL, "C": frozenset({"order", "group"})}
FREE = frozenset({"handler", "remarks", "external_number"})
"""Nothing is worked out from them."""
BUSINESS = frozenset(
    {
        "contact", "phone", "address", "email", "brand", "spec", "origin", "image", "weight_kg", "volume_m3", "keeper", "description",
        "supplier_number", "note", "reason", "purpose", "department", "carrier", "tracking_number", "valid_until", "delivery_date",
    }
)  # fmt: skip
_MAY_BE_EMPTY = frozenset({"help", "help_en", "group", "message", "message_en", *FORMULAS})
_LONGEST = {
    "label": 60,
    "label_en": 60,
    "help": 300,
    "help_en": 300,
    "group": 40,
    "message": 200,
    "message_en": 200,
    **dict.fromkeys(FORMULAS, 2000),
}


def class_of(field: FieldSpec) -> str:
    """L, B, F or C."""
    if field.key:
        return "C"
    if field.name in FREE:
        return "F"
    return "B" if field.name in BUSINESS else "L"


def allowed(field: FieldSpec) -> frozenset[str]:
    """What may be changed about a field."""
    return _ALLOWED[class_of(field)]


def problems(fields: Sequence[FieldSpec], changes: Mapping[str, Any]) -> list[Refusal]:
    """Everything that stands against these changes: design_field_unknown, design_not_allowed, design_required_hidden, design_bad_value."""
    known = {field.name: field for field in fields}
    found: list[Refusal] = []
    for name, delta in changes.items():
        field = known.get(name)
        if field is None or not isinstance(delta, Mapping):
            found.append(Refusal("design_field_unknown", {"field": name}, ("fields", name)))
            continue
        found.extend(_problems_of(field, delta))
    return found


_WHATS = {
    "required": Text("必填", "Required"), "hidden": Text("隐藏", "Hidden"), "default": Text("默认值", "Default"), "label": Text("名称", "Name"),
    "label_en": Text("英文名称", "English name"), "help": Text("提示", "Help"), "help_en": Text("英文提示", "English help"),
    "group": Text("分组", "Group"), "order": Text("位置", "Place"), "required_when": Text("必填条件", "Required where"),
    "shown_when": Text("显示条件", "Shown where"), "must_hold": Text("校验", "Rule"), "message": Text("校验提示", "Message"),
    "message_en": Text("英文校验提示", "English message"),
}  # fmt: skip


def _told(what: str) -> str:
    return str(_WHATS[what]) if what in _WHATS else what


def _problems_of(field: FieldSpec, delta: Mapping[str, Any]) -> list[Refusal]:
    label = str(field.label)
    kind = class_of(field)
    found = [
        Refusal("design_not_allowed", {"field": label, "what": _told(what)}, ("fields", field.name, what))
        for what in delta
        if what not in _ALLOWED[kind]
    ]
    if delta.get("required") is False and field.required and kind != "F":
        found.append(
            Refusal(
                "design_not_allowed", {"field": label, "what": _told("required")}, ("fields", field.name, "required")
            )
        )
    needed = delta.get("required", field.required)
    if delta.get("hidden") and needed:
        found.append(Refusal("design_required_hidden", {"field": label}, ("fields", field.name, "hidden")))
    found.extend(
        Refusal("design_bad_value", {"field": label, "what": _told(what)}, ("fields", field.name, what))
        for what, value in delta.items()
        if what in _ALLOWED[kind] and not _fits(field, what, value)
    )
    return found


def _fits(field: FieldSpec, what: str, value: Any) -> bool:
    if what in _LONGEST:
        return (
            isinstance(value, str) and len(value) <= _LONGEST[what] and (what in _MAY_BE_EMPTY or bool(value.strip()))
        )
    if what in ("required", "hidden"):
        return isinstance(value, bool)
    if what == "order":
        return isinstance(value, int) and not isinstance(value, bool)
    if field.type in (FieldType.REFERENCE, FieldType.REFERENCES, FieldType.JSON, FieldType.FILES):
        return value is None
    try:
        from_json(field, value)
    except Invalid:
        return False
    return True


def changed(
    fields: Sequence[FieldSpec], changes: Mapping[str, Any], trees: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[FieldSpec, ...]:
    """The fields with what was changed about them (trees: the formulas among it, read), in the order chosen (fields without one keep their place among each other)."""
    if not changes:
        return tuple(fields)
    found = [
        _changed(field, changes[field.name], (trees or {}).get(field.name, {})) if field.name in changes else field
        for field in fields
    ]
    order = {name: delta["order"] for name, delta in changes.items() if isinstance(delta.get("order"), int)}
    if order:
        places = {
            field.name: (order.get(field.name, index), field.name not in order, index)
            for index, field in enumerate(found)
        }
        found.sort(key=lambda field: places[field.name])
    return tuple(found)


def _changed(field: FieldSpec, delta: Mapping[str, Any], trees: Mapping[str, Any]) -> FieldSpec:
    if _problems_of(field, delta):
        return field
    more: dict[str, Any] = {}
    if "label" in delta or "label_en" in delta:
        zh = delta.get("label", field.label.zh)
        more["label"] = Text(zh, delta.get("label_en") or (field.label.en if "label" not in delta else zh))
        more["aliases"] = (*field.aliases, field.label.zh, field.label.en)
    if delta.get("help") or delta.get("help_en"):
        zh = delta.get("help") or str(delta.get("help_en"))
        more["help"] = Text(zh, delta.get("help_en") or zh)
    if "required" in delta:
        more["required"] = delta["required"]
    if delta.get("default") is not None:
        more["default"] = from_json(field, delta["default"])
    if "group" in delta:
        more["group"] = delta["group"] or None
    if delta.get("hidden"):
        more |= {"in_form": False, "in_list": False}
    read = {name: tree_of(tree) for name, tree in trees.items() if name in delta}
    if "required_when" in read:
        more["needed_when"] = read["required_when"]
    if "shown_when" in read or "must_hold" in read:
        zh = delta.get("message") or ""
        message = Text(zh, delta.get("message_en") or zh) if zh else None
        more["rules"] = FieldRules(shown_when=read.get("shown_when"), must_hold=read.get("must_hold"), message=message)
    return field.but(**more)
