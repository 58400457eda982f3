"""Registries: what rooms offer the house. The same name twice is an error, an unknown name is a clear one."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Offer = TypeVar("Offer")
Glass = Callable[[Offer], Offer]


class AlreadyOffered(ValueError):
    """Two rooms offered the same name."""


class NotOffered(KeyError):
    """Nobody offered this name."""


class Registry(Generic[Offer]):
    """A named set of offers in the order in which they were made."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._offers: dict[str, Offer] = {}
        self._glasses: Callable[[], Glass[Offer] | None] = lambda: None

    def seen_through(self, glasses: Callable[[], Glass[Offer] | None]) -> None:
        """Let everybody who reads offers get what a glass makes of them (an account set's own fields added). `glasses` gives the
        glass of this moment, None when everything is as it was offered; it is asked once a reading, however many offers that takes."""
        self._glasses = glasses

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
        glass = self._glasses()
        return offer if glass is None else glass(offer)

    def __contains__(self, name: object) -> bool:
        return name in self._offers

    def __iter__(self) -> Iterator[Offer]:
        glass = self._glasses()
        return iter(self._offers.values()) if glass is None else map(glass, self._offers.values())

    def __len__(self) -> int:
        return len(self._offers)

    def items(self) -> Iterator[tuple[str, Offer]]:
        return zip(self._offers, self, strict=True)

    def names(self) -> list[str]:
        return list(self._offers)
