"""Invariants of documents (domain specification 10: I08, I26, I28, I32, I33, I35)."""

from collections.abc import Sequence

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.kernel import sql
from hengku.metadata.rules.invariants import CheckWindow, Findings

_MOST_NAMED = 20
_TOUCHED = "SELECT p.document_id FROM ledger_posting p WHERE p.id > {after}"


def check_base_quantities(window: CheckWindow) -> Findings:
    """I08: base quantity = entered quantity x factor, rounded to the places of the base unit, on each line."""
    return _ask(
        """
        SELECT count(*) OVER (), d.number, l.line_no, i.code, l.quantity, l.base_quantity
          FROM documents_line l
          JOIN documents_document d ON d.id = l.document_id
          JOIN masterdata_item i ON i.id = l.item_id
          JOIN masterdata_unit u ON u.id = i.base_unit_id
         WHERE l.base_quantity <> round(l.quantity * l.factor_numerator / l.factor_denominator, u.precision)
           {and_touched_line}
        """,
        "SELECT count(*) FROM documents_line l WHERE true {and_touched_line}",
        ("number", "line", "item", "quantity", "base_quantity"),
        window,
    )


def check_numbers(window: CheckWindow) -> Findings:
    """I26: of every counter each serial from 1 to the last given is on a document, and every document has a number."""
    del window  # counters are few and documents are only counted
    missing = sql.rows(
        connection,
        """
        WITH counter AS (
          SELECT key, value, split_part(key, ':', 1)::bigint AS book_id, split_part(key, ':', 2) AS type,
                 split_part(substr(key, length(split_part(key, ':', 1)) + length(split_part(key, ':', 2)) + 3), '#', 1) AS head,
                 substr(key, strpos(key, '#') + 1) AS tail
            FROM documents_number_counter
        ), serial AS (
          SELECT c.key, c.value, count(DISTINCT x.serial) FILTER (WHERE x.serial BETWEEN 1 AND c.value) AS given
            FROM counter c
            LEFT JOIN LATERAL (
              SELECT substr(d.number, length(c.head) + 1, length(d.number) - length(c.head) - length(c.tail))::bigint AS serial
                FROM documents_document d
               WHERE d.book_id = c.book_id AND d.type = c.type AND starts_with(d.number, c.head)
                 AND right(d.number, length(c.tail)) = c.tail
                 AND substr(d.number, length(c.head) + 1, length(d.number) - length(c.head) - length(c.tail)) ~ '^[0-9]{1,18}$'
            ) x ON true
           GROUP BY c.key, c.value
        )
        SELECT key, value, given FROM serial WHERE given <> value ORDER BY key
        """,
    )
    nameless = sql.rows(connection, "SELECT id, type FROM documents_document WHERE number IS NULL ORDER BY id LIMIT 20")
    rows = sql.rows(connection, "SELECT count(*) FROM documents_document")[0][0]
    failing = [{"counter": key, "last": str(value), "found": str(given)} for key, value, given in missing]
    failing.extend({"document": str(id_), "type": type_, "number": "–"} for id_, type_ in nameless)
    return Findings(rows, tuple(failing))


