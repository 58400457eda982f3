"""Packages (LPN): what stands in them, packing, moving, counting whole ones, lines of documents about them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of, viewer_of
from hengku.masterdata.queries.books import default_book, today
from hengku.warehousing.operations import packages as work
from hengku.warehousing.operations.packages import PackLine
from hengku.warehousing.queries.packages import loose_for, package_lines, package_of, package_page, packages_with
from hengku.warehousing.schemas import (
    CountsOut,
    DocumentRef,
    PackageCountIn,
    PackageLinesOut,
    PackageMoveIn,
    PackageOut,
    PackIn,
    UnpackIn,
)

router = Router()


@router.get(
    "/packages/{int:package_id}/contents", response=PackageOut, summary="What stands in a package, and its history"
)
def contents(request: HttpRequest, package_id: int) -> dict[str, Any]:
    """Goods in it and in the packages that stand in it, where they are, and everything that came or went."""
    return package_page(viewer=viewer_of(request), book_id=default_book().id, package_id=package_id)


@router.post("/packages/{int:package_id}/pack", response=PackageOut, summary="Put loose goods into a package")
def pack(request: HttpRequest, package_id: int, payload: PackIn) -> dict[str, Any]:
    """Where they stand; what is packed already, or is not there, is refused."""
    act, book = act_of(request), default_book()
    package = package_of(viewer=act.viewer, package_id=package_id, action="update")
    lines = [
        PackLine(one.item, one.warehouse, one.quantity, one.bin, one.lot, one.status, one.owner) for one in payload.lines
    ]  # fmt: skip
    work.pack_goods(act=act, book_id=book.id, package=package, lines=lines)
    return package_page(viewer=act.viewer, book_id=book.id, package_id=package_id)


@router.post("/packages/{int:package_id}/unpack", response=PackageOut, summary="Take goods out of a package")
def unpack(request: HttpRequest, package_id: int, payload: UnpackIn) -> dict[str, Any]:
    """Rows of its contents with quantities; none = everything."""
    act, book = act_of(request), default_book()
    package = package_of(viewer=act.viewer, package_id=package_id, action="update")
    portions = [(one.content, one.quantity) for one in payload.lines]
    work.unpack_goods(act=act, book_id=book.id, package=package, portions=portions)
    return package_page(viewer=act.viewer, book_id=book.id, package_id=package_id)


@router.post(
    "/packages/{int:package_id}/move", response=DocumentRef, summary="Move a package with all that stands in it"
)
def move(request: HttpRequest, package_id: int, payload: PackageMoveIn) -> dict[str, Any]:
    """A posted bin move inside its warehouse, else a transfer."""
    act, book = act_of(request), default_book()
    package = package_of(viewer=act.viewer, package_id=package_id)
    made = work.move_package(
        act=act, book_id=book.id, package=package, business_date=payload.business_date or today(book, act.at),
        warehouse_id=payload.warehouse, bin_id=payload.bin,
    )  # fmt: skip
    return brief(made)[0]


@router.get("/packages/{int:package_id}/lines", response=PackageLinesOut, summary="Lines of a document about a package")
def lines(request: HttpRequest, package_id: int, document_type: str, warehouse: int | None = None) -> dict[str, Any]:
    """Everything in it as lines of that type; none where goods come in: there the package is what they are put into."""
    return package_lines(
        viewer=viewer_of(request), book_id=default_book().id, package_id=package_id, document_type=document_type,
        warehouse_id=warehouse,
    )  # fmt: skip


@router.get(
    "/packages/{int:package_id}/loose", response=CountsOut, summary="Loose stock that could be put into a package"
)
def loose(request: HttpRequest, package_id: int, item: int) -> dict[str, Any]:
    """Of one item, where the package stands; anywhere while it is empty."""
    found = loose_for(
        viewer=viewer_of(request), book_id=default_book().id, package_id=package_id, item_id=item
    )  # fmt: skip
    return {"items": found}


@router.get("/lots/{int:lot_id}/packages", response=CountsOut, summary="Packages in which a lot stands")
def of_lot(request: HttpRequest, lot_id: int) -> dict[str, Any]:
    """With how much of it, and where."""
    return {"items": packages_with(viewer=viewer_of(request), book_id=default_book().id, lot_id=lot_id)}


@router.post("/counts/sheets/{int:sheet_id}/packages", response=CountsOut, summary="Count a whole package")
def count(request: HttpRequest, sheet_id: int, payload: PackageCountIn) -> dict[str, Any]:
    """Everything in it counts on top of what was counted; the same key again changes nothing."""
    act, book = act_of(request), default_book()
    package = package_of(viewer=act.viewer, package_id=payload.package)
    done = work.count_package(
        act=act, book_id=book.id, package=package, sheet_id=sheet_id, key=payload.key, round_number=payload.round
    )
    return {"items": [{"item": str(one.key.item_id), "code": one.item_code, "name": one.item_name} for one in done]}
