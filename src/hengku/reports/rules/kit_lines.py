"""Papers for customers who bought kits: the components that were sold as one line are printed as one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hengku.documents.rules.kits import KIT, KIT_OF, kits_in
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.quantity import plain
from hengku.reports.texts import PAPER

Line = Mapping[str, Any]
_SUMMED = ("amount", "net", "tax", "total")
_PLACES = 6


def as_kits(lines: Sequence[Line], *, prices_include_tax: bool) -> list[Line]:
    """The lines, with complete kits as one line each, where their first component stands. Components that are not there in the
    measure of their kit (a part came back) stay lines of their own."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.get(KIT_OF):
            groups.setdefault(str(line[KIT_OF]["group"]), []).append(line)
    whole = {group: made for group, made in groups.items() if len(_kits(made)) == 1}
    found: list[Line] = []
    done: set[str] = set()
    for line in lines:
        group = str(line[KIT_OF]["group"]) if line.get(KIT_OF) else ""
        if group not in whole:
            found.append(line)
        elif group not in done:
            done.add(group)
            found.append(_one_line(whole[group], prices_include_tax=prices_include_tax))
    return [{**line, "line_no": number} for number, line in enumerate(found, start=1)]


def _kits(lines: Sequence[Line]) -> set[Decimal]:
    return {kits_in(line[KIT_OF], Decimal(line["base_quantity"])) for line in lines}


def _one_line(lines: Sequence[Line], *, prices_include_tax: bool) -> Line:
    first, told = lines[0], lines[0][KIT_OF]
    (kits,) = _kits(lines)
    sums = {
        name: f"{sum((Decimal(str(line[name])) for line in lines), ZERO):.2f}"
        for name in _SUMMED
        if all(line.get(name) is not None for line in lines)
    }
    rates = {line.get("tax_rate") for line in lines}
    whole = sums.get("total" if prices_include_tax else "net")
    made: dict[str, Any] = {
        "item": {"code": told["code"], "name": told["name"], "spec": ""},
        "unit": {"name": str(PAPER["kit_unit"])},
        "quantity": plain(kits),
        "tax_rate": rates.pop() if len(rates) == 1 else None,
        "source": first.get("source"),
        "remarks": first.get("remarks"),
        **sums,
    }
    if whole is not None and first.get("price") is not None:
        made["price"] = plain(round_half_up(Decimal(whole) / kits, _PLACES))
    return {**made, KIT: None}
