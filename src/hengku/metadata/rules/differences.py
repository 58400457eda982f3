"""What differs between two pieces of configuration: property by property, so that people can read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NOTHING: tuple[Any, ...] = (None, "", False)


@dataclass(frozen=True, slots=True)
class Difference:
    """One property: path into the piece, what it was and what it becomes; None = nothing."""

    path: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Any, after: Any) -> list[Difference]:
    """Every property that differs; of `after` only what it names counts at the top."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return [one for name in after for one in _of(before.get(name), after[name], (str(name),))]
    return _of(before, after, ())


def _of(before: Any, after: Any, path: tuple[str, ...]) -> list[Difference]:
    if _same(before, after):
        return []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = dict.fromkeys([*before, *after])
        return [one for name in names for one in _of(before.get(name), after.get(name), (*path, str(name)))]
    if _named(before) and _named(after):
        old, new = _by_name(before), _by_name(after)
        found = [
            one for name in dict.fromkeys([*old, *new]) for one in _of(old.get(name), new.get(name), (*path, name))
        ]
        return found or [Difference(path, list(old), list(new))]  # the same ones in another order
    return [Difference(path, before, after)]


def _same(before: Any, after: Any) -> bool:
    return before == after or (_empty(before) and _empty(after))


def _empty(value: Any) -> bool:
    return value in _NOTHING or (isinstance(value, list | dict) and not value)


_NAMES = ("id", "value", "code", "name")


def _named(value: Any) -> bool:
    """Whether a list holds mappings that each have a name of their own."""
    if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
        return False
    names = [_name(one) for one in value]
    return all(names) and len(set(names)) == len(names)


def _name(one: Mapping[str, Any]) -> str:
    return next((str(one[name]) for name in _NAMES if one.get(name) not in (None, "")), "")


def _by_name(value: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {_name(one): one for one in value}
