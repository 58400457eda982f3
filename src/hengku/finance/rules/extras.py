"""What money documents bring to their vouchers beside value events; each type of this room offers its loader in register.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hengku.finance.types import DraftLine
from hengku.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Extra:
    """lines naming keys; template when the type's own does not fit; joins: documents that share a voucher with this one when they
    come in the same posting group."""

    lines: tuple[DraftLine, ...] = ()
    template: str = ""
    joins: tuple[int, ...] = ()


ExtraLoader = Callable[[Sequence[int]], Mapping[int, Extra]]
"""Document ids of one type -> what each brings; documents that bring nothing may be left out."""

EXTRAS: Registry[ExtraLoader] = Registry("extra lines")


def offer_extra(document_type: str, loader: ExtraLoader) -> None:
    """Let documents of this type bring lines to the vouchers."""
    EXTRAS.offer(document_type, loader)
