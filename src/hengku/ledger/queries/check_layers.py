"""I16: layers and lots are what their pools say (domain specification 10)."""

from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.operations.replay_layers import replay_items
from hengku.ledger.queries.checking import (
    MOST_NAMED,
    Question,
    ask,
    new_postings,
    together,
    touched_items,
    touched_pools,
)
from hengku.ledger.rules.layers import Layer
from hengku.metadata.rules.invariants import CheckWindow, Findings

_LAYERS = "SELECT entry_id, piece, quantity, amount, left_quantity, left_amount FROM ledger_cost_layer WHERE pool_id = ANY(%s)"
_PIECES = """
SELECT p.by_entry_id, p.seq, p.entry_id, p.layer_entry_id, p.layer_piece, p.quantity, p.amount
FROM ledger_cost_piece p JOIN ledger_cost_entry e ON e.id = p.by_entry_id WHERE e.pool_id = ANY(%s)
"""


def layers_are_their_pools(window: CheckWindow) -> Findings:
    """Layers left, less what was issued before goods came, are the pool; every layer is what it brought less what was taken; every
    entry is what it brought less what it took; lots of specific costing are the stock by lot. Full pass: the rules give the same
    amounts, layers and map again from the first entry."""
    looks = [_sums(window), _each_layer(window), _each_entry(window), _lots(window)]
    if window.full:
        looks.append(_performed_again())
    return together(*looks)


def _sums(window: CheckWindow) -> Findings:
    body = f"""(
        SELECT p.id AS pool_id, p.quantity, p.amount,
               coalesce(l.quantity, 0) - coalesce(o.quantity, 0) AS layers_quantity,
               coalesce(l.amount, 0) - coalesce(o.amount, 0) AS layers_amount
        FROM ledger_cost_pool p
        LEFT JOIN (SELECT pool_id, sum(left_quantity) AS quantity, sum(left_amount) AS amount FROM ledger_cost_layer GROUP BY 1) l
          ON l.pool_id = p.id
        LEFT JOIN (SELECT e.pool_id, sum(c.quantity) AS quantity, sum(c.amount) AS amount
                   FROM ledger_cost_piece c JOIN ledger_cost_entry e ON e.id = c.entry_id WHERE c.layer_entry_id IS NULL
                   GROUP BY 1) o ON o.pool_id = p.id
        WHERE p.method = 'FIFO' {touched_pools(window, "p.id")})"""  # noqa: S608 (constants only)
    bad = "c.quantity <> c.layers_quantity OR c.amount <> c.layers_amount"
    return ask(
        Question(body, bad, "c.pool_id AS pool, c.quantity, c.layers_quantity, c.amount, c.layers_amount"), window
    )


def _each_layer(window: CheckWindow) -> Findings:
    body = f"""(
        SELECT l.pool_id, l.entry_id, l.piece, l.left_quantity, l.left_amount,
               l.quantity - coalesce(sum(c.quantity), 0) AS rest_quantity, l.amount - coalesce(sum(c.amount), 0) AS rest_amount
        FROM ledger_cost_layer l
        LEFT JOIN ledger_cost_piece c ON c.layer_entry_id = l.entry_id AND c.layer_piece = l.piece
        WHERE true {touched_pools(window, "l.pool_id")} GROUP BY l.id)"""  # noqa: S608 (constants only)
    bad = "c.left_quantity <> c.rest_quantity OR c.left_amount <> c.rest_amount"
    columns = "c.pool_id AS pool, c.entry_id AS entry, c.piece, c.left_quantity, c.rest_quantity, c.left_amount, c.rest_amount"
    return ask(Question(body, bad, columns), window)


def _each_entry(window: CheckWindow) -> Findings:
    common = f"""
        base AS (SELECT e.id, e.pool_id, e.quantity, e.amount FROM ledger_cost_entry e
                 WHERE e.method = 'FIFO' AND e.origin_id IS NULL {new_postings(window, "e.posting_id")}),
        sides AS (
            SELECT id, quantity, amount FROM base
            UNION ALL SELECT b.id, 0, k.amount FROM base b JOIN ledger_cost_entry k ON k.corrects_id = b.id
            UNION ALL SELECT b.id, c.quantity, c.amount FROM base b JOIN ledger_cost_piece c ON c.entry_id = b.id
            UNION ALL SELECT b.id, -l.quantity, -l.amount FROM base b JOIN ledger_cost_layer l ON l.entry_id = b.id),
        sums AS (SELECT id, sum(quantity) AS quantity, sum(amount) AS amount FROM sides GROUP BY 1)"""  # noqa: S608 (constants only)
    return ask(
        Question("sums", "c.quantity <> 0 OR c.amount <> 0", "c.id AS entry, c.quantity, c.amount", common), window
    )


def _lots(window: CheckWindow) -> Findings:
    common = f"""
        lots AS (SELECT DISTINCT book_id, item_id FROM ledger_cost_pool p
                 WHERE p.method = 'SPECIFIC' AND p.retired_on IS NULL {touched_items(window, "p.item_id")}),
        sums AS (SELECT book_id, item_id, lot_id, sum(stock) AS stock, sum(pools) AS pools FROM (
            SELECT b.book_id, b.item_id, b.lot_id, b.quantity AS stock, 0 AS pools
            FROM ledger_balance b JOIN lots USING (book_id, item_id)
            JOIN masterdata_place l ON l.id = b.place_id AND l.kind IN ('WH', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')
            WHERE b.owner_id IS NULL
            UNION ALL SELECT p.book_id, p.item_id, p.lot_id, 0, p.quantity
            FROM ledger_cost_pool p JOIN lots USING (book_id, item_id)) both_sides GROUP BY 1, 2, 3)"""  # noqa: S608 (constants only)
    columns = "c.item_id AS item, c.book_id AS book, c.lot_id AS lot, c.stock, c.pools"
    return ask(Question("sums", "c.stock <> c.pools", columns, common), window)


def _performed_again() -> Findings:
    failing: list[dict[str, str]] = []
    looked = 0
    for again in replay_items():
        outcomes = again.replayed.outcomes
        failing += [
            {"pool": str(change.row.pool), "entry": str(change.row.id), "difference": str(change.amount)}
            for change in again.replayed.changes
        ]
        layers = {
            line
            for pool in again.replayed.pools.values()
            if pool.layers
            for line in map(_told, pool.layers.known.values())
        }
        pieces = {
            (
                row.id,
                seq,
                one.of,
                *((one.layer[1], one.layer[2]) if one.layer else (None, None)),
                one.quantity,
                one.amount,
            )
            for row in again.rows
            for seq, one in enumerate(outcomes[row.id].pieces, start=1)
        }
        looked += len(layers) + len(pieces)
        for kept, expected in ((_LAYERS, layers), (_PIECES, pieces)):
            stored = {tuple(line) for line in sql.rows(connection, kept, [again.pools])}
            failing += [{"entry": str(line[0]), "stored": str(line in stored)} for line in stored ^ expected]
    return Findings(looked, tuple(failing[:MOST_NAMED]))


def _told(layer: Layer) -> tuple[int, int, Decimal, Decimal, Decimal, Decimal]:
    _, entry_id, piece = layer.key
    return entry_id, piece, layer.brought_quantity, layer.brought_amount, layer.quantity, layer.amount
