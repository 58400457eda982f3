"""Formula text to an untyped tree, by a Lark grammar (LALR, so time grows with length only)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

LONGEST = 10_000
"""Characters a formula may have."""
MOST_NODES = 500
DEEPEST = 30
"""Calls inside calls; of operators side by side a hundred are allowed."""
_CALL, _OPERATOR = 10, 3
"""What a call and an operator's left side add to the depth, in tenths."""

_GRAMMAR = r"""
?start: comparison
?comparison: joined
    | joined _EQ joined -> eq
    | joined _NE joined -> ne
    | joined _LT joined -> lt
    | joined _LE joined -> le
    | joined _GT joined -> gt
    | joined _GE joined -> ge
?joined: sum
    | joined "&" sum -> join
?sum: product
    | sum _PLUS product -> add
    | sum _MINUS product -> subtract
?product: signed
    | product _TIMES signed -> multiply
    | product _OVER signed -> divide
?signed: atom
    | _MINUS signed -> negate
    | _PLUS signed
?atom: NUMBER "%" -> percent
    | NUMBER -> number
    | STRING -> text
    | FIELD -> field
    | NAME -> word
    | NAME _OPEN [comparison (_COMMA comparison)*] _CLOSE -> call
    | _OPEN comparison _CLOSE

_EQ: "==" | "=" | "＝"
_NE: "!=" | "<>" | "≠"
_LE: "<=" | "≤"
_GE: ">=" | "≥"
_LT: "<" | "＜"
_GT: ">" | "＞"
_PLUS: "+" | "＋"
_MINUS: "-" | "－"
_TIMES: "*" | "×"
_OVER: "/" | "÷"
_OPEN: "(" | "（"
_CLOSE: ")" | "）"
_COMMA: "," | "，"
NUMBER: /\d{1,20}(\.\d{1,20})?/
STRING: /"([^"]|"")*"/ | /“[^”]*”/
FIELD: /\{[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,3}\}/
NAME: /[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*/
%ignore /[ \t\r\n\u3000\u00a0]+/
"""


class FormulaError(Exception):
    """A formula that cannot be used. code: formula_syntax, formula_too_large, formula_unknown_field, formula_unknown_function,
    formula_arguments, formula_kind. position: where in the text (0 = its start)."""

    def __init__(self, code: str, position: int = 0, **params: str) -> None:
        super().__init__(f"{code} at {position}: {params}")
        self.code = code
        self.position = position
        self.params = params


@dataclass(frozen=True, slots=True)
class Raw:
    """An untyped node. kind: number, text, field, word, call. parts: arguments of a call."""

    kind: str
    value: Any
    position: int
    parts: "tuple[Raw, ...]" = ()
    size: int = 1
    depth: int = _CALL


def _node(kind: str, value: Any, position: int, parts: tuple[Raw, ...] = (), step: int = _CALL) -> Raw:
    size = 1 + sum(part.size for part in parts)
    depth = step + max((part.depth for part in parts), default=0)
    if size > MOST_NODES or depth > DEEPEST * _CALL:
        raise FormulaError("formula_too_large", position, nodes=str(MOST_NODES), depth=str(DEEPEST))
    return Raw(kind, value, position, parts, size, depth)


class _Build(Transformer[Token, Raw]):
    def number(self, tokens: list[Token]) -> Raw:
        return _node("number", Decimal(tokens[0]), tokens[0].start_pos or 0)

    def percent(self, tokens: list[Token]) -> Raw:
        return _node("number", Decimal(tokens[0]).scaleb(-2), tokens[0].start_pos or 0)

    def text(self, tokens: list[Token]) -> Raw:
        inner = tokens[0][1:-1]
        return _node("text", inner.replace('""', '"') if tokens[0][0] == '"' else inner, tokens[0].start_pos or 0)

    def field(self, tokens: list[Token]) -> Raw:
        return _node("field", str(tokens[0][1:-1]), tokens[0].start_pos or 0)

    def word(self, tokens: list[Token]) -> Raw:
        return _node("word", str(tokens[0]), tokens[0].start_pos or 0)

    def call(self, children: list[Any]) -> Raw:
        name, *args = children
        return _node("call", str(name), name.start_pos or 0, tuple(arg for arg in args if arg is not None))


def _operator(name: str) -> Callable[[_Build, list[Raw]], Raw]:
    def build(self: _Build, operands: list[Raw]) -> Raw:
        return _node("call", name, operands[0].position, tuple(operands), _OPERATOR)

    return build


for _rule in ("eq", "ne", "lt", "le", "gt", "ge", "join", "add", "subtract", "multiply", "divide", "negate"):
    setattr(_Build, _rule, _operator(_rule.upper()))


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_Build(), maybe_placeholders=False)


def parse(text: str) -> Raw:
    """Raises FormulaError: formula_syntax at the first place that cannot be read, formula_too_large."""
    if len(text) > LONGEST:
        raise FormulaError("formula_too_large", LONGEST, nodes=str(MOST_NODES), depth=str(DEEPEST))
    try:
        tree: Any = _parser().parse(text)
    except UnexpectedInput as problem:
        at_end = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
        position: int | None = None if at_end else problem.pos_in_stream
        raise FormulaError("formula_syntax", len(text) if position is None else position) from problem
    except VisitError as problem:
        if isinstance(problem.orig_exc, FormulaError):
            raise problem.orig_exc from None
        raise
    return tree  # type: ignore[no-any-return]  # a transforming parser gives what the transformer made
