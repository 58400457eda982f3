"""`hengku init`: the set-up page's questions, answered on the command line or by defaults."""

import secrets
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import click

from hengku.config.cli.frame import account_set_option, opened
from hengku.config.words import say

BOOK_ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD_BYTES = 12
STANDARDS = ("SBE", "CAS")
SCOPES = ("BOOK", "GROUP", "WAREHOUSE")


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing: defaults for what is not given. 不提问，使用默认值")
@click.option("--book-name", help="Name of the company. 公司名称")
@click.option("--currency", help="Currency of the books. 本位币")
@click.option("--standard", type=click.Choice(STANDARDS), help="Accounting standard. 会计准则")
@click.option("--start-month", help="First month, as 2026-01. 启用月份")
@click.option("--costing-scope", type=click.Choice(SCOPES), help="Where one cost holds. 核算范围")
@click.option("--warehouse-name", help="First warehouse. 第一个仓库")
@click.option("--owner", help="User name of the owner. 所有者用户名")
@click.option("--password", help="Owner's password; otherwise one is made and printed once. 密码")
@click.option("--demo", is_flag=True, help="Load the demo company. 载入演示数据")
@account_set_option
def command(
    *,
    yes: bool,
    book_name: str | None,
    currency: str | None,
    standard: str | None,
    start_month: str | None,
    costing_scope: str | None,
    warehouse_name: str | None,
    owner: str | None,
    password: str | None,
    demo: bool,
    account_set: str,
) -> None:
    """Set up an account set: books, first warehouse, owner. 初始化账套"""
    with opened(account_set) as act:
        from hengku.identity.operations.accounts import issue_setup_token
        from hengku.masterdata.operations.set_up import SetUpAnswers, set_up
        from hengku.masterdata.types import AccountingStandard, CostingScope

        token = issue_setup_token(act=act)
        answer = _taker(yes=yes)
        month = act.at.astimezone(BOOK_ZONE).strftime("%Y-%m")
        chosen = password or secrets.token_urlsafe(PASSWORD_BYTES)
        answers = SetUpAnswers(
            book_name=answer(book_name, say("Company", "公司名称"), say("My company", "我的公司")),
            currency=answer(currency, say("Currency", "本位币"), "CNY"),
            standard=AccountingStandard(answer(standard, say("Standard (SBE, CAS)", "会计准则（SBE, CAS）"), "SBE")),
            start_month=_first_day(answer(start_month, say("First month", "启用月份"), month)),
            costing_scope=CostingScope(
                answer(costing_scope, say(f"Costing scope {SCOPES}", f"核算范围 {SCOPES}"), SCOPES[0])
            ),
            warehouse_name=answer(
                warehouse_name, say("First warehouse", "第一个仓库"), say("Main warehouse", "主仓库")
            ),
            owner_username=answer(owner, say("Owner's user name", "所有者用户名"), "owner"),
            owner_password=chosen,
            load_demo=demo,
        )
        set_up(act=act, token=token, answers=answers)
    click.echo(say("The account set is ready.", "账套已就绪。"))
    if password is None:
        click.echo(
            say(
                f"Sign in as {answers.owner_username} with password {chosen} (shown only now).",
                f"用户名 {answers.owner_username}，密码 {chosen}（仅显示这一次）。",
            )
        )


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise click.ClickException(
            say(f"{month} is no month; write it as 2026-01.", f"{month} 不是月份，请写成 2026-01。")
        ) from None


def _taker(*, yes: bool) -> Callable[[str | None, str, str], str]:
    """Gives a function: what was said on the command line, else the default, after asking unless told not to."""

    def answer(given: str | None, question: str, default: str) -> str:
        if given is not None:
            return given
        return default if yes else str(click.prompt(question, default=default))

    return answer
