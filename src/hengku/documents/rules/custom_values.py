"""Values of an account set's own fields on drafts: defaults filled in, rules kept, written as they are stored."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hengku.documents.rules.headers import Loc
from hengku.kernel.errors import Refusal
from hengku.metadata.rules.codec import encode
from hengku.metadata.rules.values import Invalid
from hengku.metadata.types import FieldSpec

Work = Callable[[Any, Mapping[str, object]], Any]
"""Works out a typed tree of the formula language on the draft at hand and the values taken so far."""


def own_fields(fields: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """The fields the account set added itself."""
    return tuple(field for field in fields if field.key)


def keep_own(before: Mapping[str, object], extra: dict[str, object], fields: Sequence[FieldSpec]) -> None:
    """What an edit does not speak of stays: fields the editor does not know, may not see, or left out."""
    said = {field.key for field in fields if field.name in extra}
    for key, value in before.items():
        if key.startswith("f_") and key not in said:
            extra.setdefault(key, value)


def take_own(
    own: Sequence[FieldSpec],
    extra: dict[str, object],
    *,
    fresh: bool,
    work: Work,
    loc: Loc,
    refusals: list[Refusal],
) -> dict[str, object]:
    """The extra values with this header's or line's own fields as they are stored. fresh: defaults stand in for what was not said.

    Appends every reason to refuse: required, and what codec.encode says.
    """
    if not own:
        return extra
    names = {field.name for field in own}
    found = {name: value for name, value in extra.items() if name not in names}
    for field in own:
        try:
            stored = encode(field, _value(field, extra, found, fresh=fresh, work=work))
        except Invalid as problem:
            refusals.append(Refusal(problem.code, problem.params, (*loc, field.name)))
            continue
        if stored is not None:
            found[field.key] = stored
            continue
        found.pop(field.key, None)
        if field.required or (field.needed_when is not None and work(field.needed_when, found) is True):
            refusals.append(Refusal("required", {"field": str(field.label)}, (*loc, field.name)))
    return found


def _value(
    field: FieldSpec, extra: Mapping[str, object], found: Mapping[str, object], *, fresh: bool, work: Work
) -> Any:
    """What was said, else what is kept, else the default."""
    if field.name in extra:
        return extra[field.name]
    if field.key in found or not fresh:
        return found.get(field.key)
    return field.default if field.formula is None else work(field.formula, found)
