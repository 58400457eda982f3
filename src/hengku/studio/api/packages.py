"""Packages of configuration: what is in them, trying, publishing, taking back, files, industry templates; who uses a field."""

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Status

from hengku.identity.api.edge import act_of, viewer_of
from hengku.kernel.errors import Refusal
from hengku.kernel.texts import current_language
from hengku.studio.operations import packages
from hengku.studio.operations.trades import load_trade
from hengku.studio.queries.configuration import field_users, pieces_json
from hengku.studio.queries.packages import back_json, contents_json, file_of, history_json
from hengku.studio.queries.trades import trades_json
from hengku.studio.rules.packages import read_file
from hengku.studio.schemas import (
    BackOut,
    ChosenIn,
    ContentsOut,
    FieldUsersOut,
    MadeOut,
    PartOut,
    PieceIn,
    PublicationOut,
    PublishIn,
    RollbackIn,
    TradeOut,
    TriedOut,
)

router = Router(tags=["config-packages"])


@router.get("/config-pieces", response=list[PartOut])
def list_pieces(request: HttpRequest) -> list[dict[str, Any]]:
    """Everything configured that may be put into a package."""
    return pieces_json(viewer=viewer_of(request))


@router.get("/field-users", response=list[FieldUsersOut])
def list_field_users(request: HttpRequest, target: str, name: str) -> list[dict[str, Any]]:
    """What uses a field: to be looked at before it is changed or taken away."""
    return field_users(viewer=viewer_of(request), target=target, name=name)


@router.get("/config-packages/{int:package_id}/contents", response=ContentsOut)
def read_contents(request: HttpRequest, package_id: int) -> dict[str, Any]:
    """What is in a package, against what is in effect."""
    return contents_json(viewer=viewer_of(request), package_id=package_id)


@router.put("/config-packages/{int:package_id}/contents", response=ContentsOut)
def choose_contents(request: HttpRequest, package_id: int, payload: ChosenIn) -> dict[str, Any]:
    """Take what is ticked, as it is in effect now, and whatever it needs."""
    act = act_of(request)
    packages.choose_contents(act=act, package_id=package_id, **payload.dict())
    return contents_json(viewer=act.viewer, package_id=package_id)


@router.put("/config-packages/{int:package_id}/pieces", response=ContentsOut)
def change_piece(request: HttpRequest, package_id: int, payload: PieceIn) -> dict[str, Any]:
    """Change one piece in the package; nothing takes effect."""
    act = act_of(request)
    packages.change_piece(act=act, package_id=package_id, **payload.dict())
    return contents_json(viewer=act.viewer, package_id=package_id)


@router.post("/config-packages/{int:package_id}/try", response=TriedOut)
def try_one(request: HttpRequest, package_id: int) -> dict[str, Any]:
    """What publishing would run into, and how the cases go; nothing is kept."""
    problems, results = packages.try_package(act=act_of(request), package_id=package_id)
    return {"problems": _told(problems), "results": results}


@router.post("/config-packages/{int:package_id}/publish", response=PublicationOut)
def publish_one(request: HttpRequest, package_id: int, payload: PublishIn) -> dict[str, Any]:
    """Let the package take effect."""
    act = act_of(request)
    packages.publish_package(act=act, package_id=package_id, **payload.dict())
    return history_json(viewer=act.viewer, package_id=package_id)[0]


@router.get("/config-packages/{int:package_id}/publications", response=list[PublicationOut])
def list_publications(request: HttpRequest, package_id: int) -> list[dict[str, Any]]:
    """What became of a package, the newest first."""
    return history_json(viewer=viewer_of(request), package_id=package_id)


@router.get("/config-packages/{int:package_id}/rollback", response=BackOut)
def read_rollback(request: HttpRequest, package_id: int, to: int | None = None) -> dict[str, Any]:
    """What rolling back would change."""
    return back_json(viewer=viewer_of(request), package_id=package_id, to=to)


@router.post("/config-packages/{int:package_id}/rollback", response=PublicationOut)
def roll_back(request: HttpRequest, package_id: int, payload: RollbackIn) -> dict[str, Any]:
    """Bring back what was before."""
    act = act_of(request)
    packages.roll_back(act=act, package_id=package_id, to=payload.to, note=payload.note)
    return history_json(viewer=act.viewer, package_id=package_id)[0]


@router.get("/config-packages/{int:package_id}/file", response=dict[str, Any])
def export_one(request: HttpRequest, package_id: int) -> dict[str, Any]:
    """The package as one file for another installation."""
    return file_of(viewer=viewer_of(request), package_id=package_id)


@router.post("/config-packages/files", response={201: MadeOut})
def import_one(request: HttpRequest, payload: Body[dict[str, Any]]) -> Status[dict[str, str]]:
    """Keep the package of a file; nothing takes effect before it is published."""
    made = packages.bring_in(act=act_of(request), file=read_file(payload), source="imported")
    return Status(201, {"id": str(made.pk)})


@router.get("/industry-templates", response=list[TradeOut])
def list_trades(request: HttpRequest) -> list[dict[str, Any]]:
    """Packages that come with the product."""
    return trades_json(viewer=viewer_of(request))


@router.post("/industry-templates/{code}/load", response={201: MadeOut})
def load_one(request: HttpRequest, code: str) -> Status[dict[str, str]]:
    """Load and publish an industry template."""
    return Status(201, {"id": str(load_trade(act=act_of(request), code=code).pk)})


def _told(problems: list[Refusal]) -> list[str]:
    return [one.message(current_language()) for one in problems]
