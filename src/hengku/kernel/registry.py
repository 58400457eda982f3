"""Registries: what rooms offer the house. The same name twice is an error, an unknown name is a clear one."""

from collections.abc import Callable, Iterator
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
        self._view: Callable[[Offer], Offer] | None = None

    def seen_through(self, view: Callable[[Offer], Offer]) -> None:
        """Let everybody who reads offers get what `view` makes of them (an account set's own fields added)."""
        self._view = view

    def offer(self, name: str, offer: Offer) -> None:
        if name in self._offers:
            raise AlreadyOffered(f"{self.kind} {name!r} is offered twice")
        self._offers[name] = offer

    def offered(self, name: str) -> Offer:
        """The offer as it was made, seen through nothing."""
        return self._offers[name]

    def get(self, name: str) -> Offer:
        try:
            offer = self._offers[name]
        except KeyError:
            raise NotOffered(f"no {self.kind} called {name!r}") from None
        return offer if self._view is None else self._view(offer)

    def __contains__(self, name: object) -> bool:
        return name in self._offers

    def __iter__(self) -> Iterator[Offer]:
        return iter(self._offers.values()) if self._view is None else map(self._view, self._offers.values())

    def __len__(self) -> int:
        return len(self._offers)

    def items(self) -> Iterator[tuple[str, Offer]]:
        return zip(self._offers, self, strict=True)

    def names(self) -> list[str]:
        return list(self._offers)
