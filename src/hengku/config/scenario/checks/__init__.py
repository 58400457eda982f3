"""What must be true: every key of the format's `check` and `final`, asked of the product's own reports."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hengku.config.scenario.checks.compare import Difference
from hengku.config.scenario.checks.cost import (
    check_balances,
    check_consumption,
    check_layers,
    check_ledger,
    check_snapshots,
)
from hengku.config.scenario.checks.money import (
    check_accounts,
    check_draft_vouchers,
    check_open_items,
    check_vouchers,
    check_vouchers_of,
)
from hengku.config.scenario.checks.papers import check_documents, check_reservations, check_returnable
from hengku.config.scenario.checks.reports import check_reports
from hengku.config.scenario.checks.stock import check_availability, check_stock, check_stock_as_of
from hengku.config.scenario.door import NotOffered, Unexpected
from hengku.config.scenario.world import World

Check = Callable[[World, Any], Iterator[Difference]]

CHECKS: Mapping[str, Check] = {
    "ledger": check_ledger,
    "balances": check_balances,
    "layers": check_layers,
    "consumption": check_consumption,
    "snapshots": check_snapshots,
    "stock": check_stock,
    "stock_as_of": check_stock_as_of,
    "availability": check_availability,
    "reservations": check_reservations,
    "returnable": check_returnable,
    "documents": check_documents,
    "vouchers": check_vouchers,
    "vouchers_of": check_vouchers_of,
    "draft_vouchers": check_draft_vouchers,
    "accounts": check_accounts,
    "open_items": check_open_items,
    "reports": check_reports,
}


def check_all(world: World, expected: Mapping[str, Any]) -> Iterator[Difference]:
    """Every difference between what the story expects now and what the product says."""
    world.door.settle(world.door)
    for name, wanted in expected.items():
        if name not in CHECKS:
            yield Difference(name, "", "implemented", "a check the runner does not know")
            continue
        try:
            yield from CHECKS[name](world, wanted)
        except NotOffered as missing:
            yield Difference(name, "", "implemented", str(missing))
        except Unexpected as problem:
            yield Difference(name, "", "an answer", str(problem))
