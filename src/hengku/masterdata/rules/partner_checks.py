"""What a partner must be: pure checks, all findings at once."""

from collections.abc import Mapping
from decimal import Decimal

from hengku.kernel.errors import Refusal


def check_partner(values: Mapping[str, object]) -> list[Refusal]:
    """Check the columns of a partner as it would be after the write."""
    found: list[Refusal] = []
    if not str(values.get("name") or "").strip():
        found.append(Refusal("name_missing", {}, ("name",)))
    if not (values.get("is_supplier") or values.get("is_customer")):
        found.append(Refusal("partner_needs_role", {}, ("is_supplier",)))
    rate = values.get("tax_rate")
    if isinstance(rate, Decimal) and not Decimal(0) <= rate <= Decimal(1):
        found.append(Refusal("tax_rate_bad", {}, ("tax_rate",)))
    days = values.get("credit_days")
    if isinstance(days, int) and days < 0:
        found.append(Refusal("credit_days_negative", {}, ("credit_days",)))
    limit = values.get("credit_limit")
    if isinstance(limit, Decimal) and limit < 0:
        found.append(Refusal("value_negative", {}, ("credit_limit",)))
    return found
