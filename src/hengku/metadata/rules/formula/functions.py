"""The table of functions: each declared once, with what it takes, gives and means, how Python does it and how the database does.

Signatures, read `head|group|tail`: the group may repeat, the tail may be left out.
n number, t text, b yes/no, d date, m date and time, r reference, s anything that can be written (number, text, date),
* and # any kind (every * the same kind, every # the same), o a kind with an order (number, date, date and time, all the same).
`+` after a letter: a list; `~`: a value or a list; `?`: may be left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula.kinds import Kind, Type

Sql = str | Callable[[list[str], list[Type]], str]
"""SQL of a call: a template with {0}, {1}, or a function of the arguments' SQL and types."""


class Failed(Exception):
    """A value that cannot be calculated. It becomes nothing, with a warning: division_by_zero, number_too_large, bad_number,
    bad_date, text_too_long."""


@dataclass(frozen=True, slots=True)
class Param:
    letter: str
    shape: str = ""
    """"" one value, "+" a list, "~" either."""


@dataclass(frozen=True, slots=True)
class Function:
    """name, zh: how it is written. run: values -> value; never gets nothing unless `sees_blank`. with_moment: gets the moment and the
    book's time zone first. sql: None = the database cannot do it. group: where the editor lists it."""

    name: str
    zh: str
    group: str
    head: tuple[Param, ...]
    repeated: tuple[Param, ...]
    tail: tuple[Param, ...]
    result: str
    run: Callable[..., Any]
    help: Text
    example: str
    sees_blank: bool = False
    with_moment: bool = False
    sql: Sql | None = None

    def params_for(self, count: int) -> list[Param] | None:
        """The parameters for `count` arguments; None when that many do not fit."""
        if not self.repeated:
            fixed = [*self.head, *self.tail]
            return fixed[:count] if len(self.head) <= count <= len(fixed) else None
        times, over = divmod(count - len(self.head), len(self.repeated))
        if times < 1 or over > len(self.tail):
            return None
        return [*self.head, *self.repeated * times, *self.tail[:over]]


FUNCTIONS: dict[str, Function] = {}
"""By English name."""
NAMES: dict[str, str] = {}
"""Every way a function may be written, upper case -> English name."""

_KINDS = {"n": Kind.NUMBER, "t": Kind.TEXT, "b": Kind.BOOL, "d": Kind.DATE, "m": Kind.DATETIME, "r": Kind.REF}
LISTS_OF = {
    "s": frozenset({Kind.NUMBER, Kind.TEXT, Kind.DATE}),
    "o": frozenset({Kind.NUMBER, Kind.DATE, Kind.DATETIME}),
    "*": frozenset(Kind),
    "#": frozenset(Kind),
}


def kind_of(letter: str) -> Kind | None:
    """The one kind a letter stands for; None when it stands for several."""
    return _KINDS.get(letter)


def _params(text: str) -> tuple[tuple[Param, ...], int]:
    """Parameters, and how many of them (at the end) may be left out."""
    params: list[Param] = []
    optional = 0
    for piece in filter(None, text.split(",")):
        if piece.endswith("?"):
            optional += 1
        bare = piece.rstrip("?")
        params.append(Param(bare[0], bare[1:]))
    return tuple(params), optional


def offer(
    name: str,
    zh: str,
    signature: str,
    result: str,
    run: Callable[..., Any],
    help: Text,  # noqa: A002 (the word of the field)
    example: str,
    *,
    group: str,
    sees_blank: bool = False,
    with_moment: bool = False,
    sql: Sql | None = None,
) -> None:
    """Add a function to the language. Raises ValueError when a name is taken."""
    head_text, _, rest = signature.partition("|")
    repeated_text, _, tail_text = rest.partition("|")
    head, optional = _params(head_text)
    repeated, _none = _params(repeated_text)
    tail, _all = _params(tail_text)
    if optional:
        head, tail = head[:-optional], (*head[-optional:], *tail)
    for spelling in (name, zh):
        if spelling.upper() in NAMES:
            raise ValueError(f"two functions are called {spelling}")
        NAMES[spelling.upper()] = name
    FUNCTIONS[name] = Function(
        name, zh, group, head, repeated, tail, result, run, help, example, sees_blank, with_moment, sql
    )  # fmt: skip
