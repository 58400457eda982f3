"""Photos and signatures in a document's fields, ready for paper."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from hengku.metadata.models import KeptFile
from hengku.metadata.operations.files import content_path
from hengku.metadata.rules.file_kinds import PICTURES
from hengku.metadata.types import FieldSpec, FieldType

SIDE = 900
"""Pixels a side: more than 30 mm of paper can show."""


def paper_pictures(document: Mapping[str, Any], fields: Sequence[FieldSpec]) -> dict[str, str]:
    """File key -> the picture as SVG, for the pictures these fields show."""
    shown = [field for field in fields if field.type is FieldType.FILES]
    keys = [
        one["id"]
        for field in shown
        for one in document.get(field.name) or ()
        if one["content_type"].startswith(PICTURES)
    ]
    kept = KeptFile.objects.filter(key__in=keys) if keys else ()
    return {one.key: _svg(one.sha256) for one in kept}


def _svg(digest: str) -> str:
    with Image.open(content_path(digest)) as picture:
        picture.thumbnail((SIDE, SIDE))
        target = BytesIO()
        picture.convert("RGBA").save(target, "PNG")
        width, height = picture.size
    content = b64encode(target.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{content}"/></svg>'
    )
