"""Red lines: a voucher once more with its signs turned, each on its own side."""

from hengku.finance.models import VoucherLine
from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import Side


def red_lines(voucher_id: int) -> list[ResolvedLine]:
    """The lines of a voucher with opposite signs, in their order: red for a blue voucher, blue for a red one."""
    return [
        ResolvedLine(
            account_id=line.account_id,
            side=Side.DEBIT if line.debit else Side.CREDIT,
            amount=-(line.debit or line.credit),
            item_id=line.item_id,
            partner_id=line.partner_id,
            document_id=line.document_id,
            department=line.department,
            quantity=None if line.quantity is None else -line.quantity,
        )
        for line in VoucherLine.objects.filter(voucher_id=voucher_id).order_by("seq")
    ]
