"""What documents offer the house."""

from hengku.documents.queries.describe import describe_document_types, describe_states
from hengku.documents.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.metadata.rules.registry import offer_meta_part


def register() -> None:
    offer_messages(MESSAGES)
    offer_meta_part("document_types", describe_document_types)
    offer_meta_part("states", describe_states)
