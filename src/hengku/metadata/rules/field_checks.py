"""Whether a custom field may be registered like this; every reason at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hengku.kernel.errors import Refusal
from hengku.metadata.rules.codec import LONGEST_TEXT, pattern_problem
from hengku.metadata.rules.custom_fields import CODE_START, KINDS
from hengku.metadata.types import FieldType

_CODE = re.compile(r"x_[a-z][a-z0-9_]{0,36}")
RETYPES = frozenset(
    {
        ("text", "multiline"),
        ("integer", "number"),
        ("phone", "text"),
        ("barcode", "text"),
        ("link", "text"),
        ("email", "text"),
    }
)
"""Kinds whose stored values are good values of the other kind too."""
MOST_CHOICES = 200
MOST_FIELDS = 100


def field_problems(values: Mapping[str, Any]) -> list[Refusal]:
    """What is wrong with these values of a field on their own."""
    found: list[Refusal] = []
    if not _CODE.fullmatch(str(values.get("code", ""))):
        found.append(Refusal("field_code_bad", {}, ("code",)))
    kind = KINDS.get(str(values.get("kind", "")))
    if kind is None:
        return [*found, Refusal("invalid_choice", {}, ("kind",))]
    if kind.type in (FieldType.ENUM, FieldType.CHOICES):
        found.extend(_choice_problems(values.get("choices") or ()))
    least, most = values.get("least"), values.get("most")
    if least is not None and most is not None and least > most:
        found.append(Refusal("field_limits_bad", {}, ("most",)))
    if values.get("pattern") and pattern_problem(str(values["pattern"])):
        found.append(Refusal("field_pattern_bad", {}, ("pattern",)))
    longest = values.get("longest")
    if longest is not None and not 1 <= longest <= LONGEST_TEXT:
        found.append(Refusal("field_longest_bad", {"most": str(LONGEST_TEXT)}, ("longest",)))
    places = values.get("places")
    if places is not None and not 0 <= places <= 6:
        found.append(Refusal("field_places_bad", {}, ("places",)))
    return found


def _choice_problems(choices: Sequence[Mapping[str, Any]]) -> list[Refusal]:
    if not choices:
        return [Refusal("field_choices_missing", {}, ("choices",))]
    if len(choices) > MOST_CHOICES:
        return [Refusal("field_choices_many", {"most": str(MOST_CHOICES)}, ("choices",))]
    labels = [str(one.get("label", "")).strip() for one in choices]
    if not all(labels) or len(set(labels)) < len(labels):
        return [Refusal("field_choices_bad", {}, ("choices",))]
    return []


def with_ids(choices: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The options with ids: those that come back keep theirs, new ones get numbers nobody had. A number beyond all there were is kept
    too: options that come from another installation mean the same there and here."""
    used = {str(one["value"]) for one in before}
    next_number = 1 + max([int(value[1:]) for value in used if value[:1] == "o" and value[1:].isdigit()], default=0)
    found = []
    for one in choices:
        value = str(one.get("value") or "")
        number = int(value[1:]) if value[:1] == "o" and value[1:].isdigit() else 0
        if value not in used:
            number = max(number, next_number)
            value, next_number = f"o{number}", number + 1
        found.append(
            {
                "value": value,
                "label": str(one.get("label", "")).strip()[:60],
                "label_en": str(one.get("label_en") or "").strip()[:60],
                "color": str(one.get("color") or "")[:20],
            }
        )
    return found


def full_code(code: str) -> str:
    """A code as typed, with the start all of them have."""
    text = code.strip().lower()
    return text if text.startswith(CODE_START) or not text else f"{CODE_START}{text}"
