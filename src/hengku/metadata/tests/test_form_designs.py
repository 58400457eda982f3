"""What may be changed about built-in fields, and the fields it makes."""

from typing import Any

import pytest

from hengku.kernel.texts import Text
from hengku.metadata.rules.overrides import changed, problems
from hengku.metadata.types import FieldSpec, FieldType

FIELDS = (
    FieldSpec("partner", Text("供应商", "Supplier"), FieldType.REFERENCE, required=True),
    FieldSpec("handler", Text("经手人", "Handler")),
    FieldSpec("carrier", Text("承运商", "Carrier")),
    FieldSpec("phone", Text("电话", "Phone"), required=True),
    FieldSpec("x_temp", Text("温度", "Temperature"), FieldType.DECIMAL, key="f_1"),
)


@pytest.mark.parametrize(
    ("name", "delta", "codes"),
    [
        ("partner", {"label": "往来", "group": "一", "order": 3, "required": True}, []),
        ("partner", {"hidden": True}, ["design_not_allowed", "design_required_hidden"]),
        ("partner", {"required": False}, ["design_not_allowed"]),
        ("partner", {"default": None}, ["design_not_allowed"]),
        ("phone", {"required": False, "hidden": True}, ["design_not_allowed"]),
        ("handler", {"hidden": True, "default": "王"}, []),
        ("handler", {"hidden": True, "required": True}, ["design_required_hidden"]),
        ("handler", {"label": " "}, ["design_bad_value"]),
        ("handler", {"group": "长" * 41}, ["design_bad_value"]),
        ("x_temp", {"group": "冷链", "order": 0}, []),
        ("x_temp", {"label": "度"}, ["design_not_allowed"]),
        ("x_gone", {"label": "度"}, ["design_field_unknown"]),
    ],
)
def test_each_class_allows_its_own(name: str, delta: dict[str, Any], codes: list[str]) -> None:
    found = problems(FIELDS, {name: delta})
    assert [one.code for one in found] == codes
    assert all(one.loc[:2] == ("fields", name) for one in found)


def test_fields_are_changed_and_a_change_that_does_not_fit_is_left_out() -> None:
    found = changed(
        FIELDS,
        {
            "handler": {"label": "采购员", "required": True, "group": "人员", "order": 0},
            "carrier": {"hidden": True},
            "partner": {"hidden": True, "label": "往来"},
        },
    )
    assert [one.name for one in found] == ["handler", "partner", "carrier", "phone", "x_temp"]
    handler, partner, carrier = found[:3]
    assert (str(handler.label.zh), handler.required, handler.group) == ("采购员", True, "人员")
    assert "经手人" in handler.aliases
    assert (partner.label.zh, partner.in_form) == ("供应商", True)
    assert (carrier.in_form, carrier.in_list) == (False, False)
