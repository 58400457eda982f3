"""Registries: what rooms offer the house. The same name twice is an error, an unknown name is a clear one."""

from collections.abc import Callable, Iterator, Mapping
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
        self._own: Callable[[], Mapping[str, Offer]] | None = None

    def seen_through(self, glasses: Callable[[], Glass[Offer] | None]) -> None:
        """Let everybody who reads offers get what a glass makes of them (an account set's own fields added). `glasses` gives the
        glass of this moment, None when everything is as it was offered; it is asked once a reading, however many offers that takes."""
        self._glasses = glasses

    def joined_by(self, own: Callable[[], Mapping[str, Offer]]) -> None:
        """Let everybody who reads offers also get those of the account set at hand (its own forms), after the house's; names of the
        house go before. They are as `own` tells them, seen through nothing."""
        self._own = own

    def offer(self, name: str, offer: Offer) -> None:
        if name in self._offers:
            raise AlreadyOffered(f"{self.kind} {name!r} is offered twice")
        self._offers[name] = offer

    def offered(self, name: str) -> Offer:
        """The offer as it was made, seen through nothing."""
        return self._offers[name]

    def get(self, name: str) -> Offer:
        offer = self._offers.get(name)
        if offer is None:
            own = self._joined().get(name)
            if own is None:
                raise NotOffered(f"no {self.kind} called {name!r}")
            return own
        glass = self._glasses()
        return offer if glass is None else glass(offer)

    def _joined(self) -> Mapping[str, Offer]:
        return {} if self._own is None else self._own()

    def __contains__(self, name: object) -> bool:
        return name in self._offers or name in self._joined()

    def __iter__(self) -> Iterator[Offer]:
        glass = self._glasses()
        yield from self._offers.values() if glass is None else map(glass, self._offers.values())
        yield from self._joined().values()

    def __len__(self) -> int:
        return len(self._offers) + len(self._joined())

    def items(self) -> Iterator[tuple[str, Offer]]:
        return zip(self.names(), self, strict=True)

    def names(self) -> list[str]:
        return [*self._offers, *self._joined()]
