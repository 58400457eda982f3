"""One small record of every kind. A new kind of record adds a line here; a contract fails as long as it has none."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

SAMPLES: dict[str, dict[str, Any]] = {
    "units": {"code": "SAMPLE-U", "name": "样"},
    "brands": {"code": "SAMPLE-B", "name": "样牌"},
    "item-categories": {"code": "SAMPLE-C", "name": "样类"},
    "items": {"code": "SAMPLE", "name": "样品", "base_unit": "code:SAMPLE-U", "brand": "code:SAMPLE-B"},
    "packages": {"number": "SAMPLE-LPN", "kind": "CARTON"},
    "lots": {
        "item": "code:SAMPLE-L",
        "number": "SAMPLE-L1",
        "production_date": "2026-01-01",
        "expiry_date": "2027-12-31",
    },
    "partners": {"code": "SAMPLE-P", "name": "样客", "is_customer": True, "is_supplier": True},
    "price-entries": {"item": "code:SAMPLE", "kind": "PURCHASE", "price": "1234.56"},
    "warehouses": {"code": "SAMPLE-W", "name": "样仓", "uses_bins": True},
    "zones": {"warehouse": "code:SAMPLE-W", "code": "Z", "name": "样区"},
    "bins": {"warehouse": "code:SAMPLE-W", "code": "Z-01"},
    "reason-codes": {"code": "SAMPLE-R", "name": "样因"},
    "number-rules": {"target": "sample", "pattern": "{prefix}{seq:4}", "prefix": "S"},
    "document-checks": {
        "name": "样规则",
        "document_type": "purchase_order",
        "formula": "{total_amount} < 1000000",
        "message": "样提示",
    },
    "custom-fields": {"target": "partners", "code": "x_sample", "label": "样字段", "kind": "text"},
    "user-forms": {"code": "u_sample", "name": "样单", "prefix": "YD"},
    "books": {"code": "SAMPLE-K", "name": "样账", "start_month": "2026-01-01"},
    "departments": {"code": "SAMPLE-D", "name": "样部"},
    "positions": {"code": "SAMPLE-O", "name": "样岗"},
    "sign-in-providers": {
        "code": "sample",
        "name": "样登录",
        "kind": "OIDC",
        "issuer": "https://id.example",
        "client_id": "x",
        "secret": "y",
    },
    "duty-conflicts": {"name": "样冲突", "first": "items:create", "second": "items:delete"},
    "roles": {"code": "sample", "name": "样角", "grants": [{"resource": "items", "action": "view"}]},
    "users": {"username": "sample", "name": "样人", "password": "correct horse battery", "roles": ["code:sample"]},
    "api-tokens": {"name": "样令", "scope": ["items:view"]},
    "accounts": {"code": "100299", "name": "样银行", "account_class": "ASSET", "side": "D", "auxiliaries": ["partner"]},
    "account-mappings": {"key": "BANK", "account": "code:100299", "partner": "code:SAMPLE-P"},
    "opening-balances": {"account": "code:100299", "partner": "code:SAMPLE-P", "amount": "1234.56"},
    "fund-accounts": {"code": "SAMPLE-F", "name": "样户", "kind": "BANK", "account": "code:100299"},
    "spending-categories": {"code": "SAMPLE-E", "name": "样费", "direction": "EXPENSE", "key": "ADMIN"},
    "vouchers": {
        "date": datetime.now(tz=ZoneInfo("Asia/Shanghai")).date().isoformat(),
        "summary": "样证",
        "lines": [
            {"account": "code:5602", "debit": "1234.56"},
            {"account": "code:1001", "credit": "1234.56"},
        ],
    },
    "voucher-layouts": {
        "code": "sample",
        "name": "样式",
        "kind": "TEXT",
        "columns": [{"title": "科目", "value": "account"}],
    },
    "use-limits": {"department": "样部", "item": "code:SAMPLE", "quantity": "5"},
    "print-templates": {
        "name": "样模",
        "document_type": "goods_receipt",
        "paper": "half",
        "blocks": [{"kind": "totals"}],
    },
    "config-packages": {"name": "样包", "version": "1.0", "notes": "样"},
    "dashboards": {
        "shared_all": True,
        "name": "样板",
        "widgets": [{"id": "w1", "kind": "text", "x": 0, "y": 0, "w": 3, "h": 2, "text": "样"}],
    },
    "summary-tables": {
        "code": "sample",
        "name": "样汇总",
        "source": "goods_receipt:line",
        "groups": [{"field": "warehouse"}],
        "figures": [{"agg": "sum", "field": "lines.quantity"}],
    },
    "public-links": {
        "name": "样链",
        "kind": "QUERY",
        "target": "items",
        "field_names": ["name"],
        "conditions": ["code"],
    },
    "workflows": {"name": "样流", "document_type": "purchase_order"},
    "delegations": {"delegate": "code:sample", "starts_on": "2026-01-01", "ends_on": "2026-01-07", "reason": "样假"},
    "responsibilities": {"kind": "warehouse_keeper", "user": "code:sample", "warehouse": "code:SAMPLE-W"},
    "working-calendars": {"name": "样历", "starts": "09:00", "ends": "18:00"},
    "notice-channels": {
        "name": "样群",
        "kind": "WECOM",
        "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SAMPLE",
    },
    "automations": {
        "name": "样自动化",
        "trigger": {"kind": "document", "type": "purchase_order", "on": ["approve"]},
        "condition": "{total_amount} > 1000000",
        "actions": [{"kind": "create", "type": "purchase_requisition", "header": {"remarks": '"SAMPLE"'}}],
    },
    "webhooks": {"name": "样钩", "url": "https://example.com/hook", "events": ["*"]},
}
"""In the order in which they need one another; references by code."""

BEFORE = {
    "lots": (
        "items",
        {"code": "SAMPLE-L", "name": "样批", "base_unit": "code:SAMPLE-U", "tracking": "LOT", "has_expiry": True},
    )
}
"""What a sample needs besides: a further record of another kind, made just before."""


def make_samples(client: Client) -> dict[str, str]:
    """Make every sample through the API, as far as the kind of record exists; gives their ids by kind."""
    from hengku.metadata.rules.registry import RESOURCES

    found: dict[str, str] = {}
    for name, values in SAMPLES.items():
        if name not in RESOURCES:
            continue
        if name in BEFORE:
            kind, more = BEFORE[name]
            answer = client.post(f"/api/v1/{kind}", json.dumps(more), content_type="application/json")
            assert answer.status_code == 201, (kind, answer.json())
        answer = client.post(f"/api/v1/{name}", json.dumps(values), content_type="application/json")
        assert answer.status_code == 201, (name, answer.json())
        found[name] = answer.json()["id"]
    return found


def make_papers(client: Client) -> dict[str, str]:
    """An approved purchase order and what was received against nothing but trust; ids by type, "documents" is the receipt."""
    found = {
        "purchase_order": _paper(client, "purchase_order", transition="approve"),
        "goods_receipt": _paper(client, "goods_receipt", transition="post"),
    }
    return {**found, "documents": found["goods_receipt"]}


def _paper(client: Client, type_: str, *, transition: str) -> str:
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date().isoformat()
    body = {
        "type": type_,
        "header": {
            "business_date": today,
            "partner": "code:SAMPLE-P",
            "warehouse": "code:CK01",
            "remarks": "样单 SAMPLE",
        },
        "lines": [{"item": "code:SAMPLE", "quantity": "4", "price": "1234.56"}],
        "transition": transition,
    }
    answer = client.post("/api/v1/documents", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201, (type_, answer.json())
    return str(answer.json()["id"])
