"""What somebody may do."""

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require
from hengku.metadata.queries.rights_of import rights_of
from hengku.metadata.schemas import RightsOut

router = Router()


@router.get("/users/{int:user_id}/rights", response=RightsOut)
def read_rights(request: HttpRequest, user_id: int) -> RightsOut:
    """Every action the roles of a person allow, and where."""
    require(viewer_of(request), "users", "view")
    return RightsOut(**rights_of(user_id=user_id))
