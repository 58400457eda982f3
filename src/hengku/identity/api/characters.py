"""Characters no text column holds (NUL, half a surrogate pair) are refused at the edge, whoever would have stored or sought them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest

from hengku.kernel.errors import Refusal, Refused, refuse

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\x00")
"""How they look in JSON; which of them are real is seen after reading it."""


def require_plain_text(request: HttpRequest) -> None:
    """Raises Refused: not_found (404) for such a character in the path, invalid_characters at the parameter or field that has one."""
    if _UNSTORABLE.search(request.path):
        raise refuse("not_found", status=404)
    found: list[tuple[str | int, ...]] = [
        (name,) for name, values in request.GET.lists() for text in (name, *values) if _UNSTORABLE.search(text)
    ]
    found += list(_in_body(request))
    if found:
        raise Refused([Refusal("invalid_characters", {}, loc) for loc in dict.fromkeys(found)])


def _in_body(request: HttpRequest) -> Iterator[tuple[str | int, ...]]:
    kind = request.content_type or ""
    if kind == "application/json" and _SUSPECT.search(request.body):
        try:
            yield from _places(json.loads(request.body), ())
        except ValueError:
            return  # the endpoint says that this is no JSON


def _places(value: Any, loc: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Where the unstorable texts are."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            yield loc
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if _UNSTORABLE.search(name):
                yield loc
            yield from _places(part, (*loc, _UNSTORABLE.sub("", name)))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _places(part, (*loc, index))
