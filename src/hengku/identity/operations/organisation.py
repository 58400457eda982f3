"""Guards of the tree of departments and of the line of superiors."""

from hengku.identity.models import Department, User
from hengku.identity.rules.organisation import line_up
from hengku.kernel.errors import refuse


def refuse_department_circle(*, department_id: int, parent_id: int | None) -> None:
    """Raise Refused department_circle when the parent would be the department itself or lie below it.

    All departments are locked until the transaction ends, so that two moves at once cannot make a circle together.
    """
    rows = Department.objects.select_for_update().order_by("pk").values_list("pk", "parent_id", "name")
    found = {pk: (parent, name) for pk, parent, name in rows}
    above = {pk: parent for pk, (parent, _) in found.items()}
    if parent_id is not None and department_id in (parent_id, *line_up(parent_id, above)):
        raise refuse("department_circle", loc=("parent",), name=found[department_id][1])


def refuse_superior_circle(*, user_id: int, superior_id: int | None) -> None:
    """Raise Refused superior_circle when somebody would answer to themselves, directly or through others."""
    if superior_id is None:
        return
    rows = User.objects.select_for_update().order_by("pk").values_list("pk", "superior_id", "name")
    found = {pk: (superior, name) for pk, superior, name in rows}
    above = {pk: superior for pk, (superior, _) in found.items()}
    if user_id in (superior_id, *line_up(superior_id, above)):
        raise refuse("superior_circle", loc=("superior",), name=found[user_id][1])
