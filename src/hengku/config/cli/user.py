"""`hengku user`."""

import secrets

import click

from hengku.config.cli.frame import account_set_option, opened
from hengku.config.words import say

PASSWORD_BYTES = 12


@click.group()
def command() -> None:
    """People's accounts. 用户管理"""


@command.command()
@click.argument("username")
@click.option("--name", default="", help="Name shown to people. 姓名")
@click.option("--role", "roles", multiple=True, help="Role code; may be repeated. 角色")
@click.option("--password", help="Otherwise one is made and printed once. 密码")
@account_set_option
def create(*, username: str, name: str, roles: tuple[str, ...], password: str | None, account_set: str) -> None:
    """Make an account. 新建用户"""
    chosen = password or secrets.token_urlsafe(PASSWORD_BYTES)
    with opened(account_set) as act:
        from hengku.identity.operations.accounts import create_user

        create_user(
            act=act,
            username=username,
            name=name,
            password=chosen,
            role_codes=roles,
            must_change_password=password is None,
        )
    _show_password(username, chosen, made=password is None)


@command.command("list")
@account_set_option
def list_users(*, account_set: str) -> None:
    """List the accounts. 列出用户"""
    with opened(account_set):
        from hengku.identity.models import User, UserRole

        roles: dict[int, list[str]] = {}
        for user_id, code in UserRole.objects.order_by("role__code").values_list("user_id", "role__code"):
            roles.setdefault(user_id, []).append(code)
        for user in User.objects.order_by("username"):
            state = "" if user.is_active else f"\t{say('disabled', '已停用')}"
            click.echo(f"{user.username}\t{user.name}\t{','.join(roles.get(user.pk, []))}{state}")


@command.command("reset-password")
@click.argument("username")
@click.option("--password", help="Otherwise one is made and printed once. 密码")
@account_set_option
def reset_password(*, username: str, password: str | None, account_set: str) -> None:
    """Give somebody a new password and end their sessions. 重置密码"""
    chosen = password or secrets.token_urlsafe(PASSWORD_BYTES)
    with opened(account_set) as act:
        from hengku.identity.operations.accounts import set_password

        set_password(act=act, user_id=_id_of(username), password=chosen, must_change=password is None)
    _show_password(username, chosen, made=password is None)


@command.command()
@click.argument("username")
@account_set_option
def disable(*, username: str, account_set: str) -> None:
    """Shut somebody out at once; their records stay. 停用用户"""
    with opened(account_set) as act:
        from hengku.identity.operations.accounts import disable_user

        disable_user(act=act, user_id=_id_of(username))
    click.echo(say(f"{username} is disabled.", f"{username} 已停用。"))


def _id_of(username: str) -> int:
    from hengku.identity.models import User

    found = User.objects.filter(username=username).values_list("pk", flat=True).first()
    if found is None:
        raise click.ClickException(say(f"There is no user {username}.", f"没有用户 {username}。"))
    return found


def _show_password(username: str, password: str, *, made: bool) -> None:
    if made:
        click.echo(
            say(
                f"{username}: one-time password {password} (to be changed at first sign-in)",
                f"{username}：一次性密码 {password}（首次登录须修改）",
            )
        )
    else:
        click.echo(say(f"{username}: password set.", f"{username}：密码已设置。"))
