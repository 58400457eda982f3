"""Number rules 编码规则: "{prefix}-{yyyyMM}-{seq:4}". The serial restarts when the text before it changes. {check} behind it is the
GS1 check digit of all digits before: "{prefix}{seq:9}{check}" with an extension digit and company prefix of 8 makes an SSCC."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_TOKEN = re.compile(r"\{([^{}]*)\}")
_SEQUENCE = re.compile(r"^seq(?::([1-9]|1[0-2]))?$")
DEFAULT_WIDTH = 4
KNOWN = (
    "prefix",
    "yyyy",
    "yy",
    "MM",
    "dd",
    "yyyyMM",
    "yyMM",
    "yyyyMMdd",
    "yyMMdd",
    "book",
    "category",
    "item",
    "supplier",
    "check",
)
_CHECK = "\0"
"""Stands for the check digit until the serial is known."""


def check_digit(digits: str) -> str:
    """GS1 check digit (GTIN, SSCC): weights 3 and 1 from the right. What is not a digit does not count."""
    told = [int(one) for one in reversed(digits) if one.isascii() and one.isdigit()]
    return str(-sum(one * (3 if place % 2 == 0 else 1) for place, one in enumerate(told)) % 10)


@dataclass(frozen=True, slots=True)
class NumberFrame:
    """A pattern filled with everything but the serial: head + serial of at least `width` digits + tail."""

    head: str
    width: int
    tail: str

    def number(self, serial: int) -> str:
        text = f"{self.head}{serial:0{self.width}d}{self.tail}"
        before, check, after = text.partition(_CHECK)
        return f"{before}{check_digit(before)}{after}" if check else text


def faults(pattern: str) -> list[str]:
    """Message codes for what is wrong with a pattern; empty = fine."""
    tokens = _TOKEN.findall(pattern)
    sequences = [token for token in tokens if token.startswith("seq")]
    found: list[str] = []
    if len(sequences) != 1:
        found.append("number_rule_needs_one_serial")
    unknown = [token for token in tokens if token not in KNOWN and not _SEQUENCE.match(token)]
    if unknown or "{" in _TOKEN.sub("", pattern) or "}" in _TOKEN.sub("", pattern):
        found.append("number_rule_token_unknown")
    return found


def frame(pattern: str, *, prefix: str, on: date, values: Mapping[str, str] | None = None) -> NumberFrame:
    """Fill a pattern for the day `on`; values: further tokens (book, category; of lots item and supplier). Raises ValueError for a faulty pattern."""
    if faults(pattern):
        raise ValueError(f"faulty number pattern {pattern!r}")
    known = {
        "prefix": prefix,
        "yyyy": f"{on:%Y}",
        "yy": f"{on:%y}",
        "MM": f"{on:%m}",
        "dd": f"{on:%d}",
        "yyyyMM": f"{on:%Y%m}",
        "yyMM": f"{on:%y%m}",
        "yyyyMMdd": f"{on:%Y%m%d}",
        "yyMMdd": f"{on:%y%m%d}",
        "book": "",
        "category": "",
        "item": "",
        "supplier": "",
        "check": _CHECK,
        **(values or {}),
    }
    parts: list[str] = []
    width, split_at, position = DEFAULT_WIDTH, 0, 0
    for match in _TOKEN.finditer(pattern):
        parts.append(pattern[position : match.start()])
        position = match.end()
        serial = _SEQUENCE.match(match[1])
        if serial is None:
            parts.append(known[match[1]])
            continue
        width = int(serial[1] or DEFAULT_WIDTH)
        split_at = len(parts)
    parts.append(pattern[position:])
    return NumberFrame("".join(parts[:split_at]), width, "".join(parts[split_at:]))


def preview(pattern: str, *, prefix: str, on: date, values: Mapping[str, str] | None = None) -> str:
    """The number the first record of the day's serial would get."""
    return frame(pattern, prefix=prefix, on=on, values=values).number(1)
