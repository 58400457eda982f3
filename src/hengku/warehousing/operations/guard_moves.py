"""The keeper's guard: asked before every document of any trade that moves stock."""

from collections.abc import Sequence

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.warehousing.queries.keeping import keeping_facts
from hengku.warehousing.rules.keeping import document_problems


def guard_moves(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason of the keeper's: bins, locks, lots, statuses, closed warehouses, blocked partners, static counts."""
    directions = {document.type: DOCUMENT_TYPES.get(document.type).direction for document in documents}
    return document_problems(documents, directions, keeping_facts(documents, directions))


def guard_reversals(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A static count freezes reversals as well; nothing else of the keeper's stands against taking a mistake back."""
    return [problem for problem in guard_moves(act, documents) if problem.code == "count_frozen"]
