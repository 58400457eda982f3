"""Amounts that documents of warehousing must bring, and amounts they must not."""

from collections.abc import Mapping
from decimal import Decimal

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import unit_cost
from hengku.kernel.quantity import plain

Pool = tuple[Decimal, Decimal]


def without_cost(document: LoadedDocument) -> list[LoadedLine]:
    """Lines that bring no amount and give no reason why they are free."""
    return [line for line in document.lines if line.net == 0 and not line.reason]


def own_cost_problems(
    document: LoadedDocument, *, names: Mapping[int, str], pools: Mapping[tuple[int, int], Pool]
) -> list[Refusal]:
    """own_cost_required for each line without an amount, with the last known unit cost as a suggestion."""
    problems = []
    for line in without_cost(document):
        quantity, amount = pools.get((line.item_id, line.warehouse_id or 0), (Decimal(0), Decimal(0)))
        known = unit_cost(amount, quantity)
        params = {"item": names.get(line.item_id, ""), "suggestion": plain(known) if known is not None else "–"}
        problems.append(Refusal("own_cost_required", params, ("line", line.id, "amount")))
    return problems


def adjustment_problems(document: LoadedDocument) -> list[Refusal]:
    """An adjustment of nothing is a typing mistake; one without a reason must say who is on the other side, and to whom it is owed."""
    credit = document.extra.get("credit")
    problems = [Refusal("adjustment_zero", {}, ("line", line.id, "amount")) for line in document.lines if line.net == 0]
    if credit == "AP" and document.partner_id is None:
        problems.append(Refusal("adjustment_needs_partner", {}, ("header", "partner")))
    if not credit:
        problems += [
            Refusal("adjustment_needs_reason", {}, ("line", line.id, "reason"))
            for line in document.lines
            if not line.reason
        ]
    return problems
