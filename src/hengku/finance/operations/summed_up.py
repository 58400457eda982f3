"""凭证汇总: documents of a day and kind (and partner) share a voucher, where a book wants it so (domain specification 5.3)."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.finance.operations.write_vouchers import NewVoucher
from hengku.finance.queries.facts import Header
from hengku.finance.rules.resolve import ResolvedLine
from hengku.kernel.texts import Text
from hengku.masterdata.types import VoucherGrouping


def sums_up(header: Header) -> bool:
    """Whether the document's book does not want a voucher for each document."""
    return header.voucher_grouping != VoucherGrouping.DOCUMENT


def summed_up(vouchers: Sequence[NewVoucher], headers: Mapping[int, Header]) -> list[NewVoucher]:
    """These vouchers, those of a day and kind as one where their book wants it; the order is that of the first of each."""
    groups: dict[Hashable, list[NewVoucher]] = defaultdict(list)
    for position, one in enumerate(vouchers):
        header = headers.get(one.of[0]) if one.of else None
        groups[_key(one, header) if header is not None and sums_up(header) else position].append(one)
    return [group[0] if len(group) == 1 else _one(group) for group in groups.values()]


def _key(voucher: NewVoucher, header: Header) -> Hashable:
    partner = header.partner_id if header.voucher_grouping == VoucherGrouping.PARTNER else None
    return (voucher.book_id, voucher.day, voucher.kind, voucher.template, header.type, partner)


def _one(vouchers: Sequence[NewVoucher]) -> NewVoucher:
    first = vouchers[0]
    return replace(
        first,
        lines=_lines([line for one in vouchers for line in one.lines]),
        of=list(dict.fromkeys(pk for one in vouchers for pk in one.of)),
        postings=[],
        sources=list(dict.fromkeys(source for one in vouchers for source in one.all_sources)),
        summary=str(Text(f"{first.summary} 等 {len(vouchers)} 张", f"{first.summary} and {len(vouchers) - 1} more")),
        group_key="",
        attachments=sum(one.attachments for one in vouchers),
    )


def _lines(lines: Sequence[ResolvedLine]) -> list[ResolvedLine]:
    """Lines that differ in nothing but amount and quantity, as one; what comes to nothing is left out."""
    sums: dict[ResolvedLine, tuple[Decimal, Decimal | None]] = {}
    for line in lines:
        key = line._replace(amount=Decimal(0), quantity=None)
        amount, quantity = sums.get(key, (Decimal(0), Decimal(0)))
        both = None if quantity is None or line.quantity is None else quantity + line.quantity
        sums[key] = (amount + line.amount, both)
    return [key._replace(amount=amount, quantity=quantity) for key, (amount, quantity) in sums.items() if amount]
