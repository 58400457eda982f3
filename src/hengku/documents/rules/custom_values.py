"""Values of an account set's own fields on drafts: defaults filled in, rules kept, written as they are stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.rules.headers import Loc
from hengku.kernel.errors import Refusal
from hengku.metadata.rules.codec import encode
from hengku.metadata.rules.field_rules import Work, settle_own
from hengku.metadata.rules.values import Invalid
from hengku.metadata.types import FieldSpec


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
    before: Mapping[str, object] | None,
    work: Work,
    loc: Loc,
    refusals: list[Refusal],
) -> dict[str, object]:
    """The extra values with this header's or line's own fields as they are stored. before: what was stored until now; None = it is
    new, and defaults stand in for what was not said.

    Appends every reason to refuse: what codec.encode and field_rules.settle_own say; of a field that is not shown, nothing.
    """
    if not own:
        return extra
    names = {field.name for field in own}
    found = {name: value for name, value in extra.items() if name not in names}
    wrong: dict[str, Refusal] = {}
    for field in own:
        try:
            stored = encode(field, _value(field, extra, found, fresh=before is None, work=work))
        except Invalid as problem:
            wrong[field.name] = Refusal(problem.code, problem.params, (*loc, field.name))
            continue
        found.pop(field.key, None)
        if stored is not None:
            found[field.key] = stored
    said = names & extra.keys()
    hidden, broken = settle_own(own, found, work=work, loc=loc, said=said, before=before)
    refusals.extend(refusal for name, refusal in wrong.items() if name not in hidden)
    refusals.extend(refusal for refusal in broken if refusal.loc[-1] not in wrong)
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