def check_reversals(window: CheckWindow) -> Findings:
    """I28, documents' side: a mirror is the negative of its original line by line, exactly one of each, and not reversed."""
    return _ask(
        """
        WITH pair AS (
          SELECT m.id AS mirror_id, o.id AS original_id, m.number AS mirror, o.number AS original, m.state AS mirror_state,
                 o.state AS original_state, o.reverses_id IS NOT NULL AS of_reversal,
                 m.total_quantity + o.total_quantity <> 0 OR m.total_net + o.total_net <> 0
                 OR m.total_tax + o.total_tax <> 0 OR m.total_amount + o.total_amount <> 0 AS totals_differ
            FROM documents_document m JOIN documents_document o ON o.id = m.reverses_id
           WHERE true {and_touched_mirror}
        ), lines AS (
          SELECT p.mirror_id, count(*) FILTER (WHERE ml.id IS NULL OR ml.quantity <> -ol.quantity
                 OR ml.base_quantity <> -ol.base_quantity OR ml.net <> -ol.net OR ml.tax <> -ol.tax OR ml.total <> -ol.total
                 OR ml.item_id <> ol.item_id) AS wrong,
                 count(*) AS size
            FROM pair p
            JOIN documents_line ol ON ol.document_id = p.original_id
            LEFT JOIN documents_link k ON k.source_line_id = ol.id AND k.kind = 'REVERSE'
            LEFT JOIN documents_line ml ON ml.id = k.target_line_id AND ml.document_id = p.mirror_id
           GROUP BY p.mirror_id
        )
        SELECT count(*) OVER (), p.mirror, p.original, p.mirror_state, p.original_state, coalesce(l.wrong, 0)
          FROM pair p
          LEFT JOIN lines l ON l.mirror_id = p.mirror_id
         WHERE p.of_reversal OR p.totals_differ OR p.mirror_state <> 'POSTED' OR p.original_state <> 'REVERSED'
            OR coalesce(l.wrong, 0) > 0
            OR coalesce(l.size, 0) <> (SELECT count(*) FROM documents_line x WHERE x.document_id = p.mirror_id)
        """,
        "SELECT count(*) FROM documents_document m WHERE m.reverses_id IS NOT NULL {and_touched_mirror}",
        ("mirror", "original", "mirror_state", "original_state", "wrong_lines"),
        window,
    )


_LIVE = """
SELECT k.source_line_id AS line_id, max(k.tolerance) AS tolerance, bool_or({task}) AS passed,
       sum(CASE WHEN {task} AND t.stopped_at IS NOT NULL THEN coalesce(n.executed_quantity, 0)
                WHEN {task} THEN k.quantity - coalesce(n.returned_quantity, 0) ELSE k.quantity END) AS linked,
       coalesce(sum(CASE WHEN {task} THEN n.executed_quantity
                         WHEN t.state = 'POSTED' OR (t.state = 'APPROVED' AND {order}) THEN k.quantity END)
                FILTER (WHERE k.kind = 'EXECUTE'), 0) AS executed,
       coalesce(sum(k.quantity) FILTER (WHERE k.kind IN ('RETURN', 'REFUSE') AND t.state = 'POSTED'), 0) AS returned
  FROM documents_link k JOIN documents_document t ON t.id = k.target_document_id AND t.state NOT IN ('VOID', 'REVERSED')
  LEFT JOIN documents_line_progress n ON n.line_id = k.target_line_id AND {task}
 WHERE k.kind IN ('EXECUTE', 'RETURN', 'REFUSE') {and_touched_source}
 GROUP BY k.source_line_id
"""
"""Of a task among the targets counts what was carried out of its line; a task closed early takes no more than that."""


def check_tolerances(window: CheckWindow) -> Findings:
    """I32: what was made from a line stays within its quantity x (1 + the tolerance it was allowed); carried out and returned
    stay within what was linked."""
    return _ask_live(
        """
        SELECT true, d.number, l.line_no, l.base_quantity, live.linked, live.executed, live.returned
          FROM live JOIN documents_line l ON l.id = live.line_id JOIN documents_document d ON d.id = l.document_id
         WHERE live.linked > l.base_quantity * (1 + live.tolerance)
            OR (live.executed + live.returned > live.linked AND NOT live.passed)
        """,
        ("number", "line", "quantity", "linked", "executed", "returned"),
        window,
    )


def check_progress(window: CheckWindow) -> Findings:
    """I33: stored progress = what the live links say, for every linked line (remaining = quantity - linked follows)."""
    touched = "" if window.full else " WHERE p.line_id IN (SELECT line_id FROM live)"
    return _ask_live(
        f"""
        SELECT true, d.number, l.line_no, coalesce(p.linked_quantity, 0), coalesce(live.linked, 0),
               coalesce(p.executed_quantity, 0), coalesce(live.executed, 0), coalesce(p.returned_quantity, 0),
               coalesce(live.returned, 0)
          FROM live
          FULL JOIN (SELECT * FROM documents_line_progress p{touched}) p ON p.line_id = live.line_id
          JOIN documents_line l ON l.id = coalesce(live.line_id, p.line_id)
          JOIN documents_document d ON d.id = l.document_id
         WHERE coalesce(p.linked_quantity, 0) <> coalesce(live.linked, 0)
            OR coalesce(p.executed_quantity, 0) <> coalesce(live.executed, 0)
            OR coalesce(p.returned_quantity, 0) <> coalesce(live.returned, 0)
        """,  # noqa: S608 (constants only)
        ("number", "line", "linked", "linked_live", "executed", "executed_live", "returned", "returned_live"),
        window,
    )


