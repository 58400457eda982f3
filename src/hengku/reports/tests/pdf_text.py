"""The text of a PDF: enough to see which figures stand on it."""

import io

from pypdf import PdfReader


def pdf_text(content: bytes) -> str:
    """What stands on all pages."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
