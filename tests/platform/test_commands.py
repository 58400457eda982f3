"""The command line in an account set: first set-up, people, further account sets."""

import re

from tests.platform.conftest import run_hengku

from hengku.config.embedded.home import Home


def test_set_up_people_and_account_sets(filled_home: Home) -> None:
    done = run_hengku(filled_home, "init", "--yes", "--start-month", "2026-01", "--book-name", "测试公司")
    assert re.search(r"Sign in as owner with password \S{12,}", done.stdout), done.stderr
    again = run_hengku(filled_home, "init", "--yes")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr

    made = run_hengku(filled_home, "user", "create", "keeper", "--name", "库管", "--role", "warehouse_keeper")
    assert re.search(r"keeper: one-time password \S{12,}", made.stdout), made.stderr
    assert run_hengku(filled_home, "user", "disable", "keeper").returncode == 0
    listed = run_hengku(filled_home, "user", "list").stdout.splitlines()
    assert listed == ["keeper\t库管\twarehouse_keeper\tdisabled", "owner\towner\towner"]
    unknown = run_hengku(filled_home, "user", "reset-password", "nobody")
    assert (unknown.returncode, unknown.stderr) == (1, "Error: There is no user nobody.\n")

    assert run_hengku(filled_home, "account-set", "create", "second", "--label", "第二账套").returncode == 0
    assert run_hengku(filled_home, "user", "list", "--account-set", "second").stdout == "", "people belong to one set"
    assert run_hengku(filled_home, "account-set", "archive", "second").returncode == 0
    assert "second\t第二账套  archived" in run_hengku(filled_home, "account-set", "list").stdout
    closed = run_hengku(filled_home, "user", "list", "--account-set", "second")
    assert closed.returncode == 1
    assert "there are: main" in closed.stderr


def test_words_in_chinese(filled_home: Home) -> None:
    unknown = run_hengku(filled_home, "user", "disable", "nobody", HENGKU_LANG="zh_CN.UTF-8")
    assert "没有用户 nobody" in unknown.stderr


def test_help_needs_no_database(home: Home) -> None:
    done = run_hengku(home, "--help")
    assert done.returncode == 0
    for name in ("serve", "backup", "restore", "upgrade", "check", "init"):
        assert f"\n  {name} " in done.stdout
    assert not home.path.exists()
