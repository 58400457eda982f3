"""Account sets 账套 from the settings page."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from hengku.config.directory import operations
from hengku.config.directory.models import AccountSet
from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require

router = Router()


class AccountSetOut(Schema):
    """sandbox: for trying and for stories; requests may set its clock."""

    name: str
    label: str
    created_at: str
    archived: bool
    sandbox: bool


class AccountSetMade(Schema):
    """setup_path: where the owner, the book and the first warehouse are named."""

    name: str
    label: str
    setup_path: str


class AccountSetIn(Schema):
    """sandbox never changes afterwards."""

    name: str
    label: str
    sandbox: bool = False


def _shape(account_set: AccountSet) -> AccountSetOut:
    return AccountSetOut(
        name=account_set.schema_name,
        label=account_set.label,
        created_at=account_set.created_at.isoformat(),
        archived=account_set.archived_at is not None,
        sandbox=account_set.sandbox,
    )


@router.get("/account-sets", response=list[AccountSetOut], summary="Account sets of this installation")
def list_account_sets(request: HttpRequest) -> list[AccountSetOut]:
    """All of them, archived ones marked."""
    require(viewer_of(request), "account-sets", "view")
    return [_shape(account_set) for account_set in operations.all_account_sets()]


@router.post("/account-sets", response=AccountSetMade, summary="Create an account set")
def create_account_set(request: HttpRequest, payload: AccountSetIn) -> AccountSetMade:
    """Makes the schema and gives the path of its set-up page, where its owner, book and first warehouse are named."""
    require(viewer_of(request), "account-sets", "create")
    set_up_path = operations.create_from_serving(**payload.dict(), act=act_of(request))
    return AccountSetMade(name=payload.name, label=payload.label, setup_path=set_up_path)


@router.post("/account-sets/{name}/archive", response=AccountSetOut, summary="Archive an account set")
def archive_account_set(request: HttpRequest, name: str) -> AccountSetOut:
    """Closes it to sign-in; the data stays. The last live set cannot be archived."""
    require(viewer_of(request), "account-sets", "delete")
    return _shape(operations.archive_account_set(name=name, at=timezone.now()))
