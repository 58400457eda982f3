"""Walking up a tree: departments to the whole company, people to those they answer to."""

from collections.abc import Mapping, Sequence


def line_up(start: int, above: Mapping[int, int | None]) -> list[int]:
    """What lies above `start`, the nearest first; ends where nothing is above, or where the walk would go in circles."""
    found: list[int] = []
    here = above.get(start)
    while here is not None and here not in found and here != start:
        found.append(here)
        here = above.get(here)
    return found


def heads_above(
    *, user_id: int, department_id: int | None, above: Mapping[int, int | None], heads: Mapping[int, int | None]
) -> list[int]:
    """Heads of somebody's department and of those above it, the nearest first, each once.

    Nobody is their own head: who leads the department answers to the head of the one above. Departments without a head
    are passed over.
    """
    if department_id is None:
        return []
    line: Sequence[int] = (department_id, *line_up(department_id, above))
    found = dict.fromkeys(head for one in line if (head := heads.get(one)) is not None)
    return [head for head in found if head != user_id]


def in_place_of(person: int, *, active: Mapping[int, bool], successors: Mapping[int, int | None]) -> int | None:
    """The person, or who took over from them; None when nobody who works here did."""
    here: int | None = person
    seen: set[int] = set()
    while here is not None and here not in seen and not active.get(here, False):
        seen.add(here)
        here = successors.get(here)
    return here if here is not None and active.get(here, False) else None
