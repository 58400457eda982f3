"""What an edit changed: by field and line, for the history and for people who lost a race."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.documents.texts import EVENT_LABELS
from hengku.documents.types import DocTypeSpec
from hengku.kernel.quantity import plain

Values = Mapping[str, object]


def changes_between(before: Values, after: Values) -> dict[str, list[object]]:
    """field -> [before, after] for fields that differ."""
    return {
        name: [_plain(before.get(name)), _plain(after.get(name))]
        for name in {**before, **after}
        if _plain(before.get(name)) != _plain(after.get(name))
    }


def line_changes(before: Mapping[int, Values], after: Mapping[int, Values]) -> dict[str, dict[str, list[object]]]:
    """line number -> its changes; a line that came or went shows all its values."""
    found: dict[str, dict[str, list[object]]] = {}
    for line_no in sorted({*before, *after}):
        differs = changes_between(before.get(line_no, {}), after.get(line_no, {}))
        if differs:
            found[str(line_no)] = differs
    return found


def labels_of(spec: DocTypeSpec, names: Sequence[str]) -> list[str]:
    """Names of fields and transitions as people know them."""
    labels = {field.key or field.name: str(field.label) for field in (*spec.line_fields, *spec.header_fields)}
    labels.update({verb.name: str(verb.label) for verb in spec.transitions})
    labels.update({name: str(text) for name, text in EVENT_LABELS.items()})
    return [labels.get(name, name) for name in names]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value if value is None or isinstance(value, bool | int | str | dict | list) else str(value)
