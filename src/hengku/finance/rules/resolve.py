"""From keys to accounts: the most specific mapping wins; lines keep the auxiliaries their account asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from hengku.finance.types import Auxiliary, DraftLine, Side, VoucherDraft
from hengku.kernel.money import ZERO

MOVING_TEMPLATES = frozenset({"T1", "A1", "C1"})
"""Value that only changes its place is booked only when its account changes."""


@dataclass(frozen=True, slots=True)
class KeyMapping:
    """One row of the mapping. category_path: codes from the root; None = any."""

    account_id: int
    category_path: str | None = None
    warehouse_id: int | None = None
    partner_id: int | None = None

    def fits(self, *, category_path: str, warehouse_id: int | None, partner_id: int | None) -> bool:
        return (
            (self.warehouse_id is None or self.warehouse_id == warehouse_id)
            and (self.partner_id is None or self.partner_id == partner_id)
            and (self.category_path is None or f"{category_path}/".startswith(f"{self.category_path}/"))
        )

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """More conditions first; then partner before warehouse before category; a deeper category before a higher one."""
        named = [self.partner_id is not None, self.warehouse_id is not None, self.category_path is not None]
        return (sum(named), named[0], named[1], len(self.category_path or ""))


@dataclass(frozen=True, slots=True)
class AccountTraits:
    """What an account asks of its lines."""

    id: int
    code: str
    auxiliaries: frozenset[str]
    by_quantity: bool
    keeps: tuple[bool, bool, bool, bool] = field(init=False, repr=False, compare=False)
    """Whether lines name their item, partner, document, department."""

    def __post_init__(self) -> None:
        order = (Auxiliary.ITEM, Auxiliary.PARTNER, Auxiliary.DOCUMENT, Auxiliary.DEPARTMENT)
        object.__setattr__(self, "keeps", tuple(one in self.auxiliaries for one in order))


class ResolvedLine(NamedTuple):
    """A line on an account, with the auxiliaries the account keeps."""

    account_id: int
    side: Side
    amount: Decimal
    item_id: int | None = None
    partner_id: int | None = None
    document_id: int | None = None
    department: str = ""
    quantity: Decimal | None = None


class MissingAccount(Exception):
    """Keys no account is mapped to."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(sorted(set(keys)))
        super().__init__(", ".join(self.keys))


@dataclass(slots=True)
class Chart:
    """The accounts of one book and what its keys mean. category_paths: by item."""

    mappings: Mapping[str, Sequence[KeyMapping]]
    accounts: Mapping[int, AccountTraits]
    category_paths: Mapping[int, str] = field(default_factory=dict)
    _known: dict[tuple[str, str, int | None, int | None], int | None] = field(default_factory=dict)

    def account_of(
        self, key: str, *, item_id: int | None = None, warehouse_id: int | None = None, partner_id: int | None = None
    ) -> int | None:
        """The account a key means for these goods and this partner; None when nothing is mapped."""
        path = self.category_paths.get(item_id, "") if item_id is not None else ""
        asked = (key, path, warehouse_id, partner_id)
        if asked not in self._known:
            fitting = [
                one
                for one in self.mappings.get(key, ())
                if one.fits(category_path=path, warehouse_id=warehouse_id, partner_id=partner_id)
            ]
            best = max(fitting, key=lambda one: one.rank, default=None)
            self._known[asked] = best.account_id if best is not None and best.account_id in self.accounts else None
        return self._known[asked]

    def resolve(self, draft: VoucherDraft) -> list[ResolvedLine]:
        """The draft's lines on accounts, debits first. Empty: nothing to book. Raises MissingAccount."""
        found: dict[_Place, _Total] = {}
        missing: set[str] = set()
        for line in draft.lines:
            account_id = self.account_of(
                line.key,
                item_id=line.aux.item_id,
                warehouse_id=line.aux.warehouse_id,
                partner_id=line.aux.partner_id,
            )
            if account_id is None:
                missing.add(line.key)
                continue
            self._add(found, line, self.accounts[account_id])
        if missing:
            raise MissingAccount(missing)
        lines = [
            ResolvedLine(
                place.account_id, place.side, total.amount, place.item_id, place.partner_id, place.document_id,
                place.department, total.quantity,
            )
            for place, total in found.items()
            if total.amount
        ]  # fmt: skip
        return _unmoved(lines) if draft.template in MOVING_TEMPLATES else lines

    def _add(self, found: "dict[_Place, _Total]", line: DraftLine, account: AccountTraits) -> None:
        item, partner, document, department = account.keeps
        aux = line.aux
        place = _Place(
            account.id,
            line.side,
            aux.item_id if item else None,
            aux.partner_id if partner else None,
            aux.document_id if document else None,
            aux.department if department else "",
        )
        total = found.setdefault(place, _Total())
        total.amount += line.amount
        if account.by_quantity and line.quantity is not None:
            total.quantity = (total.quantity or ZERO) + line.quantity


class _Place(NamedTuple):
    """Where amounts add up to one line."""

    account_id: int
    side: Side
    item_id: int | None
    partner_id: int | None
    document_id: int | None
    department: str


@dataclass(slots=True)
class _Total:
    amount: Decimal = ZERO
    quantity: Decimal | None = None


def _unmoved(lines: Sequence[ResolvedLine]) -> list[ResolvedLine]:
    """Without the accounts in which as much came in as left."""
    net: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        net[line.account_id] += line.amount if line.side is Side.DEBIT else -line.amount
    return [line for line in lines if net[line.account_id]]
