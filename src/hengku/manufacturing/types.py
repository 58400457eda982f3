"""Words of manufacturing as plain data."""

from dataclasses import dataclass
from enum import StrEnum

from hengku.documents.rules.usage import Usage


class IssueKind(StrEnum):
    """Planned need, replacement of what was spoiled, or more than planned."""

    ISSUE = "ISSUE"  # 领料
    SUPPLEMENT = "SUPPLEMENT"  # 补料
    OVER_ISSUE = "OVER_ISSUE"  # 超领


class ReturnKind(StrEnum):
    """Why material comes back; decides the status it stands in."""

    GOOD_RETURN = "GOOD_RETURN"  # 良品退料
    BAD_MATERIAL = "BAD_MATERIAL"  # 来料不良
    BAD_WORK = "BAD_WORK"  # 作业不良


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A production order as those who take material for it must know it."""

    id: int
    number: str
    book_id: int
    released: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Material:
    """What an issue or a return says beside the common document. order: None = for no order in particular."""

    document_id: int
    usage: Usage
    order: OrderFacts | None
