"""What the robots of 企业微信, 钉钉 and 飞书 want to be sent, and whether they took it. Sources: their open platforms' pages on
group robots (webhook, 加签, 签名校验)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from hengku.integrations.types import ChannelKind

HOSTS: Mapping[ChannelKind, str] = {
    ChannelKind.WECOM: "qyapi.weixin.qq.com",
    ChannelKind.DINGTALK: "oapi.dingtalk.com",
    ChannelKind.FEISHU: "open.feishu.cn",
}
"""Where the robots of the public services live; private installations have addresses of their own."""
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Saying:
    """One message: title, the people it is for, text, and the address of the page it is about ("" = none)."""

    title: str
    people: str
    body: str
    link: str
    link_text: str


def request_of(
    kind: ChannelKind, *, url: str, secret: str, saying: Saying, at_seconds: int
) -> tuple[str, dict[str, Any]]:
    """The address to post to and the JSON to post, signed as the robot expects it."""
    if kind is ChannelKind.WECOM:
        return url, {"msgtype": "markdown", "markdown": {"content": _markdown(saying, "\n")}}
    if kind is ChannelKind.DINGTALK:
        signed = _dingtalk_signed(url, secret, at_seconds * 1000) if secret else url
        return signed, {"msgtype": "markdown", "markdown": {"title": saying.title, "text": _markdown(saying, "\n\n")}}
    body: dict[str, Any] = {
        "msg_type": "post",
        "content": {"post": {"zh_cn": {"title": saying.title, "content": _feishu_rows(saying)}}},
    }
    if secret:
        body |= {"timestamp": str(at_seconds), "sign": feishu_sign(secret, at_seconds)}
    return url, body


def _markdown(saying: Saying, gap: str) -> str:
    link = f"[{saying.link_text}]({saying.link})" if saying.link else ""
    return gap.join(part for part in (f"**{saying.title}**", saying.people, saying.body, link) if part)


def _feishu_rows(saying: Saying) -> list[list[dict[str, str]]]:
    rows = [[{"tag": "text", "text": part}] for part in (saying.people, saying.body) if part]
    return [*rows, [{"tag": "a", "text": saying.link_text, "href": saying.link}]] if saying.link else rows


def _dingtalk_signed(url: str, secret: str, milliseconds: int) -> str:
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={dingtalk_sign(secret, milliseconds)}"


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """HMAC-SHA256 of "<milliseconds>\\n<secret>" under the secret, base64, for an address."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(digest))


def feishu_sign(secret: str, seconds: int) -> str:
    """HMAC-SHA256 of nothing under "<seconds>\\n<secret>", base64."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def refusal_of(answer: object) -> str:
    """Why the robot did not take it, "" when it did: they answer 200 and say it in the body."""
    if not isinstance(answer, Mapping):
        return "not a robot's answer"
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code in (0, "0"):
        return ""
    return f"{code}: {answer.get('errmsg') or answer.get('msg') or answer.get('StatusMessage') or ''}"


def hint_of(url: str) -> str:
    """Enough of an address to know it again, and nothing of its key."""
    return f"{urlsplit(url).hostname or ''} …{url[-_SHOWN:]}"
