"""Registries: what rooms offer the house. The same name twice is an error, an unknown name is a clear one."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Offer = TypeVar("Offer")


class AlreadyOffered(ValueError):
    """Two rooms offered the same name."""


class NotOffered(KeyError):
    """Nobody offered this name."""


class Registry(Generic[Offer]):
    """A named set of offers in the order in which they were made."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._offers: dict[str, Offer] = {}

    def offer(self, name: str, offer: Offer) -> None:
        if name in self._offers:
            raise AlreadyOffered(f"{self.kind} {name!r} is offered twice")
        self._offers[name] = offer

    def get(self, name: str) -> Offer:
        try:
            return self._offers[name]
        except KeyError:
            raise NotOffered(f"no {self.kind} called {name!r}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._offers

    def __iter__(self) -> Iterator[Offer]:
        return iter(self._offers.values())

    def __len__(self) -> int:
        return len(self._offers)

    def items(self) -> Iterator[tuple[str, Offer]]:
        return iter(self._offers.items())

    def names(self) -> list[str]:
        return list(self._offers)