def check_amounts(window: CheckWindow) -> Findings:
    """I35: total = net + tax and tax = net x rate within the tolerance of a line; a header is the sum of its lines."""
    lines = _ask(
        """
        SELECT count(*) OVER (), d.number, l.line_no, l.net, l.tax, l.total, l.tax_rate
          FROM documents_line l JOIN documents_document d ON d.id = l.document_id
         WHERE (l.total <> l.net + l.tax OR abs(l.tax - l.net * l.tax_rate) > 0.07) {and_touched_line}
        """,
        "SELECT count(*) FROM documents_line l WHERE true {and_touched_line}",
        ("number", "line", "net", "tax", "total", "tax_rate"),
        window,
    )
    headers = _ask(
        """
        SELECT count(*) OVER (), d.number, d.total_quantity, s.quantity, d.total_amount, s.total
          FROM documents_document d
          JOIN (SELECT l.document_id, sum(l.quantity) AS quantity, sum(l.net) AS net, sum(l.tax) AS tax, sum(l.total) AS total
                  FROM documents_line l WHERE true {and_touched_line} GROUP BY l.document_id) s ON s.document_id = d.id
         WHERE d.total_quantity <> s.quantity OR d.total_net <> s.net OR d.total_tax <> s.tax OR d.total_amount <> s.total
        """,
        "SELECT 0",
        ("number", "header_quantity", "line_quantity", "header_total", "line_total"),
        window,
    )
    return Findings(lines.rows, (*lines.failing, *headers.failing))


def _ask_live(question: str, names: Sequence[str], window: CheckWindow) -> Findings:
    """As _ask, about the relation `live`: worked out once for the count and the question, whose first column is true."""
    found = sql.rows(
        connection,
        f"""
        WITH live AS MATERIALIZED ({_LIVE.format(**_parts(window))}), wrong AS ({question} LIMIT {_MOST_NAMED})
        SELECT (SELECT count(*) FROM live), wrong.* FROM (SELECT) once LEFT JOIN wrong ON true
        """,  # noqa: S608 (constants only)
    )
    failing = tuple(_named(names, row[2:]) for row in found if row[1])
    return Findings(found[0][0], failing)


def _ask(question: str, count: str, names: Sequence[str], window: CheckWindow) -> Findings:
    """Rows that break a rule, the first of them named, and how many rows were looked at."""
    parts = _parts(window)
    looked_at = sql.rows(connection, count.format(**parts))[0][0]
    found = sql.rows(connection, f"{question.format(**parts)} LIMIT {_MOST_NAMED}")
    return Findings(looked_at, tuple(_named(names, row[1:]) for row in found))


def _named(names: Sequence[str], values: Sequence[object]) -> dict[str, str]:
    return {name: str(value) for name, value in zip(names, values, strict=True)}


def _parts(window: CheckWindow) -> dict[str, str]:
    """Conditions that narrow a question to what new postings touched."""
    touched = _TOUCHED.format(after=int(window.after_posting_id))
    parts = {
        "and_touched_line": "", "and_touched_mirror": "", "and_touched_source": "",
        "task": of_kind("task"), "order": of_kind("order"),
    }  # fmt: skip
    if not window.full:
        parts |= {
            "and_touched_line": f"AND l.document_id IN ({touched})",
            "and_touched_mirror": f"AND m.id IN ({touched})",
            "and_touched_source": f"AND k.source_line_id IN (SELECT y.source_line_id FROM documents_line x"  # noqa: S608 (constants only)
            f" JOIN documents_link y ON y.target_line_id = x.id WHERE x.document_id IN ({touched}))",
        }
    return parts


def of_kind(kind: str) -> str:
    """SQL: whether the target `t` of a link is of this kind."""
    codes = ", ".join(f"'{spec.code}'" for spec in DOCUMENT_TYPES if spec.kind == kind)
    return f"t.type IN ({codes or 'NULL'})"
