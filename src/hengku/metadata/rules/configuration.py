"""Everything an account set may configure, as pieces that can be compared, packed, moved to another installation and taken back.

A *part* is a kind of configuration (own fields, forms, flows, …); a *piece* is one thing of it: a key and plain JSON. Keys and
references inside a piece are codes and names people gave, never ids of this installation. Rooms offer their parts in register.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengku.identity.types import Act
from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text
from hengku.metadata.rules.field_uses import ANYWHERE, FieldUse, is_own

Piece = Mapping[str, Any]
Contents = Mapping[str, Mapping[str, Piece | None]]
"""Part -> key -> piece; None: it shall not be there."""
OWN_FIELDS = "own-fields"
USER_FORMS = "user-forms"


@dataclass(frozen=True, slots=True)
class Ref:
    """Something a piece does not work without. kind: the name of a part, or of a resource (roles, users, warehouses)."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of configuration.

    rank: smaller ones are applied first. read: everything the account set has, by key. apply: make, change or (None) take away one
    piece through the room's own operations and rights, inside the caller's transaction; raises Refused. Only the properties a piece
    names are changed. title: what people call a piece; about: the document type or kind of record it belongs to, "" for none.
    needs: what else must be there. uses: fields it reads or shows. words: labels of its properties. page: where people change it.
    """

    name: str
    label: Text
    rank: int
    read: Callable[[], Mapping[str, Piece]]
    apply: Callable[[Act, str, Piece | None], None]
    title: Callable[[str, Piece], str]
    about: Callable[[str, Piece], str] = lambda key, piece: ""
    needs: Callable[[str, Piece], Iterable[Ref]] = lambda key, piece: ()
    uses: Callable[[str, Piece], Iterable[FieldUse]] = lambda key, piece: ()
    words: Mapping[str, Text] = field(default_factory=dict)
    page: str = ""


CONFIGURATION: Registry[Part] = Registry("part of the configuration")


def offer_part(part: Part) -> None:
    """Let packages hold this kind of configuration."""
    CONFIGURATION.offer(part.name, part)


def parts() -> list[Part]:
    """All parts, those first that others rest on."""
    return sorted(CONFIGURATION, key=lambda part: part.rank)


FieldUsers = Callable[[FieldUse], Sequence[str]]
_users: list[tuple[Text, FieldUsers]] = []


def offer_field_users(label: Text, find: FieldUsers) -> None:
    """Tell who uses a field besides pieces of configuration (roles, people's own views, tokens): `find` names them."""
    _users.append((label, find))


def other_users() -> Sequence[tuple[Text, FieldUsers]]:
    """What rooms told of who uses fields."""
    return tuple(_users)


def needs_of(part: Part, key: str, piece: Piece) -> list[Ref]:
    """Everything a piece needs: what its part says, and the own fields it uses."""
    own = [
        Ref(OWN_FIELDS, use.key) for use in part.uses(key, piece) if is_own(use.name) and use.target != ANYWHERE
    ]  # fmt: skip
    found = dict.fromkeys([*part.needs(key, piece), *own])
    found.pop(Ref(part.name, key), None)
    return list(found)


def with_needs(chosen: Contents, live: Contents) -> dict[str, dict[str, Piece | None]]:
    """What was chosen, and of what there is whatever the chosen needs, and what that needs."""
    found: dict[str, dict[str, Piece | None]] = {name: dict(pieces) for name, pieces in chosen.items()}
    waiting = [(name, key) for name, pieces in chosen.items() for key in pieces]
    while waiting:
        name, key = waiting.pop()
        piece = found[name][key]
        if piece is None:
            continue
        for ref in needs_of(CONFIGURATION.get(name), key, piece):
            there = live.get(ref.kind, {}).get(ref.key)
            if there is not None and ref.key not in found.setdefault(ref.kind, {}):
                found[ref.kind][ref.key] = there
                waiting.append((ref.kind, ref.key))
    return {name: pieces for name, pieces in found.items() if pieces}


def in_order(contents: Contents) -> list[tuple[Part, str, Piece | None]]:
    """Pieces in the order in which they can be applied: what goes away first (what uses before what is used), then by rank, each after
    what it needs."""
    ranked = [part for part in parts() if part.name in contents]
    gone = [
        (part, key, None) for part in reversed(ranked) for key, piece in contents[part.name].items() if piece is None
    ]
    placed: dict[tuple[str, str], tuple[Part, str, Piece]] = {}
    for part in ranked:
        for key in contents[part.name]:
            _place(part, key, contents, placed, set())
    return [*gone, *placed.values()]


def _place(
    part: Part, key: str, contents: Contents, placed: dict[tuple[str, str], tuple[Part, str, Piece]], seen: set[tuple[str, str]]
) -> None:  # fmt: skip
    piece = contents[part.name].get(key)
    if piece is None or (part.name, key) in placed or (part.name, key) in seen:
        return
    seen.add((part.name, key))
    for ref in needs_of(part, key, piece):
        if ref.kind in contents:
            _place(CONFIGURATION.get(ref.kind), ref.key, contents, placed, seen)
    placed[part.name, key] = (part, key, piece)
