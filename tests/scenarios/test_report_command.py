"""`hengku report` says what the page says."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from tests.world import AT, line, make_company, tell

from hengku.config.cli import report
from hengku.identity.types import SYSTEM, Act


@pytest.fixture
def command(db: None, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command inside this test's database."""
    company = make_company()
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), line(company.flour, "2.5", price="4"))

    @contextmanager
    def here(account_set: str) -> Iterator[Act]:
        assert account_set == "main"
        yield Act(SYSTEM, AT)

    monkeypatch.setattr(report, "opened", here)
    return CliRunner()


def test_csv_and_json_agree(command: CliRunner) -> None:
    told = command.invoke(report.command, ["on_hand", "--param", "group_by=item", "--format", "json"])
    assert told.exit_code == 0, told.output
    rows = json.loads(told.stdout_bytes)["rows"]
    assert [(row["item"]["code"], row["on_hand"], row["amount"]) for row in rows] == [
        ("BOTTLE", "100", "1000.00"),
        ("FLOUR", "2.5", "10.00"),
    ]
    table = command.invoke(report.command, ["on_hand", "--param", "group_by=item", "--format", "csv"])
    lines = list(csv.DictReader(io.StringIO(table.stdout_bytes.decode("utf-8-sig"))))
    assert [line["现存量"] for line in lines] == ["100", "2.5", "102.5"]
    assert lines[-1]["库存金额（含在途）"] == "1010.00"


def test_a_parameter_by_code_and_a_file(command: CliRunner, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("out") / "book.pdf"
    made = command.invoke(
        report.command, ["stock_ledger", "--param", "item=BOTTLE", "--format", "pdf", "-o", str(target)]
    )
    assert made.exit_code == 0, made.output
    assert target.read_bytes().startswith(b"%PDF-")


def test_without_a_name_it_lists_the_reports(command: CliRunner) -> None:
    assert "movement_summary" in command.invoke(report.command, []).output
    assert command.invoke(report.command, ["on_hand", "--param", "nonsense"]).exit_code == 2
