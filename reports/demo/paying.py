"""Dues of the made-up county's members: a base for each since the registers began, and what was paid month by month."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from liangxin.months import shifted
from members.choices import Payer
from members.defaults import dues_bands
from members.dues import Band, Table, last_day
from members.models import DuesBase, DuesPayment
from reports.demo.days import Days
from reports.demo.roster import Drawn, Roster

BASES = ("2600", "3200", "3900", "4600", "5400", "7200", "9800", "12500")
WEIGHTS = (10, 18, 22, 18, 14, 10, 6, 2)
BEHIND = 0.04  # share of members who are some months behind
SINCE = 22  # months that were entered


@dataclass
class Paying:
    """Draws into its two lists."""

    rng: Random
    days: Days
    bases: list[DuesBase] = field(default_factory=list)
    payments: list[DuesPayment] = field(default_factory=list)

    def draw(self, roster: Roster) -> None:
        """The dues of all who are members today."""
        columns = ("payer", "up_to", "rate", "fixed", "start", "end")
        table = Table(Band(*(getattr(row, name) for name in columns)) for row in dues_bands())
        for one in roster.drawn:
            if not one.member.left:
                self._of(one, table)

    def _of(self, one: Drawn, table: Table) -> None:
        rng = self.rng
        payer = Payer.RETIRED if rng.random() < 0.04 else Payer.WORKING
        base = Decimal(rng.choices(BASES, WEIGHTS)[0])
        since = max(one.here, self.days.opened).replace(day=1)
        self.bases.append(DuesBase(member=one.member, payer=payer, base=base, start=since))
        first = max(since, shifted(self.days.today.replace(day=1), -SINCE))
        behind = rng.randint(1, 9) if rng.random() < BEHIND else 0
        month, last = first, shifted(self.days.today.replace(day=1), -1 - behind)
        while month <= last:
            self._pay(one, month, table.amount(payer, base, last_day(month)))
            month = shifted(month, 1)

    def _pay(self, one: Drawn, month: date, amount: Decimal) -> None:
        paid = min(month + timedelta(days=self.rng.randint(4, 27)), self.days.today)
        self.payments.append(DuesPayment(member=one.member, branch=one.branch, month=month, amount=amount, paid=paid))
