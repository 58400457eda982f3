"""The command line in an account set: first set-up, people, further account sets."""

import json
import re
from pathlib import Path

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


def test_a_forgotten_password_is_replaced_at_the_terminal(filled_home: Home) -> None:
    _, given, chosen, weak, _ = run_several(
        filled_home,
        ["init", "--yes", "--start-month", "2026-01", "--book-name", "测试公司"],
        ["user", "reset-password", "owner"],
        ["user", "reset-password", "owner", "--password", "Battery-Staple-4"],
        ["user", "reset-password", "owner", "--password", "12345678"],
        ["user", "list"],
    )
    assert re.search(r"owner: one-time password \S{12,} \(to be changed at first sign-in\)", given[1])
    assert chosen == (0, "owner: password set.\n")
    assert weak[0] == 1


def test_import_and_check_say_it_to_programs(filled_home: Home, tmp_path: Path) -> None:
    good, mixed = tmp_path / "good.csv", tmp_path / "mixed.csv"
    good.write_text("编码,名称,单位,规格\nA1,酱油,瓶,500ml\n", encoding="gbk")
    mixed.write_text("编码,名称,单位\nA2,醋,瓶\nA3,,瓶\n", encoding="utf-8-sig")
    _, taken, again, refused, partly, broken, checked = run_several(
        filled_home,
        ["init", "--yes", "--start-month", "2026-01", "--book-name", "测试公司"],
        ["import", "items", str(good), "--json"],
        ["import", "items", str(good), "--json"],
        ["import", "items", str(mixed), "--json"],
        ["import", "items", str(mixed), "--partial", "--json"],
        ["import", "items", str(good), "--mapping", str(mixed)],
        ["check", "--json"],
    )
    told = json.loads(taken[1])
    assert (taken[0], told["state"], told["created"], told["refused"]) == (0, "DONE", 1, 0)
    assert (again[0], json.loads(again[1])["created"]) == (0, 0)
    told = json.loads(refused[1])
    assert (refused[0], told["state"], told["created"], [one["row"] for one in told["errors"]]) == (
        1,
        "REFUSED",
        0,
        [3],
    )
    told = json.loads(partly[1])
    assert (partly[0], told["created"], told["refused"]) == (0, 1, 1)
    assert broken[0] == 1
    results = json.loads(checked[1])
    assert checked[0] == 0
    assert {(type(one["id"]), type(one["rows"]), one["status"]) for one in results} <= {
        (str, int, "ok"), (str, int, "not_applicable"),
    }  # fmt: skip
    assert all(one["status"] == "not_applicable" for one in results if one["rows"] == 0)


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
