"""Industry templates as people choose among them."""

from typing import Any

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.rules.configuration import CONFIGURATION
from hengku.studio.models import Package
from hengku.studio.queries.configuration import ENTITY
from hengku.studio.rules.trades import TRADES, Trade, file_of


def trade_of(code: str) -> Trade:
    """The template called so. Raises Refused not_found (404)."""
    found = next((one for one in TRADES if one.code == code), None)
    if found is None:
        raise refuse("not_found", status=404)
    return found


def trades_json(*, viewer: Viewer) -> list[dict[str, Any]]:
    """Every template: {code, name, help, package (id of the one made from it, None), live, contents: [{label, titles}]}."""
    require(viewer, ENTITY, "view")
    kept = {one.code: one for one in Package.objects.filter(code__startswith="trade_")}
    return [_trade(one, kept.get(f"trade_{one.code}")) for one in TRADES]


def _trade(trade: Trade, package: Package | None) -> dict[str, Any]:
    file = file_of(trade)
    return {
        "code": trade.code,
        "name": file.name,
        "help": file.notes,
        "package": str(package.pk) if package else None,
        "live": bool(package and package.live),
        "contents": [
            {
                "label": str(CONFIGURATION.get(name).label),
                "titles": [CONFIGURATION.get(name).title(key, piece) for key, piece in pieces.items()],
            }
            for name, pieces in file.contents.items()
        ],
    }
