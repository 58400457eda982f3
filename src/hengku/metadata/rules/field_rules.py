"""What an account set demands of fields by formula: when they are shown, open, required, what must hold, which options go together.

Kept for pages, imports and programs alike. A field that is not shown has no value: what is sent for it is left out, and nothing
is required of it. A condition that comes to nothing (because something it reads is empty) shows nothing, closes nothing, requires
nothing and refuses nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengku.kernel.errors import Refusal
from hengku.kernel.texts import Text
from hengku.metadata.rules.fills import Fill
from hengku.metadata.rules.formula.nodes import Node, to_json
from hengku.metadata.types import FieldSpec

Work = Callable[[Node, Mapping[str, object]], Any]
"""Works out a typed tree on the values at hand (of own fields: by key, as they are stored)."""
Loc = tuple[Any, ...]
FORMULAS = ("required_when", "shown_when", "locked_when", "must_hold")
"""The formulas of a field's rules, by the names under which people write them."""


@dataclass(frozen=True, slots=True)
class FieldRules:
    """Rules of one field beside `needed_when`. message: what people are told where `must_hold` does not. options_by: the name of the
    field of the same form whose option narrows this one's: options = its option -> what may then be chosen; others allow all. fill: where its value comes
    from."""

    shown_when: Node | None = None
    locked_when: Node | None = None
    must_hold: Node | None = None
    message: Text | None = None
    unique: bool = False
    options_by: str = ""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fill: Fill | None = None


def rules_json(spec: FieldSpec) -> dict[str, Any]:
    """The rules of a field as pages work them out, in the reader's language; {} for none."""
    rules = spec.rules
    trees: dict[str, Node | None] = {"required_when": spec.needed_when}
    if rules is not None:
        trees |= {"shown_when": rules.shown_when, "locked_when": rules.locked_when, "must_hold": rules.must_hold}
    found: dict[str, Any] = {name: to_json(tree) for name, tree in trees.items() if tree is not None}
    if rules is not None and rules.message is not None:
        found["message"] = str(rules.message)
    if rules is not None and rules.options_by:
        found |= {"options_by": rules.options_by, "options": {key: list(some) for key, some in rules.options.items()}}
    if rules is not None and rules.fill is not None:
        found["fill"] = {"when": rules.fill.when, "from": [path for _, path in rules.fill.where]}
    return found


def settle_own(
    fields: Sequence[FieldSpec],
    found: dict[str, object],
    *,
    work: Work,
    loc: Loc,
    said: Collection[str] = (),
    before: Mapping[str, object] | None = None,
    only: Collection[str] | None = None,
) -> tuple[set[str], list[Refusal]]:
    """Keep the rules of own fields on their stored values `found`, from which what is not shown is taken out. said: names of fields
    the request spoke of; before: their stored values until now (None = there were none); only: names of the fields asked about (None = all). Gives the names of the fields that are
    not shown, and every refusal: required, field_locked, field_rule_broken, option_not_offered."""
    hidden = _hide(fields, found, work)
    refusals: list[Refusal] = []
    for spec in fields:
        if spec.name in hidden or (only is not None and spec.name not in only):
            continue
        place = (*loc, spec.name)
        value = found.get(spec.key)
        if value is None and needed(spec, lambda tree: work(tree, found)):
            refusals.append(Refusal("required", {"field": str(spec.label)}, place))
        if spec.rules is None:
            continue
        if _is_locked(spec, found, work) and spec.name in said and value != _unlocked(spec, before):
            refusals.append(Refusal("field_locked", {"field": str(spec.label)}, place))
        refusals.extend(broken(spec, lambda tree: work(tree, found), place))
        refusals.extend(_not_offered(spec, fields, found, place))
    return hidden, refusals


def needed(spec: FieldSpec, worked: Callable[[Node], Any]) -> bool:
    """Must the field have a value?"""
    return spec.required or (spec.needed_when is not None and worked(spec.needed_when) is True)


def is_shown(spec: FieldSpec, worked: Callable[[Node], Any]) -> bool:
    """Is the field there at all?"""
    return spec.rules is None or spec.rules.shown_when is None or worked(spec.rules.shown_when) is True


def broken(spec: FieldSpec, worked: Callable[[Node], Any], place: Loc) -> list[Refusal]:
    """field_rule_broken where what must hold does not."""
    rules = spec.rules
    if rules is None or rules.must_hold is None or worked(rules.must_hold) is not False:
        return []
    return [Refusal("field_rule_broken", {"field": str(spec.label), "message": str(rules.message or "")}, place)]


def _hide(fields: Sequence[FieldSpec], found: dict[str, object], work: Work) -> set[str]:
    """Take out what is not shown, until nothing that stays depends on what is gone."""
    ruled = [spec for spec in fields if spec.rules is not None and spec.rules.shown_when is not None]
    hidden: set[str] = set()
    for _ in range(len(ruled) + 1):
        hidden = {spec.name for spec in ruled if not is_shown(spec, lambda tree: work(tree, found))}
        gone = [spec.key for spec in ruled if spec.name in hidden and spec.key in found]
        if not gone:
            break
        for key in gone:
            del found[key]
    return hidden


def _is_locked(spec: FieldSpec, found: Mapping[str, object], work: Work) -> bool:
    rules = spec.rules
    return rules is not None and rules.locked_when is not None and work(rules.locked_when, found) is True


def _unlocked(spec: FieldSpec, before: Mapping[str, object] | None) -> object:
    """The value a closed field may be sent with: the one it has, on something new the constant default."""
    return spec.default if before is None else before.get(spec.key)


def _not_offered(
    spec: FieldSpec, fields: Sequence[FieldSpec], found: Mapping[str, object], place: Loc
) -> list[Refusal]:
    rules = spec.rules
    other = next((one for one in fields if rules and one.name == rules.options_by), None)
    value = found.get(spec.key)
    if rules is None or other is None or value is None:
        return []
    offered = rules.options.get(str(found.get(other.key)))
    chosen = value if isinstance(value, list) else [value]
    if offered is None or all(one in offered for one in chosen):
        return []
    return [Refusal("option_not_offered", {"field": str(spec.label), "other": str(other.label)}, place)]
