"""What an item must be: pure checks over drafts, all findings at once."""

from collections.abc import Mapping
from decimal import Decimal

from hengku.kernel.errors import Refusal
from hengku.masterdata.rules.barcodes import MAX_LENGTH
from hengku.masterdata.rules.expiry_tiers import tier_problems
from hengku.masterdata.types import DATED, SERIALS, CostMethod, Inspection, ItemDraft, Tracking

NOT_NEGATIVE = (
    "minimum_stock",
    "maximum_stock",
    "receipt_tolerance",
    "shipment_tolerance",
    "weight_kg",
    "volume_m3",
    "previous_unit_cost",
)


def check_item(values: Mapping[str, object]) -> list[Refusal]:
    """Check the columns of an item as it would be after the write."""
    found: list[Refusal] = []
    if not str(values.get("name") or "").strip():
        found.append(Refusal("name_missing", {}, ("name",)))
    if values.get("base_unit_id") is None:
        found.append(Refusal("base_unit_missing", {}, ("base_unit",)))
    rate = values.get("tax_rate")
    if isinstance(rate, Decimal) and not Decimal(0) <= rate <= Decimal(1):
        found.append(Refusal("tax_rate_bad", {}, ("tax_rate",)))
    for name in NOT_NEGATIVE:
        number = values.get(name)
        if isinstance(number, Decimal) and number < 0:
            found.append(Refusal("value_negative", {}, (name,)))
    standard = values.get("standard_cost")
    if isinstance(standard, Decimal) and standard <= 0:
        found.append(Refusal("standard_cost_bad", {}, ("standard_cost",)))
    low, high = values.get("minimum_stock"), values.get("maximum_stock")
    if isinstance(low, Decimal) and isinstance(high, Decimal) and high < low:
        found.append(Refusal("maximum_below_minimum", {}, ("maximum_stock",)))
    if values.get("has_expiry") and values.get("tracking") not in DATED:
        found.append(Refusal("expiry_needs_lot", {}, ("has_expiry",)))
    found.extend(_check_second(values))
    if values.get("weak_serials") and values.get("tracking") in SERIALS:
        found.append(Refusal("weak_serials_too_many", {}, ("weak_serials",)))
    found.extend(tier_problems(values.get("expiry_tiers")))
    if values.get("cost_method") == CostMethod.SPECIFIC and values.get("tracking") in {None, "", Tracking.NONE}:
        found.append(Refusal("specific_needs_lot", {}, ("cost_method",)))
    if values.get("inspection") == Inspection.SAMPLING and not values.get("aql"):
        found.append(Refusal("sampling_needs_aql", {}, ("aql",)))
    return found


def _check_second(values: Mapping[str, object]) -> list[Refusal]:
    """The second unit of catch weight: another than the base unit, of goods that are not counted one by one."""
    unit = values.get("second_unit_id")
    if unit is None:
        return []
    found: list[Refusal] = []
    if unit == values.get("base_unit_id"):
        found.append(Refusal("second_unit_is_base", {}, ("second_unit",)))
    if values.get("tracking") in SERIALS:
        found.append(Refusal("second_unit_of_serials", {}, ("second_unit",)))
    ratio, tolerance = values.get("second_ratio"), values.get("second_tolerance")
    if isinstance(ratio, Decimal) and ratio <= 0:
        found.append(Refusal("second_ratio_bad", {}, ("second_ratio",)))
    if isinstance(tolerance, Decimal) and not 0 <= tolerance < 1:
        found.append(Refusal("book_tolerance_bad", {}, ("second_tolerance",)))
    return found


def check_lists(
    draft: ItemDraft, *, base_unit_id: int, unit_ids: set[int], unit_names: Mapping[int, str]
) -> list[Refusal]:
    """Check units, barcodes and codes of one item. unit_ids: its units after the write, base unit included."""
    found: list[Refusal] = []
    seen: set[int] = set()
    for position, ratio in enumerate(draft.units or ()):
        name = unit_names.get(ratio.unit_id, str(ratio.unit_id))
        if ratio.unit_id == base_unit_id and ratio.numerator != ratio.denominator:
            found.append(Refusal("unit_is_base", {"unit": name}, ("units", position)))
        if ratio.unit_id in seen:
            found.append(Refusal("unit_twice", {"unit": name}, ("units", position)))
        seen.add(ratio.unit_id)
        if ratio.numerator <= 0 or ratio.denominator <= 0:
            found.append(
                Refusal(
                    "factor_bad", {"value": f"{ratio.numerator}/{ratio.denominator}"}, ("units", position, "factor")
                )
            )
    found.extend(_check_barcodes(draft, unit_ids, unit_names))
    return found


def _check_barcodes(draft: ItemDraft, unit_ids: set[int], unit_names: Mapping[int, str]) -> list[Refusal]:
    found: list[Refusal] = []
    codes: set[str] = set()
    for position, barcode in enumerate(draft.barcodes or ()):
        if not barcode.code or len(barcode.code) > MAX_LENGTH or any(sign.isspace() for sign in barcode.code):
            found.append(Refusal("barcode_bad", {"value": barcode.code}, ("barcodes", position, "code")))
        if barcode.code in codes:
            found.append(Refusal("barcode_twice", {"value": barcode.code}, ("barcodes", position, "code")))
        codes.add(barcode.code)
        if barcode.unit_id is not None and barcode.unit_id not in unit_ids:
            name = unit_names.get(barcode.unit_id, str(barcode.unit_id))
            found.append(Refusal("unit_not_of_item", {"unit": name}, ("barcodes", position, "unit")))
    return found
