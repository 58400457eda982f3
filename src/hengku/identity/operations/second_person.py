"""A second person at the same screen signs with name and password."""

from django.contrib.auth.hashers import check_password

from hengku.identity.models import User
from hengku.identity.types import Act
from hengku.kernel.errors import refuse


def confirm_by_second_person(*, act: Act, username: str, password: str) -> int:
    """Id of the second person. Raises Refused same_person, second_person_unknown (name and password do not fit)."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not check_password(password, user.password):
        raise refuse("second_person_unknown", loc=("second_password",))
    if user.pk == act.actor_id:
        raise refuse("same_person", loc=("second_username",))
    return int(user.pk)
