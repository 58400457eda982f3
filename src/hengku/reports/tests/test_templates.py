"""Papers people lay out: what a layout may hold, what it says, and that masks hold on it."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from hengku.reports.rules.templates import KINDS, SIZES, block_problems
from hengku.reports.tests.conftest import Month
from hengku.reports.tests.pdf_text import pdf_text

SignIn = Callable[[str], Client]
BLOCKS: list[dict[str, Any]] = [
    {"kind": "text", "text": "{company} 收货 {number} #panic() {nothing}", "align": "center", "size": 14},
    {"kind": "fields", "names": ["partner", "warehouse", "business_date"], "columns": 2},
    {"kind": "lines", "names": ["line_no", "item.name", "quantity", "price", "amount"], "rows": 1, "subtotal": True},
    {"kind": "totals"},
    {"kind": "code", "text": "{number}", "size": 18},
    {"kind": "barcode", "text": "{number}", "size": 50},
    {"kind": "trail"},
    {"kind": "signatures", "names": ["制单：{created_by}", "收货人："]},
]


def codes(*blocks: Any, paper: str = "a4") -> list[str]:
    return [one.code for one in block_problems(list(blocks), paper)]


def test_what_a_layout_may_hold() -> None:
    assert {block["kind"] for block in BLOCKS} == set(KINDS)
    for paper in SIZES:
        assert codes(*BLOCKS, paper=paper) == []
    assert codes(paper="napkin") == ["template_paper_unknown"]
    for wrong in (
        {"kind": "script"},
        {"kind": "text", "size": 900},
        {"kind": "lines", "names": "all"},
        {"kind": "text", "text": 3},
    ):
        assert codes(wrong) == ["template_block_bad"], wrong
    assert codes("text") == ["template_malformed"]
    assert codes(*([{"kind": "trail"}] * 41)) == ["template_too_long"]


def made(client: Client, **changes: Any) -> dict[str, Any]:
    body = {"name": "收货联", "document_type": "goods_receipt", "paper": "half", "blocks": BLOCKS, **changes}
    answer = client.post("/api/v1/print-templates", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def paper_of(client: Client, document: int, template: str, more: str = "") -> str:
    answer = client.get(f"/api/v1/documents/{document}/print?layout=template-{template}{more}")
    assert answer.status_code == 200, answer.content[:300]
    return pdf_text(answer.content).replace(" ", "")


def test_a_template_prints_what_the_reader_may_see(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    template = made(owner)["id"]
    text = paper_of(owner, month.receipt, template)
    # Two lines, one a page: each page's own subtotal, the total on the last; a text that looks like code is text.
    assert text.count("本页小计") == 2
    for part in (
        "#panic()",
        "CGRK-202610-0001",
        "甲供应商",
        "1,000.00",
        "222.20",
        "1,222.20",
        "壹仟叁佰柒拾贰元贰角整",
        "过账",
    ):
        assert part in text, part
    assert "{" not in text
    assert "1,000.00" not in paper_of(owner, month.receipt, template, "&prices=false")
    hidden = paper_of(sign_in("keeper_a"), month.receipt, template)
    assert "酱油" in hidden
    for part in ("1,000.00", "1,222.20", "单价", "金额", "大写", "元"):
        assert part not in hidden, part
    assert (
        sign_in("keeper_b").get(f"/api/v1/documents/{month.receipt}/print?layout=template-{template}").status_code
        == 404
    )
    for document, key in ((month.shipment, template), (month.receipt, "0"), (month.receipt, "x")):
        answer = owner.get(f"/api/v1/documents/{document}/print?layout=template-{key}")
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_layout")


def test_several_are_one_file(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    template = made(owner, blocks=[{"kind": "text", "text": "{number} 第 {print_count} 次"}, {"kind": "barcode"}])["id"]
    ids = [month.receipt, month.receipt]
    answer = owner.get(f"/api/v1/documents/print?ids={','.join(map(str, ids))}&layout=template-{template}")
    assert answer.status_code == 200, answer.content[:300]
    text = pdf_text(answer.content).replace(" ", "")
    # Named twice is printed once; the number stands in the text and under its bars.
    assert text.count("CGRK-202610-0001") == 2
    refused = owner.get(f"/api/v1/documents/print?ids={month.receipt},{month.shipment}&layout=template-{template}")
    assert refused.json()["code"] == "unknown_layout"
    assert owner.get("/api/v1/documents/print?ids=&layout=template-1").json()["code"] == "too_many_to_print"


def test_designing(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    words = owner.get("/api/v1/print-template-words?document_type=goods_receipt").json()
    assert {"partner", "number"} <= {one["value"] for one in words["header"]}
    assert {"uppercase", "total_amount"} <= {one["value"] for one in words["tags"]}
    for paper in SIZES:
        body = {"document_type": "goods_receipt", "paper": paper, "blocks": words["blocks"]}
        answer = owner.post("/api/v1/print-template-preview", body, content_type="application/json")
        assert answer.status_code == 200, (paper, answer.content[:300])
        assert answer.json()["pages"][0].startswith("data:image/png;base64,iVBOR")
    seen = sign_in("keeper_a").get("/api/v1/print-template-words?document_type=goods_receipt").json()
    assert "price" not in {one["value"] for one in seen["lines"]}
    denied = sign_in("stranger").post(
        "/api/v1/print-template-preview", {"document_type": "goods_receipt", "paper": "a4", "blocks": []}, content_type="application/json"
    )  # fmt: skip
    assert denied.status_code == 403
    answer = owner.post(
        "/api/v1/print-templates",
        {"name": "无", "document_type": "nothing", "paper": "a4", "blocks": [{"kind": "script"}]},
        content_type="application/json",
    )
    assert {error["code"] for error in answer.json()["errors"]} == {"reference_unknown", "template_block_bad"}
