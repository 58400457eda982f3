"""Who leads, who holds a position or a role, who answers to whom: what approvals ask for.

Every function gives ids of people who work here. Somebody who was shut out is replaced by their successor, and left out when
they have none.
"""

from collections.abc import Iterable

from hengku.identity.models import Department, Role, User, UserRole
from hengku.identity.rules.organisation import heads_above, in_place_of, line_up


def at_work(*, user_ids: Iterable[int]) -> list[int]:
    """These people in their order, each once; who left is replaced by their successor."""
    wanted = list(dict.fromkeys(user_ids))
    if not wanted:
        return []
    rows = User.objects.values_list("pk", "is_active", "successor_id")
    active, successors = {}, {}
    for pk, is_active, successor in rows:
        active[pk], successors[pk] = is_active, successor
    found = (in_place_of(one, active=active, successors=successors) for one in wanted)
    return list(dict.fromkeys(one for one in found if one is not None))


def department_of(*, user_id: int) -> int | None:
    """The department somebody belongs to."""
    return User.objects.filter(pk=user_id).values_list("department_id", flat=True).first()


def heads_of(*, user_id: int, levels: int | None = None) -> list[int]:
    """Heads above somebody, the nearest first: of their department, of the one above it, …; levels: at most so many.

    Who leads a department answers to the head of the one above.
    """
    rows = Department.objects.values_list("pk", "parent_id", "head_id")
    above, heads = {}, {}
    for pk, parent, head in rows:
        above[pk], heads[pk] = parent, head
    line = heads_above(user_id=user_id, department_id=department_of(user_id=user_id), above=above, heads=heads)
    return at_work(user_ids=line[:levels])


def head_of(*, user_id: int, level: int = 1) -> int | None:
    """The head `level` steps above somebody: 1 = of their own department (or of the one above, for its head)."""
    line = heads_of(user_id=user_id)
    return line[level - 1] if 0 < level <= len(line) else None


def superior_of(*, user_id: int) -> int | None:
    """Whom somebody answers to; the head of their department when nobody is named."""
    superior = User.objects.filter(pk=user_id).values_list("superior_id", flat=True).first()
    found = at_work(user_ids=[superior]) if superior else []
    return found[0] if found else head_of(user_id=user_id)


def holders_of_position(*, code: str) -> list[int]:
    """Who is this in the company, by id."""
    return at_work(user_ids=User.objects.filter(position__code=code).order_by("pk").values_list("pk", flat=True))


def holders_of_role(*, code: str) -> list[int]:
    """Who has this role, themselves or through their department, by id."""
    held = UserRole.objects.filter(role__code=code).values_list("user_id", flat=True)
    departments = Role.objects.filter(code=code).values_list("department_ids", flat=True).first() or []
    return at_work(user_ids=sorted({*held, *(members_of(department_ids=departments) if departments else ())}))


def departments_above(*, department_id: int) -> list[int]:
    """The department itself and those it belongs to, the nearest first."""
    above = dict(Department.objects.values_list("pk", "parent_id"))
    return [department_id, *line_up(department_id, above)]


def members_of(*, department_ids: Iterable[int], below: bool = True) -> list[int]:
    """Active members of these departments, and of those below them when `below`, by id."""
    wanted = set(department_ids)
    if below:
        above = dict(Department.objects.values_list("pk", "parent_id"))
        wanted |= {one for one in above if wanted.intersection(line_up(one, above))}
    people = User.objects.filter(department_id__in=wanted, is_active=True).order_by("pk")
    return list(people.values_list("pk", flat=True))
