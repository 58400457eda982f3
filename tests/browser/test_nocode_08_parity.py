"""One language, three engines: what the server's tests hold Python and PostgreSQL to, a real browser gives as well; and the list's footer
adds up in the database what Python adds up row by row."""

import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.client import Client, today
from tests.browser.conftest import Company, OpenDesk

from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import to_json

pytestmark = pytest.mark.browser
HOUSE = Path(__file__).parents[2]
WEB = HOUSE / "web"
VECTORS = json.loads((HOUSE / "src/hengku/metadata/tests/formula_vectors.json").read_text(encoding="utf-8"))
TYPES = {
    name: Type(Kind(kind.removesuffix("[]")), kind.endswith("[]")) for name, (kind, _) in VECTORS["fields"].items()
}
RATE = Decimal("1.13")


def engine(folder: Path) -> str:
    """The pages' own interpreter as a script a browser can take."""
    target = folder / "formula.js"
    bundler = WEB / "node_modules" / ".bin" / "rolldown"
    wish = ["src/kit/formula/evaluate.ts", "--format", "iife", "--name", "formula", "--file", str(target)]
    subprocess.run([bundler, *wish], cwd=WEB, check=True, capture_output=True)
    return target.read_text(encoding="utf-8")


def test_the_browser_gives_every_golden_value(chromium: Browser, tmp_path: Path) -> None:
    cases = VECTORS["cases"]
    trees = [to_json(read_formula(one["formula"], TYPES, gives=Kind(one["kind"]))) for one in cases]
    values = {name: value for name, (_, value) in VECTORS["fields"].items()}
    # A reader far from the books' time zone sees the same dates.
    context = chromium.new_context(timezone_id="America/New_York", locale="en")
    page = context.new_page()
    page.add_script_tag(content=engine(tmp_path))
    told = page.evaluate(
        "([trees, values, now, zone]) => trees.map((tree) => formula.evaluate(tree, values, {at: Date.parse(now), zone}))",
        [trees, values, VECTORS["now"], VECTORS["zone"]],
    )
    context.close()
    wrong = [
        (case["formula"], case["value"], answer)
        for case, answer in zip(cases, told, strict=True)
        if (answer["value"], answer["warnings"]) != (case["value"], case.get("warns", []))
    ]
    assert wrong == []
    assert len(cases) >= 300


def test_the_footer_adds_up_a_formula(owner: Client, company: Company, desk: OpenDesk) -> None:
    header: dict[str, Any] = {"business_date": today(), "partner": company.supplier, "warehouse": company.main}
    for quantity in ("3", "7", "13"):
        owner.make(
            "/documents", type="purchase_order", header=header, lines=[{"item": company.rice, "quantity": quantity, "price": "1"}]
        )  # fmt: skip
    rows = owner.read("/documents", type="purchase_order", limit="500", fields="total_quantity")["items"]
    wanted = sum((Decimal(row["total_quantity"]) * RATE for row in rows), Decimal(0)).normalize()
    formula = f"{{total_quantity}}*{RATE}"
    told = owner.read("/documents", type="purchase_order", limit="1", sum=formula)["totals"]["formula"]
    assert Decimal(told) == wanted

    mine = desk(owner)
    mine.open("/documents/purchase_order")
    mine.page.get_by_role("button", name="公式合计").click()
    mine.page.get_by_role("textbox", name="公式合计").click()
    mine.page.keyboard.insert_text(formula)
    mine.page.get_by_role("button", name=re.compile("^合\\s?计$")).click()
    expect(mine.page.get_by_role("button", name=re.compile(f"公式合计 {wanted:,f}"))).to_be_visible()
