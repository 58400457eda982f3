"""Document types and their lines as places for an account set's own fields."""

from collections.abc import Mapping

from hengku.documents.models import Document, Line
from hengku.documents.rules.own_words import own_words
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.kernel.texts import Text
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.formula.kinds import Type
from hengku.metadata.rules.own_targets import OwnTarget, offer_own_target

ALIVE = "state NOT IN ('VOID', 'REVERSED') AND reverses_id IS NULL"
"""A void or reversed document gives the values of its unique fields free."""
ALIVE_LINE = f"EXISTS (SELECT FROM documents_document d WHERE d.id = document_id AND {ALIVE})"


def offer_own_targets() -> None:
    """Every document type, header and lines; called when all types are known."""
    for code in DOCUMENT_TYPES.names():
        offer_own_target(_header(code))
        offer_own_target(_lines(code))


def _words(code: str, target: str) -> Mapping[str, Type]:
    return {path: one.type for path, one in own_words(DOCUMENT_TYPES.get(code), target).items()}


def _labels(code: str, target: str) -> Mapping[str, Text]:
    return {path: one.label for path, one in own_words(DOCUMENT_TYPES.get(code), target).items()}


def _header(code: str) -> OwnTarget:
    return OwnTarget(
        code, DOCUMENT_TYPES.get(code).label, Document._meta.db_table, DOCUMENT_TYPES.offered(code).header_fields,
        kept_for=("type", code), words=lambda: _words(code, code),
        labels=lambda: _labels(code, code), alive=ALIVE,
    )  # fmt: skip


def _lines(code: str) -> OwnTarget:
    label, target = DOCUMENT_TYPES.get(code).label, target_of_lines(code)
    return OwnTarget(
        target, Text(f"{label.zh}明细", f"{label.en} lines"), Line._meta.db_table,
        DOCUMENT_TYPES.offered(code).line_fields, kept_for=("type", code), words=lambda: _words(code, target),
        labels=lambda: _labels(code, target), alive=ALIVE_LINE,
    )  # fmt: skip
