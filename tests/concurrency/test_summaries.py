"""Twenty people order the last five units of an allowance at the same moment: what fits passes, and never a unit more."""

import threading
from collections import Counter

from django.db import connection
from tests.world import Company, draft, line, make_company, tell

from hengku.config.directory.connection import tenants
from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import DocumentDraft, TransitionCommand
from hengku.identity.queries import epoch
from hengku.kernel.errors import Refused
from hengku.metadata.rules.invariants import CheckWindow
from hengku.studio.models import SummaryRow
from hengku.studio.operations.summaries import create_summary
from hengku.studio.operations.summary_build import build_waiting
from hengku.studio.queries.summary_records import check_summaries

PEOPLE = 20
ALLOWED = 12
ORDERED_BEFORE = 7
ORDERED = {
    "code": "ordered", "name": "按供应商订货", "source": "purchase_order:line", "states": ["APPROVED"],
    "condition": "", "groups": [{"field": "partner"}],
    "figures": [{"code": "ordered", "label": "已订", "agg": "sum", "field": "lines.base_quantity"}],
    "guard": f"{{ordered}} <= {ALLOWED}", "message": "超过年度配额",
}  # fmt: skip
LEFT = ALLOWED - ORDERED_BEFORE


def test_the_last_units_of_an_allowance_are_ordered_once(committed_db: Connection) -> None:
    """Nothing else keeps these orders apart: no stock, no shared source. Half of them are drafts that are approved, half are made and
    approved in one step."""
    company = make_company()
    create_summary(act=company.act(), values=ORDERED)
    build_waiting(at=company.act().at)
    tell(company, "purchase_order", line(company.bottle, str(ORDERED_BEFORE), price="1"))
    drafts = create_documents(act=company.act(), drafts=[_order(company) for _ in range(PEOPLE // 2)])
    told: Counter[str] = Counter()
    together = threading.Barrier(PEOPLE)

    def person(number: int) -> None:
        tenants.set_schema("main")
        connection.ensure_connection()
        together.wait()
        try:
            if number < len(drafts):
                epoch.refresh()
                transition_documents(act=company.act(), commands=[TransitionCommand(drafts[number], "approve")])
            else:
                create_and_transition(act=company.act(), drafts=[_order(company)], transition="approve")
            told["approved"] += 1
        except Refused as refused:
            told[refused.refusals[0].code] += 1
        finally:
            connection.close()

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join(timeout=60)
    assert told == {"approved": LEFT, "summary_guard_failed": PEOPLE - LEFT}
    [row] = SummaryRow.objects.values_list("dims", "count", "figures")
    assert row == ([company.supplier], LEFT + 1, [str(ALLOWED)])
    assert Document.objects.filter(type="purchase_order", state="APPROVED").count() == LEFT + 1
    assert check_summaries(CheckWindow()).failing == ()


def _order(company: Company) -> DocumentDraft:
    return draft(company, "purchase_order", line(company.bottle, "1", price="1"))
