"""The packaged charts of accounts: codes and names of the two standards, and the sub-accounts the templates need."""

import csv
from functools import cache
from pathlib import Path

from hengku.finance.types import AccountClass, ChartRow, Side
from hengku.masterdata.types import AccountingStandard

_FOLDER = Path(__file__).resolve().parent.parent / "charts"


@cache
def chart(standard: AccountingStandard) -> tuple[ChartRow, ...]:
    """The chart of a standard, parents before children."""
    with (_FOLDER / f"{standard.value.lower()}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ChartRow(
                code=row["code"],
                name=row["name"],
                parent=row["parent"],
                account_class=AccountClass(row["class"]),
                side=Side(row["side"]),
                auxiliaries=tuple(row["auxiliaries"].split()),
                by_quantity=row["by_quantity"] == "1",
                key=row["key"],
            )
            for row in csv.DictReader(file)
        )
