"""Values of configuration as people read them."""

from collections.abc import Mapping
from typing import Any

from hengku.kernel.texts import Text

_YES, _NO = Text("是", "yes"), Text("否", "no")
_LONGEST = 400
_NAMES = ("label", "name", "title", "code", "id", "kind")


def said(value: Any) -> str:
    """A value in the reader's language; nothing is an empty text."""
    text = _said(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    if isinstance(value, list):
        return "、".join(filter(None, (_said(one) for one in value)))
    if isinstance(value, Mapping):
        return _of_mapping(value)
    return str(value).removeprefix("code:")


def _of_mapping(value: Mapping[str, Any]) -> str:
    """What names it, and the rest in brackets."""
    name = next((str(value[one]) for one in _NAMES if isinstance(value.get(one), str) and value[one]), "")
    rest = "，".join(f"{key} {told}" for key, part in value.items() if (told := _said(part)) and told != name)
    return f"{name}（{rest}）" if name and rest else name or rest
