"""Approval flows as stories need them: nodes as JSON, and decisions over HTTP where a story needs no page."""

from typing import Any

from tests.browser.client import Client


def ask(node: str, name: str, people: list[dict[str, Any]], then: Any = None, **more: Any) -> dict[str, Any]:
    return {"id": node, "kind": "approve", "name": name, "approvers": people, "mode": "all", "next": then, **more}


def member(*ids: str) -> list[dict[str, Any]]:
    return [{"kind": "member", "ids": list(ids)}]


def decide(who: Client, order: str, action: str, **more: Any) -> Any:
    """The same over HTTP, where a story needs no page."""
    [task] = [one for one in who.read("/approval-tasks")["items"] if one["document"]["id"] == order]
    return who.make(f"/approval-tasks/{task['id']}/actions", action=action, rev=task["rev"], **more)
