"""One scan field for everything: an item's barcode or code, a package, a bin, or a document's number."""

from typing import Any

from hengku.documents.queries.visible import visible
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.scan import scan


def scanned(*, viewer: Viewer, code: str) -> dict[str, Any]:
    """What the code means, with the page to open. Raises Refused not_found when nobody knows it or the viewer may not."""
    hit = scan(viewer=viewer, code=code)
    if hit is not None and hit.kind == "item":
        item = {"id": str(hit.id), "code": hit.code, "name": hit.name, "spec": hit.spec}
        unit = {"id": str(hit.unit_id), "code": "", "name": hit.unit_name}
        return {"kind": "item", "id": str(hit.id), "item": item, "unit": unit, "path": f"/stock?item={hit.id}"}
    if hit is not None and hit.kind == "package":
        package = {"id": str(hit.id), "code": hit.code, "name": hit.name}
        return {"kind": "package", "id": str(hit.id), "package": package, "path": f"/records/packages/{hit.id}"}
    if hit is not None:
        place = {"id": str(hit.id), "code": hit.code, "name": hit.name}
        warehouse = str(hit.warehouse_id)
        return {"kind": "bin", "id": str(hit.id), "bin": place, "path": f"/stock?warehouse={warehouse}&bin={hit.id}"}
    document = visible(viewer=viewer).filter(number__iexact=code.strip()).values("id", "type", "number").first()
    if document is None:
        raise refuse("not_found", status=404)
    shown = {**document, "id": str(document["id"])}
    return {
        "kind": "document",
        "id": shown["id"],
        "document": shown,
        "path": f"/documents/{shown['type']}/{shown['id']}",
    }
