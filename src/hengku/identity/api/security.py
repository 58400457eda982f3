"""From where one may sign in."""

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.api.request import address_of
from hengku.identity.operations.security import allowed_addresses, set_allowed_addresses
from hengku.identity.queries.restrict import require
from hengku.identity.schemas import AllowedAddresses

router = Router()


@router.get("/system/sign-in-addresses", response=AllowedAddresses)
def read_addresses(request: HttpRequest) -> AllowedAddresses:
    """The list, and where the request itself comes from."""
    require(viewer_of(request), "system", "view")
    return AllowedAddresses(addresses=allowed_addresses(), yours=address_of(request))


@router.put("/system/sign-in-addresses", response=AllowedAddresses)
def write_addresses(request: HttpRequest, payload: AllowedAddresses) -> AllowedAddresses:
    """Replace the list; one that would lock out who saves it is refused."""
    require(viewer_of(request), "system", "update")
    set_allowed_addresses(act=act_of(request), networks=payload.addresses)
    return AllowedAddresses(addresses=allowed_addresses(), yours=address_of(request))
