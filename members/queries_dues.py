"""Reads of dues: what each member of some branches owes and paid in a year, arrears, receipts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from liangxin.dates import first_day
from members import dues
from members.dues import NONE, Band, Table
from members.models import DuesBand, DuesBase, DuesPayment

QUARTERS = (1, 2, 3, 4)


@dataclass(slots=True)  # not frozen: a county has a third of a million of them, and frozen ones are made slowly
class Month:
    """A month of an account. `here` tells whether it is owed in the branch of the account; `due` is None when no base
    is known; `elsewhere` is the key of the branch that took the payment when it is another one."""

    first: date
    here: bool
    due: Decimal | None
    paid: Decimal | None
    payment: int | None = None
    elsewhere: int | None = None

    def arrears(self, day: date) -> Decimal:
        """What is owed of it on `day`: nothing before it is over, nothing for who owes it elsewhere."""
        if not self.here or self.due is None or not dues.is_over(self.first, day):
            return NONE
        return max(NONE, self.due - (self.paid or NONE))


@dataclass
class Account:
    """A member's year in a branch. `payer` and `base` are those of the day asked for; None when no base is known."""

    member: int
    name: str
    branch: int
    months: list[Month]
    payer: str | None = None
    base: Decimal | None = None
    periods: list = field(default_factory=list, repr=False)

    @property
    def due(self) -> Decimal:
        """What is owed for the year, as far as bases are known."""
        return sum((month.due or NONE for month in self.months if month.here), NONE)

    @property
    def paid(self) -> Decimal:
        """What was paid for it in this branch."""
        return sum((month.paid or NONE for month in self.months if not month.elsewhere), NONE)

    def arrears(self, day: date) -> Decimal:
        """What is in arrears on `day`."""
        return sum((month.arrears(day) for month in self.months), NONE)

    def lacking(self, day: date) -> list[Month]:
        """The months in arrears on `day`."""
        return [month for month in self.months if month.arrears(day)]


def table() -> Table:
    """The table of rates over time."""
    columns = ("payer", "up_to", "rate", "fixed", "start", "end")
    return Table(Band(*row) for row in DuesBand.objects.order_by().values_list(*columns))


def accounts(memberships: QuerySet, year: int, *, shown: date | None = None) -> list[Account]:
    """The accounts of a year behind `memberships`, by branch; five queries, whatever their number.

    One for each member and branch, with the base of the day `shown` (the year's last when not given).
    """
    months = dues.months_of(year)
    ends = [dues.last_day(month) for month in months]
    during = memberships.filter(Q(end=None) | Q(end__gt=months[0]), start__lte=ends[-1]).order_by()
    columns = ("member", "member__name", "member__left", "branch", "start", "end")
    found: dict[tuple[int, int], Account] = {}
    for member, name, left, branch, start, end in during.values_list(*columns):
        until = min(filter(None, (end, first_day(left) if left else None)), default=None)
        account = found.setdefault((member, branch), Account(member, name, branch, []))
        account.periods.append((start, until))
    keys = during.values("member")
    bases, payments, rates = _bases(keys), _payments(keys, months), table()
    pairs = list(zip(months, ends, strict=True))
    for account in found.values():
        own = bases.get(account.member, ())
        _, account.payer, account.base = _on(own, shown or ends[-1]) or (None, None, None)
        account.months = _months(account, pairs, own, payments.get(account.member, {}), rates)
    kept = [one for one in found.values() if any(month.here or month.payment for month in one.months)]
    return sorted(kept, key=lambda one: (one.branch, one.member))


def _months(account, months, bases, payments, rates) -> list[Month]:
    found = []
    for month, end in months:
        here = any(start <= end and (until is None or end < until) for start, until in account.periods)
        told = _on(bases, end) if here else None
        due = rates.amount(told[1], told[2], end) if told else None
        if paid := payments.get(month):
            key, branch, amount = paid
            found.append(Month(month, here, due, amount, key, branch if branch != account.branch else None))
        else:
            found.append(Month(month, here, due, None))
    return found


def _bases(keys) -> dict[int, list]:
    found = defaultdict(list)
    rows = DuesBase.objects.filter(member__in=keys).order_by("member_id", "start")
    for member, *row in rows.values_list("member", "start", "end", "payer", "base"):
        found[member].append(row)
    return found


def _on(bases, day):
    """(start, payer, base) in force on `day`."""
    for start, end, payer, base in bases:
        if start <= day and (end is None or day < end):
            return start, payer, base
    return None


def _payments(keys, months) -> dict[int, dict]:
    """{member: {month: (key, branch, amount)}}."""
    rows = DuesPayment.objects.filter(member__in=keys, month__gte=months[0], month__lte=months[-1]).order_by()
    found: dict[int, dict] = defaultdict(dict)
    for member, month, *rest in rows.values_list("member", "month", "pk", "branch", "amount").iterator(chunk_size=5000):
        found[member][month] = rest
    return found


def receipts(payments: QuerySet, year: int, *groups: str) -> dict[tuple, list[Decimal]]:
    """{values of `groups`: what was paid for each quarter of `year`}; a payment counts for its month. One query."""
    found: dict[tuple, list[Decimal]] = {}
    rows = payments.filter(month__year=year).order_by().values(*groups, "month").annotate(total=Sum("amount"))
    for row in rows:
        quarters = found.setdefault(tuple(row[name] for name in groups), [NONE] * len(QUARTERS))
        quarters[(row["month"].month - 1) // 3] += dues.rounded(row["total"])
    return found
