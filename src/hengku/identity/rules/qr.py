"""Pictures of texts that a phone's camera reads."""

from io import BytesIO

import segno


def qr_code(text: str) -> str:
    """The QR code of a text as an SVG that stands by itself: without its namespace no browser shows it as a picture."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
