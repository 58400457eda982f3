"""Kits on paper: whole ones as one line, parts of kits as they are."""

from typing import Any

from hengku.reports.rules.kit_lines import as_kits


def part(name: str, base: str, per: str, group: str, total: str) -> dict[str, Any]:
    kit = {"id": "9", "code": "BOX", "name": "礼盒", "group": group, "per": per}
    amounts = {"net": total, "amount": total, "tax": "0.00", "total": total, "price": "1", "tax_rate": "0"}
    return {"item": {"code": name}, "quantity": base, "base_quantity": base, "kit_of": kit, "kit": "礼盒", **amounts}


def test_whole_kits_are_one_line_with_the_sum() -> None:
    plain = {"item": {"code": "X"}, "quantity": "1", "line_no": 2}
    lines = [part("A", "6", "2", "1", "193.55"), plain, part("B", "4.5", "1.5", "1", "106.45")]
    told = as_kits(lines, prices_include_tax=False)
    assert [(one["line_no"], one["item"]["code"], one["quantity"]) for one in told] == [(1, "BOX", "3"), (2, "X", "1")]
    assert (told[0]["total"], told[0]["price"]) == ("300.00", "100")


def test_parts_of_a_kit_stay_lines_of_their_own() -> None:
    lines = [part("A", "6", "2", "1", "193.55"), part("B", "3", "1.5", "1", "70.97")]
    assert [one["item"]["code"] for one in as_kits(lines, prices_include_tax=False)] == ["A", "B"]
