"""What money documents bring to their vouchers beside value events; each type of this room offers its loader in register.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hengku.finance.types import Beside, DraftLine
from hengku.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Extra:
    """lines naming keys; template when the type's own does not fit; joins, beside, gives_back: as in DocumentFacts."""

    lines: tuple[DraftLine, ...] = ()
    template: str = ""
    joins: tuple[int, ...] = ()
    beside: tuple[Beside, ...] = ()
    gives_back: Mapping[int, tuple[DraftLine, ...]] = field(default_factory=dict)


ExtraLoader = Callable[[Sequence[int]], Mapping[int, Extra]]
"""Document ids of one type -> what each brings; documents that bring nothing may be left out."""

EXTRAS: Registry[ExtraLoader] = Registry("extra lines")


_only_beside: set[str] = set()


def offer_extra(document_type: str, loader: ExtraLoader, *, only_beside: bool = False) -> None:
    """Let documents of this type bring lines to the vouchers. only_beside: never to the voucher of their cost itself."""
    EXTRAS.offer(document_type, loader)
    if only_beside:
        _only_beside.add(document_type)


def stays_beside(document_type: str) -> bool:
    """Whether what a type brings never changes the voucher of its cost."""
    return document_type in _only_beside
