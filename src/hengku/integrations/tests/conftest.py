"""A seeded account set, somebody who acts in it, files to import and ways to run them."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from pytest_django import Settings

from hengku.identity.types import SYSTEM, Act
from hengku.integrations.models import ImportRun
from hengku.integrations.operations.imports import take_file
from hengku.integrations.operations.mappings import apply_mapping
from hengku.integrations.operations.run_import import run_import, start_import
from hengku.masterdata.operations.seed import seed_account_set

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
FIXTURES = Path(__file__).parent / "fixtures"
Run = Callable[..., ImportRun]
Rows = Sequence[Sequence[object]]


@pytest.fixture
def act(settings: Settings, tmp_path: Path) -> Act:
    settings.FILES_FOLDER = tmp_path
    return Act(viewer=SYSTEM, at=AT, request_id="test", address="127.0.0.1")


@pytest.fixture
def book(db: None, act: Act) -> int:
    return seed_account_set(act=act, book_name="衡库演示公司", start_month=date(2026, 11, 1), warehouse_name="主仓库")


@pytest.fixture
def run(act: Act, book: int) -> Run:
    """Take a file (bytes, or rows for a CSV) and run it to its end."""

    def go(kind: str, content: bytes | Rows, *, partial: bool = False, **options: str) -> ImportRun:
        data = content if isinstance(content, bytes) else csv_bytes(content)
        taken = take_file(act=act, kind=kind, file_name=f"{kind}.csv", content=data)
        apply_mapping(act=act, run_id=taken.pk, given={}, options=options)
        start_import(act=act, run_id=taken.pk, partial=partial)
        return run_import(act=act, run_id=taken.pk, clock=lambda: AT)

    return go


def csv_bytes(rows: Rows, encoding: str = "utf-8") -> bytes:
    return "\n".join(",".join(str(cell) for cell in row) for row in rows).encode(encoding)


def xlsx_bytes(rows: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("商品")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
    return out.getvalue()


SUPERMARKET: list[list[object]] = [
    ["某某超市商品资料导出"],
    ["行号", "货号", "自编码", "品名", "类别名称", "供应商名称", "进货价", "批发价", "零售价", "单位", "规格", "产地", "商品状态", "销项稅", "保质期(天)", "品牌"],
    [1, "6901028075831", "00001", "山涧水", "饮料", "甲供应商", 0.85, 1, 1.5, "瓶", "550ml", "杭州", "正常", 0.17, 365, "山涧"],
    [2, "6901028075848", "00002", "山涧水", "饮料", "甲供应商", 1.9, 2.2, 3, "瓶", "1.5L", "杭州", "正常", 0.17, 365, "山涧"],
    [3, "10021", "00003", "散称苹果", "生鲜", "", 3.2, "", 6.98, "公斤", "", "烟台", "正常", 0, "", ""],
    [4, "6901028075855", "00004", "停售饼干", "食品", "", 0, "", 5, "", "", "", "停售", 0.17, 180, ""],
]  # fmt: skip
"""A supermarket's export in little: a title above the header, 69-codes, a weighed good, a missing unit."""
