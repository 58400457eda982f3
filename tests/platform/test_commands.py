"""The command line in an account set: first set-up, people, further account sets."""

import re

from tests.platform.conftest import run_hengku, run_several

from hengku.config.embedded.home import Home


def test_set_up_and_people(filled_home: Home) -> None:
    made, again, keeper, disabled, listed, unknown, strange = run_several(
        filled_home,
        ["init", "--yes", "--start-month", "2026-01", "--book-name", "测试公司"],
        ["init", "--yes"],
        ["user", "create", "keeper", "--name", "库管", "--role", "warehouse_keeper"],
        ["user", "disable", "keeper"],
        ["user", "list"],
        ["user", "reset-password", "nobody"],
        ["user", "list", "--account-set", "other"],
    )
    assert re.search(r"Sign in as owner with password \S{12,}", made[1])
    assert again == (1, "This account set has been set up; please sign in.")
    assert re.search(r"keeper: one-time password \S{12,}", keeper[1])
    assert disabled[0] == 0
    assert listed == (0, "keeper\t库管\twarehouse_keeper\tdisabled\nowner\towner\towner\n")
    assert unknown == (1, "Error: There is no user nobody.\n")
    assert strange == (1, "Error: No account set other; there are: main\n")


def test_account_sets(filled_home: Home) -> None:
    made, taken, people, archived, listed, closed, last = run_several(
        filled_home,
        ["account-set", "create", "second", "--label", "第二账套"],
        ["account-set", "create", "second"],
        ["user", "list", "--account-set", "second"],
        ["account-set", "archive", "second"],
        ["account-set", "list"],
        ["user", "list", "--account-set", "second"],
        ["account-set", "archive", "main"],
    )
    assert made == (0, "Account set second is ready.\n")
    assert taken[0] == 1
    assert people == (0, ""), "people belong to one set"
    assert archived[0] == 0
    assert listed[1].splitlines()[1] == "second\t第二账套  archived"
    assert closed == (1, "Error: No account set second; there are: main\n")
    assert last[0] == 1


def test_help_needs_no_database(home: Home) -> None:
    done = run_hengku(home, "--help")
    assert done.returncode == 0
    for name in ("serve", "backup", "restore", "upgrade", "check", "init"):
        assert f"\n  {name} " in done.stdout
    assert not home.path.exists()
