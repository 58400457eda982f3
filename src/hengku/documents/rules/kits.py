"""组合装: a line that sells a kit becomes the lines of its components, which share its price (domain specification C4)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hengku.documents.rules.facts import ItemFacts
from hengku.documents.rules.lines import DISCOUNT_AMOUNT, GIFT_QUANTITY
from hengku.documents.types import LineDraft
from hengku.kernel.money import ZERO, round_amount, round_half_up, split
from hengku.kernel.quantity import plain
from hengku.masterdata.types import KitPart

KIT, KIT_OF = "kit", "kit_of"
"""Line fields: the kit in words, and {id, code, name, group, per}: per base units of the line's item in one kit; lines of one
group were sold as one line."""
_PLACES = 6


def weights_of(parts: Sequence[KitPart]) -> list[Decimal]:
    """How a kit's price is shared out: by reference price × quantity; by quantity alone when no price is known."""
    weights = [part.reference_price * part.quantity for part in parts]
    return weights if any(weights) else [part.quantity for part in parts]


def explode(line: LineDraft, kit: ItemFacts, parts: Sequence[KitPart], *, group: str) -> list[LineDraft]:
    """The lines a kit line stands for. Quantities are the kits × what each holds; the price after discount is shared out to the
    cent, the last line takes the rest. A line whose unit the kit does not have, or without quantity, is left to be refused."""
    factor = kit.factor(line.unit_id or kit.sale_unit_id or kit.base_unit_id)
    if factor is None or line.quantity is None:
        return [line]
    kits = line.quantity * factor[0] / factor[1]
    gifts = Decimal(str(line.extra.get(GIFT_QUANTITY) or 0)) * factor[0] / factor[1]
    off = Decimal(str(line.extra.get(DISCOUNT_AMOUNT) or 0))
    worths = _shares(None if line.price is None else line.quantity * line.price * (1 - line.discount) - off, parts)
    amounts = _shares(line.amount if line.price is None else None, parts)
    made = []
    for part, worth, amount in zip(parts, worths, amounts, strict=True):
        extra = {**line.extra, KIT_OF: _told(kit, part, group)}
        extra.pop(DISCOUNT_AMOUNT, None)
        if gifts:
            extra[GIFT_QUANTITY] = round_half_up(gifts * part.quantity, _PLACES)
        made.append(
            replace(
                line, item_id=part.item_id, unit_id=part.base_unit_id, quantity=round_half_up(kits * part.quantity, _PLACES),
                price=None, worth=worth, amount=amount, discount=ZERO, tax=None, lot_id=None, extra=extra,
            )
        )  # fmt: skip
    return made


def _shares(whole: Decimal | None, parts: Sequence[KitPart]) -> Sequence[Decimal | None]:
    return [None] * len(parts) if whole is None else split(round_amount(whole), weights_of(parts))


def _told(kit: ItemFacts, part: KitPart, group: str) -> dict[str, Any]:
    return {"id": str(kit.id), "code": kit.code, "name": kit.name, "group": group, "per": plain(part.quantity)}


def kits_in(told: Any, base_quantity: Decimal) -> Decimal:
    """How many kits a component line is part of; not whole where components went or came back apart."""
    return round_half_up(base_quantity / Decimal(str(told["per"])), _PLACES)


def kit_words(told: Any, base_quantity: Decimal) -> str:
    """The kit of a component line, for people: "礼盒 ×2"."""
    return f"{told['name']} ×{plain(kits_in(told, base_quantity))}"
