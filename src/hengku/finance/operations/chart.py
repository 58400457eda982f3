"""The chart of a book: laid out by its standard when the book is made, and laid out anew while nothing is booked on it."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Length

from hengku.finance.models import Account, AccountMapping, FundAccount, OpeningBalance, VoucherLine
from hengku.finance.rules.charts import chart
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book
from hengku.masterdata.types import AccountingStandard


@transaction.atomic
def lay_out(book_id: int) -> None:
    """Accounts and default mappings of the book's standard, unless it has accounts already."""
    if Account.objects.filter(book_id=book_id).exists():
        return
    book = Book.objects.get(pk=book_id)
    write_chart(book_id=book_id, standard=AccountingStandard(book.standard), at=book.updated_at)


def write_chart(*, book_id: int, standard: AccountingStandard, at: datetime) -> None:
    """The packaged chart as accounts of this book, and each key's default account."""
    stamp = {"created_at": at, "updated_at": at}
    rows = chart(standard)
    for depth in sorted({len(row.code) for row in rows}):
        parents = dict(Account.objects.filter(book_id=book_id).values_list("code", "pk"))
        Account.objects.bulk_create(
            Account(
                book_id=book_id,
                code=row.code,
                name=row.name,
                parent_id=parents.get(row.parent),
                account_class=row.account_class,
                side=row.side,
                auxiliaries=list(row.auxiliaries),
                by_quantity=row.by_quantity,
                **stamp,
            )
            for row in rows
            if len(row.code) == depth
        )
    ids = dict(Account.objects.filter(book_id=book_id).values_list("code", "pk"))
    AccountMapping.objects.bulk_create(
        AccountMapping(book_id=book_id, key=row.key, account_id=ids[row.code], **stamp) for row in rows if row.key
    )


@transaction.atomic
def follow_standard(book_id: int) -> None:
    """After a change of the book: its chart is that of its standard. Refuses standard_fixed once something is booked."""
    standard = AccountingStandard(Book.objects.get(pk=book_id).standard)
    codes = set(Account.objects.filter(book_id=book_id).values_list("code", flat=True))
    own = {row.code for row in chart(standard) if row.key}
    if codes and own <= codes:
        return
    if VoucherLine.objects.filter(book_id=book_id).exists() or FundAccount.objects.filter(book_id=book_id).exists():
        raise refuse("standard_fixed", loc=("standard",))
    clear(book_id)
    lay_out(book_id)


@transaction.atomic
def clear(book_id: int) -> None:
    """Take the chart of a book away (the book goes, or its standard changed); protected once something is booked."""
    OpeningBalance.objects.filter(book_id=book_id).delete()
    AccountMapping.objects.filter(book_id=book_id).delete()
    for depth in sorted({len(code) for code in Account.objects.filter(book_id=book_id).values_list("code", flat=True)})[
        ::-1
    ]:
        Account.objects.annotate(depth=Length("code")).filter(book_id=book_id, depth=depth).delete()
