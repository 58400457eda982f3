"""Catch weight 双计量: pieces told beside the weight that is bought, sold and valued (domain specification 3.2)."""

from decimal import Decimal

from hengku.documents.rules.facts import ItemFacts
from hengku.documents.rules.headers import Loc
from hengku.kernel.errors import Refusal
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import plain

_FIELD = "second_quantity"


def second_quantity_of(
    told: Decimal | None, base: Decimal, item: ItemFacts, loc: Loc, refusals: list[Refusal]
) -> Decimal | None:
    """The line's second quantity: what was told, else as many units as the weight comes to; None where the item keeps none.

    Refuses, located at second_quantity: second_not_kept, second_missing, not_whole_unit, weight_out_of_tolerance.
    """
    where = (*loc, _FIELD)
    called = f"{item.code} {item.name}"
    if item.second_unit_id is None:
        if told:
            refusals.append(Refusal("second_not_kept", {"item": called}, where))
        return None
    ratio = item.second_ratio
    second = told
    if second is None and ratio:
        second = max(round_half_up(base / ratio, item.second_precision), Decimal(1).scaleb(-item.second_precision))
    if second is None or second <= 0:
        if base > 0:
            refusals.append(Refusal("second_missing", {"item": called}, where))
        return None
    if second != round_half_up(second, item.second_precision):
        refusals.append(Refusal("not_whole_unit", {"item": called, "quantity": plain(second)}, where))
    if ratio and item.second_tolerance is not None:
        usual = second * ratio
        least, most = usual * (1 - item.second_tolerance), usual * (1 + item.second_tolerance)
        if not least <= base <= most:
            params = {
                "item": called, "weight": plain(base), "least": plain(round_half_up(least, 6)),
                "most": plain(round_half_up(most, 6)), "second": plain(second),
            }  # fmt: skip
            refusals.append(Refusal("weight_out_of_tolerance", params, (*loc, "quantity")))
    return second
