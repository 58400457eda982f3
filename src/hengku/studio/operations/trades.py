"""Loading an industry template: brought in and published in one go."""

from django.db import transaction

from hengku.identity.types import Act
from hengku.studio.models import Package
from hengku.studio.operations.packages import bring_in, publish_package
from hengku.studio.queries.configuration import everything, fingerprint
from hengku.studio.queries.trades import trade_of
from hengku.studio.rules.trades import file_of


@transaction.atomic
def load_trade(*, act: Act, code: str) -> Package:
    """Bring in a template and let it take effect at once. Raises Refused not_found, permission_denied, and whatever publishing refuses."""
    package = bring_in(act=act, file=file_of(trade_of(code)), source=code)
    publish_package(
        act=act, package_id=package.pk, rev=package.rev, seen=fingerprint(package.contents, everything()), note=""
    )
    package.refresh_from_db()
    return package
