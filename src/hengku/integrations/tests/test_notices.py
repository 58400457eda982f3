"""Notices on their way: who is told, through mail and robots as chosen, addresses and secrets kept to oneself."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.test import Client
from pytest_django import Settings

from hengku.identity.models import AuditEntry, NoticeDelivery, Role, User, UserRole
from hengku.identity.operations.notices import News, notify
from hengku.identity.types import Act, NoticeKind
from hengku.integrations.models import NoticeChannel
from hengku.integrations.operations.channels import everyones
from hengku.integrations.operations.outward import checked
from hengku.integrations.operations.send_notices import send_due_notices
from hengku.integrations.rules.outward import is_outward, looks_like_address, names_inside
from hengku.integrations.rules.robots import Saying, dingtalk_sign, feishu_sign, refusal_of, request_of
from hengku.integrations.tests.test_http import owner, send, stranger
from hengku.integrations.types import ChannelKind
from hengku.kernel.texts import Text

__all__ = ["owner", "stranger"]
SAYING = Saying("标题", "请看：张三", "正文", "https://erp.example.com/documents/x/1", "打开")
KEY = "https://oapi.dingtalk.com/robot/send?access_token=abcd1234"


@pytest.mark.parametrize(
    ("address", "allowed", "outward"),
    [("203.0.113.9", (), False), ("8.8.8.8", (), True), ("10.1.2.3", (), False), ("127.0.0.1", (), False), ("169.254.169.254", (), False),
     ("::1", (), False), ("::ffff:10.0.0.1", (), False), ("fd00::1", (), False), ("0.0.0.0", (), False), ("10.1.2.3", ("10.0.0.0/8",), True),
     ("224.0.0.1", (), False), ("example.com", (), False)],
)  # fmt: skip
def test_addresses_that_may_be_spoken_to(address: str, allowed: tuple[str, ...], outward: bool) -> None:
    assert is_outward(address, allowed) is outward


def test_addresses_that_may_be_kept() -> None:
    assert [names_inside(one) for one in ("https://localhost/x", "https://10.0.0.1", "https://[::1]/", "https://a.cn")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [looks_like_address(one) for one in ("https://a.cn/x", "https://u:p@a.cn", "ftp://a.cn", "https:///x")] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    found = {"good.example": ["8.8.8.8"], "both.example": ["8.8.8.8", "10.0.0.5"]}
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (one, port)) for one in found[host]]
    )
    assert checked("good.example", 443) == "8.8.8.8"
    with pytest.raises(httpx.ConnectError, match="internal network"):
        checked("both.example", 443)
    settings.INTERNAL_TARGETS = ["10.0.0.5"]
    assert checked("both.example", 443) == "8.8.8.8"


def test_what_robots_are_sent() -> None:
    """Signatures against values worked out with openssl from the platforms' own description."""
    assert dingtalk_sign("SECkey", 1700000000000) == "n31EFkeVASf6duQZFjI9B9OAxOUf2Ax4dEvysv6uETc%3D"
    assert feishu_sign("demo", 1599360473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="
    url, body = request_of(ChannelKind.DINGTALK, url=KEY, secret="SECkey", saying=SAYING, at_seconds=1700000000)
    assert url.startswith(f"{KEY}&timestamp=1700000000000&sign=n31E")
    assert body["markdown"]["title"] == "标题"
    url, body = request_of(ChannelKind.WECOM, url="https://w", secret="", saying=SAYING, at_seconds=1)
    assert body["markdown"]["content"] == f"**标题**\n请看：张三\n正文\n[打开]({SAYING.link})"
    _, body = request_of(ChannelKind.FEISHU, url="https://f", secret="demo", saying=SAYING, at_seconds=1599360473)
    assert (body["sign"][:4], body["content"]["post"]["zh_cn"]["content"][-1][0]["href"]) == ("l1N0", SAYING.link)
    answers: list[object] = [{"errcode": 0}, {"StatusCode": 0}, {"code": 19021, "msg": "sign"}, []]
    assert [refusal_of(one) for one in answers] == [
        "", "", "19021: sign", "not a robot's answer",
    ]  # fmt: skip


class Robot:
    """The other side; answers as told."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers, self.got = list(answers), list[httpx.Request]()
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        return httpx.Response(200, json=self.answers.pop(0) if self.answers else {"errcode": 0})


def test_told_by_bell_mail_and_robot(
    owner: Client, stranger: Client, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One story: an administrator adds a robot, a person chooses, something happens, everybody hears it their way once."""
    values = {"name": "仓库群", "kind": "DINGTALK", "url": "https://127.0.0.1/x", "everyone": ["outcome"]}
    assert send(owner, "post", "/notice-channels", values).json()["errors"][0]["code"] == "address_inside"
    made = send(owner, "post", "/notice-channels", {**values, "url": KEY, "secret": "SECkey"}).json()
    shown = json.dumps(
        [made, owner.get("/api/v1/notice-channels").json(), list(AuditEntry.objects.values("after"))], default=str
    )
    assert "abcd1234" not in shown
    assert "SECkey" not in shown
    assert made["hint"] == "oapi.dingtalk.com …1234"
    changed = send(
        owner, "patch", f"/notice-channels/{made['id']}", {"name": "库房群", "secret": "", "rev": made["rev"]}
    )
    assert (changed.status_code, NoticeChannel.objects.get().secret, NoticeChannel.objects.get().url) == (
        200,
        "SECkey",
        KEY,
    )
    assert send(stranger, "post", f"/notice-channels/{made['id']}/test").status_code == 403
    send(
        owner,
        "put",
        "/mail-settings",
        {"host": "smtp.example", "sender": "erp@example", "site": "https://erp.example.com/"},
    )
    person = User.objects.get(username="nobody")
    User.objects.filter(pk=person.pk).update(email="z@example")
    way = f"channel:{made['id']}"
    assert send(stranger, "put", "/notices/choices", {"ways": {"channel:999": ["task"]}}).status_code == 422
    assert send(stranger, "put", "/notices/choices", {"ways": {way: ["task"]}}).status_code == 422, "no role yet"
    UserRole.objects.create(user=person, role=Role.objects.get(code="buyer"))
    chosen = send(stranger, "put", "/notices/choices", {"ways": {"mail": ["task"], way: ["task"]}}).json()
    assert [one["ready"] for one in chosen["ways"]] == [True, True]

    at = datetime(2026, 11, 22, 3, tzinfo=UTC)
    boss = User.objects.get(username="boss").pk
    task = News(
        NoticeKind.TASK, (person.pk, boss, 99), Text("单 1 等您审批", "1 waits"), Text("", ""), "/documents/x/1"
    )
    assert notify(news=[task], at=at, also=everyones()) == 2
    assert (
        notify(news=[News(NoticeKind.OUTCOME, (boss,), Text("单 1 通过", "1 approved"))], at=at, also=everyones()) == 1
    )
    bell = stranger.get("/api/v1/notices").json()
    assert (bell["unread"], [(one["title"], one["path"]) for one in bell["items"]]) == (
        1,
        [("1 waits", "/documents/x/1")],
    )

    mails: list[dict[str, str]] = []
    monkeypatch.setattr("hengku.integrations.operations.send_notices.send_mail", lambda **mail: mails.append(mail))
    robot = Robot({"errcode": 310000, "errmsg": "sign not match"})
    clock: Callable[[], datetime] = lambda: at  # noqa: E731 (a clock that stands)
    assert send_due_notices(clock=clock, client=robot.client) == 3
    assert [(one["to"], one["subject"], one["body"].splitlines()[-1]) for one in mails] == [
        ("z@example", "单 1 等您审批", "https://erp.example.com/documents/x/1")
    ]
    waiting = NoticeDelivery.objects.get(state="PENDING")
    assert (waiting.error, waiting.attempts) == ("310000: sign not match", 1)
    assert send_due_notices(clock=clock, client=robot.client) == 0, "not before its time"
    assert send_due_notices(clock=lambda: at + timedelta(minutes=1), client=robot.client) == 1
    said = json.loads(robot.got[-1].content)["markdown"]["text"]
    assert (said.splitlines()[2], len(robot.got)) == ("请看：外人", 3)
    log = owner.get(f"/api/v1/notice-channels/{made['id']}/deliveries").json()["items"]
    assert [one["state"] for one in log] == ["DELIVERED", "DELIVERED"]

    assert send(owner, "post", "/notices/read", {"ids": [bell["items"][0]["id"]]}).json() == {"unread": 2}, (
        "not one's own"
    )
    assert send(stranger, "post", "/notices/read", {"ids": None}).json() == {"unread": 0}
    assert stranger.get("/api/v1/notices?unread=true").json()["items"] == []
