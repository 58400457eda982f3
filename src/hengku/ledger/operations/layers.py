"""Layers of FIFO pools and the consumption map in the database: load for a run, write after it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.rules.costing import Outcome, Pool, Row
from hengku.ledger.rules.layers import Layer, LayerKey, Piece

_LAYER = """l.pool_id, l.business_date, l.entry_id, l.piece, l.left_quantity, l.left_amount, l.quantity, l.amount,
o.business_date, o.entry_id, o.piece"""
_FROM = "FROM ledger_cost_layer l LEFT JOIN ledger_cost_layer o ON o.entry_id = l.origin_entry_id AND o.piece = l.origin_piece"
_OPEN = f"SELECT {_LAYER} {_FROM} WHERE l.pool_id = ANY(%s) AND l.left_quantity > 0"
_THESE = f"""
SELECT {_LAYER} {_FROM} JOIN unnest(%s::bigint[], %s::int[]) AS k(entry_id, piece) ON k.entry_id = l.entry_id AND k.piece = l.piece
"""
_PIECES = """
SELECT p.by_entry_id, p.entry_id, l.business_date, p.layer_entry_id, p.layer_piece, p.quantity, p.amount
FROM ledger_cost_piece p LEFT JOIN ledger_cost_layer l ON l.entry_id = p.layer_entry_id AND l.piece = p.layer_piece
WHERE p.by_entry_id = ANY(%s) ORDER BY p.by_entry_id, p.seq
"""
_FORGET_PIECES = "DELETE FROM ledger_cost_piece WHERE by_entry_id = ANY(%s)"
_FORGET_LAYERS = "DELETE FROM ledger_cost_layer WHERE entry_id = ANY(%s)"
_KEEP_LAYERS = """
INSERT INTO ledger_cost_layer (pool_id, entry_id, piece, business_date, quantity, amount, left_quantity, left_amount,
                               origin_entry_id, origin_piece)
SELECT u.* FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::date[], %s::numeric[], %s::numeric[], %s::numeric[],
                       %s::numeric[], %s::bigint[], %s::int[]) AS u
ON CONFLICT (entry_id, piece) DO UPDATE SET left_quantity = excluded.left_quantity, left_amount = excluded.left_amount
"""
_KEEP_PIECES = """
INSERT INTO ledger_cost_piece (by_entry_id, seq, entry_id, layer_entry_id, layer_piece, quantity, amount)
SELECT u.* FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::bigint[], %s::int[], %s::numeric[], %s::numeric[]) AS u
"""


def _layer(row: Sequence[Any]) -> Layer:
    day, entry_id, piece, quantity, amount, brought_quantity, brought_amount, *origin = row
    key = (origin[0], origin[1], origin[2]) if origin[1] is not None else None
    return Layer((day, entry_id, piece), quantity, amount, brought_quantity, brought_amount, key)


def load_open(pools: Mapping[int, Pool]) -> None:
    """Give FIFO pools their layers with goods left. The pools are locked."""
    for pool_id, *row in sql.rows(connection, _OPEN, [sorted(pools)]):
        layers = pools[pool_id].layers
        if layers is not None:
            layers.add(_layer(row))


def load_known(keys: Iterable[LayerKey], pools: Mapping[int, Pool]) -> None:
    """Give pools these layers too, used up or not, for what goes back into them."""
    wanted = sorted({(key[1], key[2]) for key in keys})
    for pool_id, *row in sql.rows(connection, _THESE, sql.columns_of(wanted, 2)) if wanted else ():
        layers = pools[pool_id].layers if pool_id in pools else None
        layer = _layer(row)
        if layers is not None and layer.key not in layers.known:
            layers.add(layer)


def load_pieces(entry_ids: Iterable[int]) -> dict[int, tuple[Piece, ...]]:
    """What was taken while each of these entries stood in its pool."""
    found: dict[int, list[Piece]] = {}
    for by_id, of, day, layer_id, number, quantity, amount in sql.rows(connection, _PIECES, [sorted(set(entry_ids))]):
        key = (day, layer_id, number) if layer_id is not None else None
        found.setdefault(by_id, []).append(Piece(of, key, quantity, amount))
    return {by_id: tuple(pieces) for by_id, pieces in found.items()}


def write(
    *,
    rows: Iterable[Row],
    outcomes: Mapping[int, Outcome],
    before: Mapping[int, Pool],
    after: Mapping[int, Pool],
    real: Mapping[int, int],
) -> None:
    """Store the maps of these rows and the layers of their pools. real: ids of rows that had none when they were priced."""
    mine = [row for row in rows if after[row.pool].layers is not None]
    again = [row.id for row in mine if row.stored is not None]
    if again:
        sql.write(connection, _FORGET_PIECES, [again])
        sql.write(connection, _FORGET_LAYERS, [again])
    forgotten = set(again)
    layers: list[tuple[object, ...]] = []
    for pool_id in sorted({row.pool for row in mine}):
        old, new = before[pool_id].layers, after[pool_id].layers
        if old is None or new is None:
            continue
        for key, layer in sorted(new.known.items()):
            known = old.known.get(key)
            same = known is not None and (known.quantity, known.amount) == (layer.quantity, layer.amount)
            if not same or key[1] in forgotten:
                layers.append(_layer_row(pool_id, layer, real))
    if layers:
        sql.later(connection, _KEEP_LAYERS, sql.columns_of(layers, 10))
    pieces = [line for row in mine for line in _piece_rows(row.id, outcomes[row.id].pieces, real)]
    if pieces:
        sql.later(connection, _KEEP_PIECES, sql.columns_of(pieces, 7))


def _layer_row(pool_id: int, layer: Layer, real: Mapping[int, int]) -> tuple[object, ...]:
    day, entry_id, piece = layer.key
    origin = (real.get(layer.origin[1], layer.origin[1]), layer.origin[2]) if layer.origin else (None, None)
    return (
        pool_id, real.get(entry_id, entry_id), piece, day, layer.brought_quantity, layer.brought_amount, layer.quantity,
        layer.amount, *origin,
    )  # fmt: skip


def _piece_rows(by_id: int, pieces: Sequence[Piece], real: Mapping[int, int]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, piece in enumerate(pieces, start=1):
        layer = (real.get(piece.layer[1], piece.layer[1]), piece.layer[2]) if piece.layer else (None, None)
        of = real.get(piece.of, piece.of)
        rows.append((real.get(by_id, by_id), number, of, *layer, Decimal(piece.quantity), piece.amount))
    return rows
