"""Numbers of packages as people scan them; who is asked when one is put into another."""

import re
from collections.abc import Callable, Sequence

_SSCC = re.compile(r"^(?:\(00\)|\]C100|00)(\d{18})$")


def package_number(told: str) -> str:
    """The number; of a GS1 element string "(00)…" or "00…" the 18 digits of the SSCC."""
    text = told.strip()
    found = _SSCC.match(text)
    return found[1] if found else text


Placing = Callable[[Sequence[int]], None]
"""Hears the ids of packages that were put into another one; raises kernel.errors.Refused when they stand elsewhere."""
_placing: list[Placing] = []


def offer_placing(care: Placing) -> None:
    """Let whoever knows where packages stand object to one being put into another, inside the same transaction."""
    _placing.append(care)


def placing() -> tuple[Placing, ...]:
    return tuple(_placing)
