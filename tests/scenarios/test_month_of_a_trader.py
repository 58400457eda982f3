"""The month that `hengku bench month-end` measures, in small: it closes, and everything ties, whatever the costing method."""

import pytest
from benchmarks.month import AT, Size
from benchmarks.month_end import live_and_close

from hengku.documents.models import Document
from hengku.finance.models import EstimateReversal, Voucher
from hengku.ledger.operations.prove import run_check
from hengku.ledger.queries.closing import last_closed
from hengku.masterdata.models import Book
from hengku.metadata.rules.invariants import CheckStatus

SMALL = Size(receipts=240, issues=480, items=25)


@pytest.mark.parametrize("method", ["moving_average", "fifo", "specific"])
@pytest.mark.django_db
def test_a_month_is_lived_and_closed(method: str) -> None:
    closed = live_and_close(method, SMALL, lambda: None)
    kinds = set(Document.objects.filter(state="POSTED").values_list("type", flat=True))
    assert {
        "goods_receipt", "purchase_invoice", "purchase_return", "shipment", "sales_return", "transfer", "count_gain",
        "count_loss",
    } <= kinds  # fmt: skip
    assert last_closed(book_id=Book.objects.get().pk) is not None
    assert Voucher.objects.count() > 50
    assert EstimateReversal.objects.exists()
    assert closed.parts.keys() >= {"vouchers", "turnover", "proof", "close"}
    proved = run_check(full=True, now=lambda: AT)
    assert [one for one in proved if one.status is CheckStatus.RED] == []
