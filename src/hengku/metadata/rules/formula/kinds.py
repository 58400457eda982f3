"""What a value in a formula may be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of values. BLANK is the kind of "nothing", which fits everywhere."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    REF = "ref"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Type:
    """The kind of a value, or of every value of a list (many)."""

    kind: Kind
    many: bool = False

    def __str__(self) -> str:
        return f"{self.kind}[]" if self.many else str(self.kind)


NUMBER = Type(Kind.NUMBER)
TEXT = Type(Kind.TEXT)
BOOL = Type(Kind.BOOL)
DATE = Type(Kind.DATE)
DATETIME = Type(Kind.DATETIME)
BLANK = Type(Kind.BLANK)
