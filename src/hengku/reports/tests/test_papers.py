"""Papers as people hold them: header, lines, totals, capitals, copies; and what a keeper's paper leaves out."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hengku.config.wiring import drains
from hengku.documents.models import Document
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.metadata.models import CustomField
from hengku.reports.tests.conftest import Month
from hengku.reports.tests.derivations import wrong_figures
from hengku.reports.tests.pdf_text import pdf_text

SignIn = Callable[[str], Client]


def printed(client: Client, document_id: int, query: str = "") -> tuple[str, int]:
    answer = client.get(f"/api/v1/documents/{document_id}/print?{query}")
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"] == "application/pdf"
    content = answer.content
    return pdf_text(content).replace(" ", ""), content.count(b"/Type /Page\n") or content.count(b"/Type/Page/")


def test_a_receipt(month: Month, sign_in: SignIn) -> None:
    text, _ = printed(sign_in("owner"), month.receipt)
    for part in (
        "采购入库单",
        "CGRK-202610-0001",
        "甲供应商",
        "A仓",
        "BOTTLE",
        "酱油",
        "1,000.00",
        "222.20",
        "打印次数：1",
        "1/1",
    ):
        assert part in text
    # 1,222.20 net, tax 130.00 + 20.00
    assert "壹仟叁佰柒拾贰元贰角整" in text
    assert "打印次数：2" in printed(sign_in("owner"), month.receipt)[0]


def test_three_copies(month: Month, sign_in: SignIn) -> None:
    text, _ = printed(sign_in("owner"), month.receipt, "layout=triplicate")
    assert text.count("CGRK-202610-0001") == 3
    for copy in ("存根", "供应商", "财务"):
        assert all(letter in text for letter in copy)
    one, _ = printed(sign_in("owner"), month.receipt, "layout=triplicate&copies=1")
    assert one.count("CGRK-202610-0001") == 1


def test_a_delivery_note(month: Month, sign_in: SignIn) -> None:
    text, _ = printed(sign_in("owner"), month.shipment, "layout=delivery")
    assert "送货单" in text
    assert "收货人签字" in text
    assert "600.00" in text
    bare, _ = printed(sign_in("owner"), month.shipment, "layout=delivery&prices=false")
    assert "600.00" not in bare
    assert "大写" not in bare


def test_masks_hold_on_paper(month: Month, sign_in: SignIn) -> None:
    text, _ = printed(sign_in("keeper_a"), month.receipt)
    assert "BOTTLE" in text
    for part in ("1,000.00", "单价", "金额", "大写", "元"):
        assert part not in text


def test_every_type_prints_in_every_layout(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    kinds = dict(Document.objects.order_by("id").values_list("type", "id"))
    assert {"transfer_in", "status_change", "cost_adjustment", "scrap", "sales_return"} <= set(kinds)
    for kind, document_id in kinds.items():
        for layout in ("a4", "triplicate"):
            text, _ = printed(owner, document_id, f"layout={layout}")
            assert DOCUMENT_TYPES.get(kind).label.zh in text


def test_photos_and_signatures_are_on_paper(month: Month, sign_in: SignIn, settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path
    owner = sign_in("owner")
    target = {"target": "goods_receipt", "code": "x_signed", "label": "收货签字", "kind": "signature"}
    assert owner.post("/api/v1/custom-fields", target, content_type="application/json").status_code == 201
    drawn = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(drawn, "PNG")
    kept = owner.post("/api/v1/files", {"file": SimpleUploadedFile("s.png", drawn.getvalue())}).json()
    key = f"f_{CustomField.objects.get().pk}"
    Document.objects.filter(pk=month.receipt).update(ext={key: [kept["id"]]})
    paper = owner.get(f"/api/v1/documents/{month.receipt}/print").content
    assert ("收货签字" in pdf_text(paper), b"/Image" in paper) == (True, True)
    assert "s.png" not in pdf_text(paper)


@pytest.mark.parametrize(("username", "status"), [("stranger", 404), ("keeper_b", 404)])
def test_strangers_get_no_paper(month: Month, sign_in: SignIn, username: str, status: int) -> None:
    assert sign_in(username).get(f"/api/v1/documents/{month.receipt}/print").status_code == status


def test_unknown_layouts_are_refused(month: Month, sign_in: SignIn) -> None:
    answer = sign_in("owner").get(f"/api/v1/documents/{month.receipt}/print?layout=scroll")
    assert answer.json()["code"] == "unknown_layout"


def test_an_expense_prints_its_entries(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    fund = {"code": "T", "name": "前台", "kind": "CASH"}
    till = owner.post("/api/v1/fund-accounts", fund, content_type="application/json").json()
    rent = owner.get("/api/v1/spending-categories/lookup?q=RENT").json()[0]["id"]
    header = {
        "business_date": "2026-10-06", "fund_account": till["id"],
        "entries": [{"category": rent, "amount": "1090.00", "tax_rate": "0.09", "includes_tax": True}],
    }  # fmt: skip
    body = {"type": "expense", "header": header, "lines": [], "transition": "post"}
    made = owner.post("/api/v1/documents", body, content_type="application/json").json()
    assert made["entries"][0]["category"]["name"] == "房租水电"
    text, _ = printed(owner, int(made["id"]))
    for part in ("费用单", "前台", "房租", "1,090.00", "9%"):
        assert part in text
    assert "商品编码" not in text
    assert "[{" not in text
    while any(drain() for drain in drains()[:2]):
        pass
    (told,) = owner.get("/api/v1/reports/fund_balance?from=2026-10-01&to=2026-10-31").json()["rows"]
    assert (told["paid"], told["closing"]) == ("1090.00", "-1090.00")
    assert wrong_figures(datetime(2026, 11, 1, tzinfo=UTC), only=frozenset({"fund_balance", "fund_journal"})) == []
