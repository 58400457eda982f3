"""Who offers what to the house, in one readable file. No signals, no auto-discovery: what is not here does not happen."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec

import psycopg
from procrastinate import App

from hengku.config.embedded.connection import resolve
from hengku.config.texts import MESSAGES
from hengku.kernel.errors import offer_messages

ROOMS = (
    "identity",
    "metadata",
    "masterdata",
    "ledger",
    "workflow",
    "documents",
    "purchasing",
    "sales",
    "manufacturing",
    "warehousing",
    "finance",
    "reports",
    "integrations",
    "studio",
)
"""From the ground up: a room offers to rooms below it, so those come first."""


def wire() -> None:
    """Let every room register what it offers. Called once, when the applications are ready."""
    offer_messages(MESSAGES)
    for room in ROOMS:
        if find_spec(f"hengku.{room}.register"):
            import_module(f"hengku.{room}.register").register()
    import_module("hengku.metadata.operations.field_indexes").offer_owner(_owner)
    for room in ("documents", "metadata"):
        import_module(f"hengku.{room}.register").register_over_all()


def _owner() -> psycopg.Connection:
    """The database as the role that owns its tables, without a transaction."""
    return psycopg.connect(resolve().owner_dsn, autocommit=True)


def offer_jobs(app: App) -> None:
    """Import every room's scheduled entry points, so that workers know them."""
    for room in ROOMS:
        if find_spec(f"hengku.{room}.jobs"):
            import_module(f"hengku.{room}.jobs").offer(app)


def drains() -> tuple[Callable[[], int], ...]:
    """What the consumer process runs, in this order, in every account set; each says how much it did (0 = nothing left)."""
    from hengku.documents.operations.outbox import sequence
    from hengku.finance.handlers import drain_finance
    from hengku.integrations.handlers import drain_automations, drain_notices, drain_webhooks
    from hengku.ledger.operations.fold import fold
    from hengku.ledger.operations.prove import prove_new
    from hengku.sales.handlers import drain_short_lines
    from hengku.studio.handlers import drain_summaries

    return (
        lambda: int(sequence()),  # gives committed outbox rows their positions
        drain_finance,  # makes vouchers from value events
        drain_summaries,  # lets summary tables follow
        drain_webhooks,  # queues deliveries to those who asked to be told
        drain_notices,  # tells people of approvals that concern them
        drain_automations,  # sets off what firms let happen by itself
        drain_short_lines,  # order lines that were closed short give back what they hold
        lambda: len(fold()),  # folds postings into the turnover projection
        lambda: prove_new(now=lambda: datetime.now(UTC)),  # checks what is new and sets the light
    )
