"""Pictures of items: checked, made small and stored in the account set's folder under the hash of their content."""

import hashlib
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from hengku.identity.queries.account_set import schema
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Item
from hengku.masterdata.operations import records

SIDE = 800
BYTES_LIMIT = 8 * 1024 * 1024


@transaction.atomic
def set_picture(*, act: Act, item_id: int, content: bytes) -> str:
    """Store an item's picture as WebP of at most 800 pixels a side; gives its name. Refuses picture_bad, not_found."""
    item = records.locked(model=Item, record_id=item_id)
    small = _small(content)
    name = f"{hashlib.sha256(small).hexdigest()[:32]}.webp"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(small)
    records.change(act=act, entity="items", record=item, values={"image": name})
    return name


def picture_path(*, item_id: int) -> Path:
    """Where an item's picture lies. Refuses not_found (404) when it has none."""
    name = Item.objects.filter(pk=item_id).values_list("image", flat=True).first()
    path = _folder() / Path(name).name if name else None
    if path is None or not path.is_file():
        raise refuse("not_found", status=404)
    return path


def _folder() -> Path:
    return Path(settings.FILES_FOLDER) / schema() / "items"


def _small(content: bytes) -> bytes:
    if len(content) > BYTES_LIMIT:
        raise refuse("picture_bad", loc=("file",))
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.thumbnail((SIDE, SIDE))
            target = BytesIO()
            picture.convert("RGBA").save(target, "WEBP", quality=82)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise refuse("picture_bad", loc=("file",)) from None
    return target.getvalue()
