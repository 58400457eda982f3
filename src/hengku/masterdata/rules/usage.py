"""Who uses a record: rooms above tell, so that deleting or archiving is refused with the names of the users."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hengku.kernel.texts import Text

EXAMPLES = 3
"""How many users a refusal names."""


@dataclass(frozen=True, slots=True)
class Usage:
    """label: what the users are ("单据"/"documents"). find: record ids -> readable names of users of each that is used."""

    label: Text
    find: Callable[[Sequence[int]], Mapping[int, Sequence[str]]]


_usages: dict[str, list[Usage]] = defaultdict(list)


def offer_usage(resource: str, usage: Usage) -> None:
    """Let `usage` protect records of `resource`."""
    _usages[resource].append(usage)


def usages_of(resource: str) -> tuple[Usage, ...]:
    return tuple(_usages.get(resource, ()))


def named(users: Sequence[str]) -> str:
    """The first few users by name, and how many more there are."""
    shown = "、".join(users[:EXAMPLES])
    return f"{shown} (+{len(users) - EXAMPLES})" if len(users) > EXAMPLES else shown
