"""Reversal of purchasing's stock documents: the exact mirror, at the original amounts."""

from collections.abc import Sequence

from hengku.documents.rules.posting import reversal_requests
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.ledger.operations.reverse import reverse


def reverse_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the postings of the originals among `documents`."""
    reverse(act=act, requests=reversal_requests(documents))
