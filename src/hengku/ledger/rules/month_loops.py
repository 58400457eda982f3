"""Pools that feed each other: which of them stand in a circle, and the linear equations of their unit costs. Exact fractions."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction


def circles(nodes: Sequence[int], sources_of: Callable[[int], Iterable[int]]) -> list[tuple[int, ...]]:
    """Groups of nodes that reach each other, each after the groups it is fed by (Tarjan); members in ascending order."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    groups: list[tuple[int, ...]] = []
    for start in nodes:
        if start in index:
            continue
        work = [(start, iter(sorted(sources_of(start))))]
        index[start] = low[start] = len(index)
        path.append(start)
        on_path.add(start)
        while work:
            node, sources = work[-1]
            below = next((source for source in sources if source not in index or source in on_path), None)
            if below is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = path.index(node)
                    group, path = path[cut:], path[:cut]
                    on_path -= set(group)
                    groups.append(tuple(sorted(group)))
            elif below in index:
                low[node] = min(low[node], index[below])
            else:
                index[below] = low[below] = len(index)
                path.append(below)
                on_path.add(below)
                work.append((below, iter(sorted(sources_of(below)))))
    return groups


def solve(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """x with matrix * x = right; None when there is not exactly one."""
    size = len(right)
    rows = [[*matrix[place], right[place]] for place in range(size)]
    for column in range(size):
        pivot = next((place for place in range(column, size) if rows[place][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for place in range(size):
            factor = rows[place][column]
            if place != column and factor:
                rows[place] = [value - factor * above for value, above in zip(rows[place], rows[column], strict=True)]
    return [row[-1] for row in rows]
