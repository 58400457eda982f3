"""Demo: the goods of a small Chinese supermarket from its till's spreadsheets, with 69-codes, weighed goods and prices."""

from pathlib import Path
from typing import Any

from hengku.identity.types import Act
from hengku.integrations.operations.demo import Loaded, Tell, feed, need_file, silent
from hengku.integrations.operations.import_files import parse
from hengku.integrations.rules.columns import find_header, guess_columns
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.rules.values import to_rows
from hengku.integrations.types import Options
from hengku.masterdata.models import Barcode, Item, PriceEntry
from hengku.masterdata.operations.seed import seed_lists
from hengku.masterdata.rules.barcodes import CHINA_PREFIXES

FILES = ("食品.xls", "生鲜.xls")


def load_supermarket(*, act: Act, data: Path, tell: Tell = silent) -> dict[str, Any]:
    """Load every spreadsheet of the folder as items with prices, columns guessed; bad rows are named and left out."""
    seed_lists(act=act)
    loaded = Loaded()
    kind = KINDS.get("items")
    rows_read = 0
    for name in FILES:
        sheet = parse(need_file(data, name).read_bytes())[0]
        header = find_header(sheet.rows, kind.fields)
        guesses = guess_columns(sheet.rows[header], kind.fields, sheet.rows[header + 1 : header + 50])
        columns = {guess.index: guess.field for guess in guesses if guess.field}
        rows = to_rows(sheet.rows, header_row=header, columns=columns)
        rows_read += len(rows)
        feed(act=act, loaded=loaded, kind="items", rows=rows, options=Options(), tell=tell, label=name)
    chinese = Barcode.objects.filter(code__regex=rf"^({'|'.join(CHINA_PREFIXES)})\d{{10}}$")
    return {
        "demo": "supermarket",
        "rows": rows_read,
        "loaded": loaded.counts,
        "refused": loaded.refused,
        "items": Item.objects.count(),
        "barcodes_69": chinese.count(),
        "prices": PriceEntry.objects.count(),
        "faults": loaded.faults,
    }
