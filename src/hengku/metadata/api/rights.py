"""What somebody may do."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require
from hengku.metadata.queries.duties import violations
from hengku.metadata.queries.rights_of import rights_of
from hengku.metadata.queries.role_targets import condition_words, role_targets, rows_left
from hengku.metadata.schemas import ConditionIn, ConditionWords, RightsOut, RoleTarget, RowsLeft, Violation

router = Router()


@router.get("/users/{int:user_id}/rights", response=RightsOut)
def read_rights(request: HttpRequest, user_id: int) -> RightsOut:
    """Every action the roles of a person allow, and where."""
    require(viewer_of(request), "users", "view")
    return RightsOut(**rights_of(user_id=user_id))


@router.get("/role-targets", response=list[RoleTarget])
def list_targets(request: HttpRequest) -> list[dict[str, Any]]:
    """What roles have rights on field by field."""
    require(viewer_of(request), "roles", "view")
    return role_targets()


@router.get("/role-targets/{resource}/words", response=ConditionWords)
def read_words(request: HttpRequest, resource: str) -> dict[str, Any]:
    """What a condition on rows of this kind may use."""
    require(viewer_of(request), "roles", "view")
    return condition_words(resource=resource)


@router.post("/role-targets/{resource}/count", response=RowsLeft)
def count_rows(request: HttpRequest, resource: str, body: ConditionIn) -> dict[str, int]:
    """How many rows a condition leaves."""
    require(viewer_of(request), "roles", "update")
    return rows_left(resource=resource, formula=body.formula)


@router.get("/duty-conflicts/violations", response=list[Violation])
def list_violations(request: HttpRequest, user: int | None = None) -> list[dict[str, Any]]:
    """Who holds two rights that must not be in one hand; `user` narrows to one person."""
    require(viewer_of(request), "duty-conflicts", "view")
    return violations(user_id=user)
