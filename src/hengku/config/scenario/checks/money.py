"""Vouchers, account balances and open items."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hengku.config.scenario.checks.compare import Difference, number, same, summed, unequal
from hengku.config.scenario.door import NotOffered
from hengku.config.scenario.world import World

Sides = dict[tuple[str, str], Decimal]
"""(side, account key) -> sum with sign."""
REVENUE = frozenset(
    {"AR", "REV", "OREV", "VAT-OUT", "VAT-OUT-PEND", "VAT-SMALL", "BANK", "CASH", "OTHER-MONEY", "ADV-R"}
)


CARRYING = "CLOSING"
"""The format's vouchers are those before results are carried to profit."""


def _sides(voucher: Mapping[str, Any]) -> Sides:
    return {
        (side, key): Decimal(amount)
        for side in ("dr", "cr")
        for key, amount in (voucher.get(side) or {}).items()
    }  # fmt: skip


def _found(world: World) -> list[dict[str, Any]]:
    """All vouchers up to now in posting order, with account keys."""
    made = world.door.every("/vouchers", sort="id")
    return [
        _told(world, world.door.get(f"/vouchers/{voucher['id']}")) for voucher in made if voucher["kind"] != CARRYING
    ]


def _told(world: World, shown: Mapping[str, Any]) -> dict[str, Any]:
    sides: Sides = {}
    for line in shown["lines"]:
        for side, name in (("dr", "debit"), ("cr", "credit")):
            amount = number(line[name]) or Decimal(0)
            if amount:
                sides[side, line["key"]] = sides.get((side, line["key"]), Decimal(0)) + amount
    return {
        "date": shown["date"],
        "of": sorted({world.step_of(one["id"]) for one in shown["documents"]}),
        "sides": {key: amount for key, amount in sides.items() if amount},
        # 记-12: the word, then the serial of the month.
        "number": number(str(shown.get("number") or shown.get("label") or "").rpartition("-")[2] or None),
    }


def _is_revenue(sides: Sides) -> bool:
    return all(key in REVENUE for _, key in sides)


def _words(date: object, of: Sequence[str], sides: Sides) -> str:
    told = ", ".join(f"{side} {key} {amount}" for (side, key), amount in sorted(sides.items()))
    return f"{date} of {'+'.join(of)}: {told}"


def check_vouchers(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """The complete list so far; pure revenue vouchers count only when listed where the story ignores them."""
    today = world.door.now.date().isoformat() if world.door.now else ""
    found = [one for one in _found(world) if one["date"] <= today]
    yield from _compare(world, "vouchers", expected, found, ignore=world.story.ignores_revenue)


def check_vouchers_of(world: World, expected: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Difference]:
    """All vouchers of single steps."""
    found = _found(world)
    for step, wanted in expected.items():
        mine = [one for one in found if step in one["of"]]
        yield from _compare(world, f"vouchers_of {step}", wanted, mine, ignore=world.story.ignores_revenue)


def check_draft_vouchers(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Those the last trial costing showed. Raises NotOffered without one."""
    if not world.trial:
        raise NotOffered("draft_vouchers without a trial costing")
    found = [_told(world, voucher) for voucher in world.trial["vouchers"]]
    yield from _compare(world, "draft_vouchers", expected, found, ignore=world.story.ignores_revenue)


def _compare(
    world: World, check: str, expected: Sequence[Mapping[str, Any]], found: list[dict[str, Any]], *, ignore: bool
) -> Iterator[Difference]:
    del world
    left = list(found)
    missed: list[tuple[list[str], Mapping[str, Any]]] = []
    for voucher in expected:
        of, wanted = sorted(map(str, voucher["of"])), _sides(voucher)
        exact = next((one for one in _of_paper(left, voucher) if one["of"] == of and one["sides"] == wanted), None)
        if exact is None:
            missed.append((of, voucher))
            continue
        left.remove(exact)
        if "number" in voucher and not same(voucher["number"], exact["number"]):
            yield Difference(check, f"{'+'.join(of)} number", str(voucher["number"]), str(exact["number"]))
    for of, vouchers in _papers_of(missed):
        near = _of_paper(left, vouchers[0])
        if any(one.get("grouping") == "free" for one in vouchers):
            # Listed vouchers of one paper may be split or joined: their sums count.
            wanted, there = _total([{"sides": _sides(one)} for one in vouchers]), _total(near)
            left = [one for one in left if one not in near]
            if wanted != there:
                day = vouchers[0]["date"]
                yield Difference(check, "+".join(of), _words(day, of, wanted), _words(day, of, there))
            continue
        for position, voucher in enumerate(vouchers):
            at = near[position] if position < len(near) else None
            told = _words(at["date"], at["of"], at["sides"]) if at else "no such voucher"
            yield Difference(check, "+".join(of), _words(voucher["date"], of, _sides(voucher)), told)
            if at is not None:
                left.remove(at)
    for one in left:
        if not (ignore and _is_revenue(one["sides"])):
            yield Difference(
                check, "+".join(one["of"]), "no further voucher", _words(one["date"], one["of"], one["sides"])
            )


def _of_paper(found: Sequence[Mapping[str, Any]], voucher: Mapping[str, Any]) -> list[Any]:
    """Those found that may state what a listed voucher does: of its date, of no other papers."""
    of = set(map(str, voucher["of"]))
    return [one for one in found if one["date"] == voucher["date"] and set(one["of"]) <= of]


def _papers_of(
    vouchers: Sequence[tuple[list[str], Mapping[str, Any]]],
) -> Iterator[tuple[list[str], list[Mapping[str, Any]]]]:
    """Listed vouchers of the same papers and date, together."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for of, voucher in vouchers:
        groups.setdefault((str(voucher["date"]), *of), []).append(voucher)
    for key, group in groups.items():
        yield list(key[1:]), group


def _total(vouchers: Sequence[Mapping[str, Any]]) -> Sides:
    sums: Counter[tuple[str, str]] = Counter()
    for one in vouchers:
        for key, amount in one["sides"].items():
            sums[key] += amount
    return {key: Decimal(amount) for key, amount in sums.items() if amount}


def check_accounts(world: World, expected: Mapping[str, str]) -> Iterator[Difference]:
    """Balance on the normal side, opening included, before result accounts are carried to profit."""
    for name, amount in expected.items():
        key, _, auxiliary = name.partition("@")
        found = world.door.get(f"/books/{world.book}/account-balance", key=key, **_auxiliary(world, auxiliary))
        yield from unequal("accounts", name, {"balance": amount}, found, ("balance",))


def _auxiliary(world: World, label: str) -> dict[str, str]:
    if not label:
        return {}
    if label in world.partners:
        return {"partner": world.partners[label]}
    if label in world.items:
        return {"item": world.items[label]}
    if label in world.told:
        return {"document": world.told[label].document_id or ""}
    raise NotOffered(f"account auxiliary {label}")


def check_open_items(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Open amount of one document, of a partner, or in total."""
    items = world.door.every("/open-items")
    for one in expected:
        rows = [row for row in items if row["side"] == one["account"]]
        if "step" in one:
            rows = [row for row in rows if row["document"]["id"] == world.step(one["step"]).document_id]
        if "partner" in one:
            rows = [row for row in rows if row["partner"]["id"] == world.partners[one["partner"]]]
        where = "/".join(str(one[name]) for name in ("account", "step", "partner") if name in one)
        yield from unequal("open_items", where, one, {"open": summed(rows, "open_amount")}, ("open",))
