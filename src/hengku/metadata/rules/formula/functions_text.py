"""Functions of texts. Letters are changed between a-z and A-Z only, so that every engine agrees."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula import numbers
from hengku.metadata.rules.formula.functions import Failed, offer
from hengku.metadata.rules.formula.functions_math import MOST_PLACES
from hengku.metadata.rules.formula.kinds import Kind, Type

LONGEST_TEXT = 10_000
_SPACE = " \t\r\n\u3000"
_NUMBER = re.compile(rf"^[{_SPACE}]*[+-]?[0-9]{{1,20}}(\.[0-9]{{1,20}})?[{_SPACE}]*$")
_LOWER, _UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO_UPPER, _TO_LOWER = str.maketrans(_LOWER, _UPPER), str.maketrans(_UPPER, _LOWER)
_TRIMMED = r"btrim({0}, E' \t\r\n\u3000')"
_PATTERN = r"E'^[ \\t\\r\\n\\u3000]*[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?[ \\t\\r\\n\\u3000]*$'"


def written(value: Any) -> str:
    """A value as people read it: numbers without zeros at the end, dates as 2026-03-31, nothing as no text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return numbers.plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def held(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Failed("text_too_long")
    return text


def _concat(*parts: Any) -> str:
    return held("".join(written(part) for part in parts))


def _text(value: Any, places: Decimal | None = None) -> str:
    if places is None or not isinstance(value, Decimal):
        return written(value)
    wanted = max(0, min(MOST_PLACES, int(places)))
    rounded = numbers.rounded(value, wanted)
    if rounded is None:
        raise Failed("number_too_large")
    text = f"{rounded:f}"
    return text[1:] if text.startswith("-") and not rounded else text


def _value(text: str) -> Decimal:
    if not _NUMBER.match(text):
        raise Failed("bad_number")
    return Decimal(text.strip(_SPACE))


def _left(text: str, count: Decimal = Decimal(1)) -> str:
    return text[: max(0, int(count))]


def _right(text: str, count: Decimal = Decimal(1)) -> str:
    wanted = max(0, int(count))
    return text[-wanted:] if wanted else ""


def _mid(text: str, start: Decimal, count: Decimal) -> str:
    first = max(1, int(start))
    return text[first - 1 : first - 1 + max(0, int(count))]


def _find(part: str, text: str) -> Decimal:
    return Decimal(text.find(part) + 1)


def _replace(text: str, old: str, new: str) -> str:
    return held(text.replace(old, new)) if old else text


def _repeat(text: str, count: Decimal) -> str:
    times = max(0, int(count))
    if times * len(text) > LONGEST_TEXT:
        raise Failed("text_too_long")
    return text * times


def _pad(text: str, width: Decimal, fill: str = "0") -> str:
    if len(fill) != 1 or int(width) > LONGEST_TEXT:
        raise Failed("bad_number")
    return text.rjust(int(width), fill)


def _split(text: str, separator: str, number: Decimal) -> str | None:
    parts = text.split(separator) if separator else [text]
    at = int(number) - 1
    return parts[at] if 0 <= at < len(parts) else None


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES_OF_FOUR = ("", "拾", "佰", "仟")
_FOURS = ("", "万", "亿", "万亿")


def amount_in_words(value: Decimal) -> str:
    """An amount of RMB in capital figures (大写金额), to the fen; below ten thousand billion, as written on receipts and cheques."""
    rounded = numbers.rounded(value, 2)
    if rounded is None or abs(rounded) >= 10**16:
        raise Failed("number_too_large")
    fen = int(abs(rounded) * 100)
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    words = _whole_in_words(yuan) + "元" if yuan else ""
    if not jiao and not cent:
        words = (words or "零元") + "整"
    else:
        words += _DIGITS[jiao] + "角" if jiao else ("零" if yuan else "")
        words += _DIGITS[cent] + "分" if cent else "整"
    return ("负" if rounded < 0 else "") + words


def _whole_in_words(number: int) -> str:
    """1005 -> 壹仟零伍: zeros between figures are said once, zeros at the end not at all."""
    groups: list[int] = []
    while number:
        number, four = divmod(number, 10_000)
        groups.append(four)
    words, gap = "", False
    for at in range(len(groups) - 1, -1, -1):
        four = groups[at]
        if not four:
            gap = bool(words)
            continue
        if words and (gap or four < 1000):
            words += "零"
        words += _four_in_words(four) + _FOURS[at]
        gap = False
    return words


def _four_in_words(four: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = four // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES_OF_FOUR[place]
        gap = False
    return words


def written_sql(value: str, type_: Type) -> str:
    return {Kind.NUMBER: f"trim_scale({value})::text", Kind.DATE: f"to_char({value}, 'YYYY-MM-DD')"}.get(
        type_.kind, value
    )


def _concat_sql(args: list[str], types: list[Type]) -> str:
    return f"concat({', '.join(written_sql(arg, type_) for arg, type_ in zip(args, types, strict=True))})"


def _text_sql(args: list[str], types: list[Type]) -> str:
    if len(args) < 2 or types[0].kind != Kind.NUMBER:
        return written_sql(args[0], types[0])
    return f"round({args[0]}, greatest(0, least(15, trunc({args[1]})))::int)::text"


_COUNT = "greatest(0, trunc({1}))::int"
offer(
    "CONCAT", "连接", "|s|", "t", _concat, Text("连成一段文字，空的不算", "One text; blanks add nothing"),
    'CONCAT({handler}, "-", {number})', group="text", sees_blank=True, sql=_concat_sql,
)  # fmt: skip
offer(
    "JOIN", "拼接", "s,s", "t", _concat, Text("就是 &", "The same as &"), '"A" & 1', group="operators", sees_blank=True,
    sql=_concat_sql,
)  # fmt: skip
offer(
    "TEXT", "转文本", "s,n?", "t", _text, Text("写成文字，数字可定小数位", "As text; numbers with so many places"), "TEXT(3.5, 2)",
    group="text", sql=_text_sql,
)  # fmt: skip
offer(
    "VALUE", "转数字", "t", "n", _value, Text("把文字读成数字", "Reads a number"), 'VALUE("3.50")', group="text",
    sql="CASE WHEN {0} ~ " + _PATTERN.replace("{", "{{").replace("}", "}}") + " THEN " + _TRIMMED + "::numeric END",
)  # fmt: skip
offer(
    "LEN", "长度", "t", "n", lambda text: Decimal(len(text)), Text("几个字", "How many characters"), 'LEN("衡库")', group="text",
    sql="char_length({0})::numeric",
)  # fmt: skip
offer(
    "LEFT", "左边", "t,n?", "t", _left, Text("左边几个字", "The first characters"), 'LEFT("SH-001", 2)', group="text",
    sql=lambda args, types: f"left({args[0]}, {_COUNT.format('', args[1]) if len(args) > 1 else '1'})",
)  # fmt: skip
offer(
    "RIGHT", "右边", "t,n?", "t", _right, Text("右边几个字", "The last characters"), 'RIGHT("SH-001", 3)', group="text",
    sql=lambda args, types: f"right({args[0]}, {_COUNT.format('', args[1]) if len(args) > 1 else '1'})",
)  # fmt: skip
offer(
    "MID", "中间", "t,n,n", "t", _mid, Text("从第几个字起取几个字", "So many characters from a place on"), 'MID("SH-001", 4, 2)',
    group="text", sql="substr({0}, greatest(1, trunc({1}))::int, greatest(0, trunc({2}))::int)",
)  # fmt: skip
offer(
    "UPPER", "大写", "t", "t", lambda text: text.translate(_TO_UPPER), Text("字母变大写", "Capital letters"), 'UPPER("ab")',
    group="text", sql=f"translate({{0}}, '{_LOWER}', '{_UPPER}')",
)  # fmt: skip
offer(
    "LOWER", "小写", "t", "t", lambda text: text.translate(_TO_LOWER), Text("字母变小写", "Small letters"), 'LOWER("AB")',
    group="text", sql=f"translate({{0}}, '{_UPPER}', '{_LOWER}')",
)  # fmt: skip
offer(
    "TRIM", "去空格", "t", "t", lambda text: text.strip(_SPACE), Text("去掉两头的空格", "Without spaces at both ends"), 'TRIM(" a ")',
    group="text", sql=_TRIMMED,
)  # fmt: skip
offer(
    "REPLACE", "替换", "t,t,t", "t", _replace, Text("把一段文字换成另一段", "One piece of text for another"),
    'REPLACE("A-1", "-", "/")', group="text", sql="replace({0}, {1}, {2})",
)  # fmt: skip
offer(
    "FIND", "查找", "t,t", "n", _find, Text("在第几个字，没有为 0", "At which character; 0 when not there"), 'FIND("-", "A-1")',
    group="text", sql="strpos({1}, {0})::numeric",
)  # fmt: skip
offer(
    "CONTAINS", "包含", "t,t", "b", lambda text, part: part in text, Text("第一段里有第二段", "The first has the second in it"),
    'CONTAINS({remarks}, "急")', group="text", sql="(strpos({0}, {1}) > 0)",
)  # fmt: skip
offer(
    "STARTSWITH", "开头是", "t,t", "b", str.startswith, Text("以它开头", "Starts with it"), 'STARTSWITH("SH-1", "SH")', group="text",
    sql="starts_with({0}, {1})",
)  # fmt: skip
offer(
    "ENDSWITH", "结尾是", "t,t", "b", str.endswith, Text("以它结尾", "Ends with it"), 'ENDSWITH("A01", "1")', group="text",
    sql="(right({0}, char_length({1})) = {1})",
)  # fmt: skip
offer(
    "REPEAT", "重复", "t,n", "t", _repeat, Text("重复几次", "So many times"), 'REPEAT("*", 3)', group="text",
)  # fmt: skip
offer(
    "PAD", "补位", "t,n,t?", "t", _pad, Text("左边补到几位，默认补 0", "Fills up on the left, with 0 unless told"), 'PAD("7", 4)',
    group="text",
)  # fmt: skip
offer(
    "SPLIT", "拆分", "t,t,n", "t", _split, Text("按分隔符取第几段", "The n-th part between separators"), 'SPLIT("a-b-c", "-", 2)',
    group="text",
)  # fmt: skip
offer(
    "RMB", "大写金额", "n", "t", amount_in_words, Text("人民币大写", "An amount in Chinese capital figures"), "RMB(1005.30)",
    group="text",
)  # fmt: skip
